"""A first visit in Chromium, over a line as slow as a village's."""
import shutil

from playwright.sync_api import sync_playwright


def first_visit(address, seconds_per_round, bytes_per_second):
    """Bytes and requests of a visit with nothing cached, and the seconds until something is painted."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium") or "/usr/bin/chromium", args=["--no-sandbox"])
        page = chromium.new_context(viewport={"width": 360, "height": 800}).new_page()
        line = page.context.new_cdp_session(page)
        line.send("Network.enable")
        line.send(
            "Network.emulateNetworkConditions",
            {"offline": False, "latency": seconds_per_round * 1000, "downloadThroughput": bytes_per_second, "uploadThroughput": bytes_per_second})
        seen = {"bytes": 0, "requests": 0}

        def sent(event):
            seen["requests"] += 1
            # An answer that leads elsewhere is told with the request that follows it.
            seen["bytes"] += event.get("redirectResponse", {}).get("encodedDataLength", 0)

        def received(event):
            seen["bytes"] += event["encodedDataLength"]

        line.on("Network.requestWillBeSent", sent)
        line.on("Network.loadingFinished", received)
        page.goto(address, wait_until="networkidle", timeout=120_000)
        paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1")
        chromium.close()
    return {"bytes": seen["bytes"], "requests": seen["requests"], "paint": paint / 1000}
