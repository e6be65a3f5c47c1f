"""What each test is given: installations on either engine, and PostgreSQL servers of their own."""
import os
import pathlib
import shutil
import subprocess
import sys
import uuid

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "Python"))
from promig import Place  # noqa: E402

ENGINES = ["sqlite", "postgres"]
POSTGRES = pathlib.Path("/usr/lib/postgresql/15/bin")


def new_database(server=None):
    """Makes a database on the server of the test run, or on another; its address."""
    server = server or os.environ["PROMIG_TEST_POSTGRES"]
    name = f"command_{uuid.uuid4().hex}"
    subprocess.run(["psql", "-q", server, "-c", f"create database {name}"], check=True)
    words = dict(word.split("=", 1) for word in server.split())
    return f"postgres://{words['user']}@/{name}?host={words['host']}"


@pytest.fixture
def new_place(tmp_path):
    """Names places where nothing is yet."""
    made = []

    def make(engine, name="data", server=None):
        place = Place(tmp_path / name, new_database(server) if engine == "postgres" else None)
        made.append(place)
        return place

    return make


@pytest.fixture(scope="session")
def sample(tmp_path_factory):
    """An installation with the sample network, made once and never written to: tests take copies."""
    return Place(tmp_path_factory.mktemp("sample") / "data").make()


@pytest.fixture
def copied(sample, tmp_path):
    """Copies the sample network into a folder of the test's own."""

    def copy(name="data"):
        shutil.copytree(sample.folder, tmp_path / name)
        return Place(tmp_path / name).like(sample)

    return copy


class Server:
    """A PostgreSQL 15 of the test's own, which it may stop and start."""

    def __init__(self, home):
        self.home = home
        home.mkdir()
        if os.getuid() == 0:
            shutil.chown(home, "postgres")
        self.run("initdb", "-D", home / "data", "--username=promig", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
        self.address = f"host={home} user=promig dbname=postgres"

    def run(self, program, *words):
        # PostgreSQL refuses to run as root.
        prefix = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        subprocess.run([*prefix, POSTGRES / program, *words], check=True, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def start(self):
        options = f"-k {self.home} -c listen_addresses='' -c shared_buffers=16MB -c max_connections=60"
        self.run("pg_ctl", "-D", self.home / "data", "-l", self.home / "log", "-w", "-o", options, "start")

    def stop(self, mode="immediate"):
        self.run("pg_ctl", "-D", self.home / "data", "-m", mode, "-w", "stop")


@pytest.fixture
def server(tmp_path_factory):
    # A short path: a socket's name has no more than 107 bytes.
    server = Server(pathlib.Path("/tmp") / f"promig-{uuid.uuid4().hex[:8]}")
    server.start()
    yield server
    try:
        server.stop()
    except subprocess.CalledProcessError:
        pass
    shutil.rmtree(server.home, ignore_errors=True)
