"""Each role opens every page that it may see: those the site lists, and one of each shape that their links lead to."""
import json
import re
import subprocess
from urllib.parse import urldefrag, urljoin, urlsplit

from playwright.sync_api import Error

from checks import axe_violations, foreign_requests, sideways_scroll
from site_under_test import EXECUTABLE

WEIGHT = 25_000  # bytes of compressed HTML: what a line of 40 kbit/s brings in five seconds
SWITCHED_OFF = {"community-relay"}  # the network decides whether it has any; the sample has no account of theirs
ONCE_OPEN = {"/results/iati", "/results/hxl"}  # files that stand once two people agreed to open the data: another journey fetches them
IDENTIFIER = re.compile(r"/(?=[^/]*\d)[0-9A-Za-z_-]{6,}(?=/|$)")


def listed_paths():
    """What `promig paths --json` says: [{"path": "/meetings", "roles": ["secretariat", …]}, …]."""
    return json.loads(subprocess.run([EXECUTABLE, "paths", "--json"], capture_output=True, check=True).stdout)


def pytest_generate_tests(metafunc):
    roles = {role for path in listed_paths() for role in path["roles"]}
    metafunc.parametrize("role", sorted(roles - {"everyone"} - SWITCHED_OFF))


def test_every_page_is_whole(server, page_at, role):
    # A path with an identifier in it is reached through the links that lead there.
    listed = [path for path in listed_paths() if path["method"] == "GET" and ":" not in path["path"] and path["path"] not in ONCE_OPEN]
    waiting = ["/"] + [path["path"] for path in listed if role in path["roles"] or "everyone" in path["roles"]]
    page, problems, shapes = page_at(360, role=role), [], set()
    while waiting:
        path = waiting.pop(0)
        shape = IDENTIFIER.sub("/:id", urlsplit(path).path)
        if shape in shapes:
            continue
        shapes.add(shape)
        found = troubles(page, server, path)
        problems += [f"{path}: {problem}" for problem in found]
        waiting += links(page, server)
    assert not problems, f"{len(shapes)} pages seen as {role}\n" + "\n".join(problems)


def troubles(page, server, path):
    """What is wrong with that page on a telephone in light, then on a desk in dark."""
    page.requested.clear()
    page.script_errors.clear()
    page.set_viewport_size({"width": 360, "height": 800})
    page.emulate_media(color_scheme="light")
    try:
        response = page.goto(path)
    except Error as error:
        return [] if "Download is starting" in str(error) else [str(error).splitlines()[0]]
    if response.status != 200:
        return [f"status {response.status}"]
    if "text/html" not in response.headers.get("content-type", ""):
        return []
    weight = response.request.sizes()["responseBodySize"]
    found = [f"weighs {weight} bytes compressed"] if weight > WEIGHT else []
    # Both engines fill the same markup: how it looks, and what axe says, is judged on one of them.
    if server.engine == "sqlite":
        found += axe_violations(page) + sideways_scroll(page)
        # Light on a telephone and dark on a desk meet each width and each scheme once, for half the time of all four.
        page.set_viewport_size({"width": 1280, "height": 800})
        page.emulate_media(color_scheme="dark")
        found += axe_violations(page) + sideways_scroll(page)
    return found + foreign_requests(page, server) + page.script_errors


def links(page, server):
    """Where the page leads inside the site, but for files."""
    find = lambda: page.eval_on_selector_all("a[href]:not([download])", "all => all.map(one => one.getAttribute('href'))")
    try:
        targets = find()
    except Error:
        # A page that shows work under way came anew meanwhile.
        page.wait_for_load_state()
        targets = find()
    inside = [urldefrag(urljoin(page.url, target)).url for target in targets]
    return [target.removeprefix(server.origin) for target in inside if target.startswith(server.origin + "/")]
