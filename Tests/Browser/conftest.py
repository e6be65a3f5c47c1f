"""What each journey is given: a served site per engine, and pages at a width, with or without JavaScript."""
import os

import pytest
from playwright.sync_api import sync_playwright

from site_under_test import Site

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
def browser():
    """Debian's Chromium, which finds no other machine than this one."""
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

    def open_page(width, javascript=True, color_scheme="light", role=None, **options):
        context = browser.new_context(
            base_url=server.origin,
            viewport={"width": width, "height": 800},
            color_scheme=color_scheme,
            reduced_motion="reduce",  # colours are measured as they stand, not on their way
            storage_state=server.signed_in(browser, role) if role else None,
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
