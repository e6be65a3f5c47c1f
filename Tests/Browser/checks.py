"""What holds on every page; each check says in few lines what is wrong."""
import hashlib
import os
import pathlib
import re

from axe_playwright_python.sync_playwright import Axe

from palette import small
from site_under_test import submit

AXE = Axe()
RULES = {"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

# What differs between two pages and never matters to axe: identifiers, what forms carry unseen, what words say, one more row of a kind.
UNSEEN = re.compile(r'<input type="hidden"[^>]*>|[0-9a-z]{26}|[0-9a-f]{64}|localhost:\d+| (?:href|value|datetime|src)="[^"]+"|\d+')
WORDS = re.compile(r">[^<]*[^<\s][^<]*<")
AGAIN = re.compile(r"(<(tr|li|option)\b.{0,2000}?</\2>\s*)\1+", re.DOTALL)
# What was judged clean: a file each, in a folder that all workers of a run look into; conftest says which.
CLEAN = None


def sign_in(page, server, role):
    """Signs in through the form, as the first sample account of that role."""
    submit(page, server.account(role))


def axe_violations(page):
    """What axe finds, one line a rule: its name and the first places. A page that was clean is not judged again where it is built the same."""
    looks = page.evaluate("[innerWidth, matchMedia('(prefers-color-scheme: dark)').matches]")
    built = AGAIN.sub(r"\1", WORDS.sub(">x<", UNSEEN.sub("", page.content())))
    clean = CLEAN / hashlib.sha256(f"{looks} {built}".encode()).hexdigest()
    if clean.exists():
        return []
    # On a page without JavaScript axe alone may run: it waits for timers, which would never come.
    page.scripts.send("Emulation.setScriptExecutionDisabled", {"value": False})
    found = AXE.run(page, options=RULES).response["violations"]
    page.scripts.send("Emulation.setScriptExecutionDisabled", {"value": not page.javascript})
    if not found:
        clean.touch()
    return [f"axe {one['id']}: {one['help']}: {', '.join(str(node['target'][0]) for node in one['nodes'][:3])}" for one in found]


def axe_clean(page):
    found = axe_violations(page)
    assert not found, f"{page.url}\n" + "\n".join(found)


def foreign_requests(page, server):
    return [f"foreign request: {url}" for url in page.requested if not url.startswith((server.origin + "/", "data:", "blob:"))]


def no_foreign_requests(page, server):
    """Every request went to the site itself, and no script of a page failed."""
    found = foreign_requests(page, server) + page.script_errors
    assert not found, "\n".join(found)


def sideways_scroll(page):
    root = "document.scrollingElement"
    wide, seen = page.evaluate(f"[{root}.scrollWidth, {root}.clientWidth]")
    return [f"scrolls sideways: {wide} px on a screen of {seen}"] if wide > seen else []


def no_sideways_scroll(page):
    found = sideways_scroll(page)
    assert not found, f"{page.url}: {found[0]}"


def shot(page, name, height=800):
    """Takes a picture for the guide, only where PROMIG_SHOTS names a folder; beside a guide, only those that it shows."""
    folder = os.environ.get("PROMIG_SHOTS")
    guide = pathlib.Path(folder or ".").parent / "README.md"
    if folder and (not guide.exists() or f"/{name}.png" in guide.read_text()):
        pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
        clip = {"x": 0, "y": 0, "width": page.viewport_size["width"], "height": height}
        (pathlib.Path(folder) / f"{name}.png").write_bytes(small(page.screenshot(clip=clip, full_page=True)))
