"""What each journey is given: a served site per engine, and pages at a width, with or without JavaScript."""
import os
import pathlib
import sys

import pytest
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "Python"))
import checks  # noqa: E402
from people import Someone  # noqa: E402
from site_under_test import Site  # noqa: E402

ENGINES = os.environ.get("ENGINES", "sqlite,postgres").split(",")


@pytest.fixture(scope="session", params=ENGINES)
def server(request, tmp_path_factory):
    """A site with sample data, on each engine in turn; verified when the last journey has left it."""
    site = Site(request.param, tmp_path_factory.mktemp(request.param))
    try:
        site.start()
        yield site
    finally:
        site.stop()
    site.verify()


@pytest.fixture(scope="session")
def browser(tmp_path_factory):
    """Debian's Chromium, which finds no other machine than this one."""
    folder = tmp_path_factory.getbasetemp()
    # Beside other workers, each has a folder of its own below that of the run.
    checks.CLEAN = (folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / "clean"
    checks.CLEAN.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"],
        )
        yield chromium
        chromium.close()


@pytest.fixture
def page_at(server, browser):
    """Opens a page of that width in a context of its own, signed in when a role is named."""
    contexts = []

    def open_page(width, javascript=True, color_scheme="light", role=None, site=server, which=0, **options):
        context = browser.new_context(
            base_url=site.origin,
            viewport={"width": width, "height": 800},
            color_scheme=color_scheme,
            reduced_motion="reduce",  # colours are measured as they stand, not on their way
            storage_state=site.signed_in(browser, role, which) if role else None,
            **{"locale": "fr-FR", "timezone_id": "Africa/Niamey", **options},
        )
        contexts.append(context)
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.scripts = context.new_cdp_session(page)
        page.scripts.send("Emulation.setScriptExecutionDisabled", {"value": not javascript})
        page.javascript = javascript
        page.requested, page.script_errors = [], []
        context.on("request", lambda request: page.requested.append(request.url))
        page.on("pageerror", lambda error: page.script_errors.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(params=[360, 1280], ids=["telephone", "desk"])
def someone(request, server, page_at):
    """Seats someone of a role at a telephone or at a desk. The engines share out JavaScript: each width meets it on one and does without on the other."""

    def seat(role=None, which=0, at=server):
        page = page_at(request.param, javascript=(request.param == 1280) == (server.engine == "sqlite"), role=role, which=which, site=at)
        return Someone(page, at)

    return seat


@pytest.fixture
def sits(server, page_at):
    """Seats a sample account at a telephone of 360 px, without JavaScript."""

    def seat(name):
        person = Someone(page_at(360, javascript=False), server)
        account = next(account for account in server.accounts if account["name"] == name)
        person.signs_in_as(account["name"], account["password"])
        return person

    return seat
