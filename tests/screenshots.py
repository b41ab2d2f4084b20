"""`make screenshots`: the pictures in docs/, taken by a real browser from the sample newsroom as `make run` runs it."""

import os
import sys
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import CHROMIUM
from tests.clusters import clear, new_folder
from tests.site import Site

DOCS = Path(__file__).resolve().parent.parent / "docs"
SIZE: Any = {"width": 1200, "height": 800}
# Larger ones make the repository heavy, and are slow to load in its first screen.
MOST_BYTES = 200_000
EVENT = "/events/capture-of-islam-qala/"


def main() -> int:
    """Take every picture; 1 where there is no browser, or one became too large."""
    if CHROMIUM is None:
        print("No Chromium was found: install chromium, or set CHROMIUM to its path.")
        return 1
    folder = new_folder()
    site = Site(folder).start()
    try:
        with sync_playwright() as playwright:
            arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*arguments, "--disable-gpu"])
            _take_all(browser.new_page(viewport=SIZE), site)
            browser.close()
    finally:
        site.stop()
        clear(folder)
    heavy = [path.name for path in DOCS.glob("*.png") if path.stat().st_size > MOST_BYTES]
    if heavy:
        print(f"Larger than {MOST_BYTES:,} bytes: {', '.join(heavy)}")
    return 1 if heavy else 0


def _take_all(page: Page, site: Site) -> None:
    page.goto(site.address)
    _take(page, "home")
    page.goto(site.address + EVENT)
    _take(page, "event")
    page.get_by_role("link", name="Taliban capture main Afghan crossing to Iran").first.click()
    _take(page, "article")
    page.locator("a.compare").first.click()
    _take(page, "compare")
    name, password = site.sign_in
    page.goto(f"{site.address}/admin/")
    page.get_by_label("Username").fill(name)
    page.locator("[name=password]").fill(password)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="What waits").wait_for()
    # What the worker will have found in a minute.
    site.manage("extract")
    site.manage("match")
    page.goto(f"{site.address}/admin/review/links/")
    _take(page, "review")


def _take(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    path = DOCS / f"{name}.png"
    page.screenshot(path=path, animations="disabled")
    print(f"docs/{path.name}  {path.stat().st_size / 1000:.0f} kB  {page.title()}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
