"""A real Chromium on the archive as `make run` runs it.

Both are for this package and no longer: while playwright's event loop lives, Django takes
every query in the same process for one in an async context.
"""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.clusters import clear, new_folder
from tests.site import Site

CHROMIUM = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    if CHROMIUM is None:
        reason = "no Chromium was found: install chromium, or set CHROMIUM to its path"
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        # Chromium has no sandbox for root, and must not call home.
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        launched = playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*arguments, "--disable-gpu", "--disable-background-networking"]
        )
        yield launched
        launched.close()


@pytest.fixture(scope="package")
def site(browser: Browser) -> Iterator[Site]:
    """The sample newsroom, served."""
    folder = new_folder()
    running = Site(folder).start()
    yield running
    running.stop()
    clear(folder)


class Watch:
    """What a page did that it should not: console errors, failed requests, requests to other hosts."""

    def __init__(self, page: Page, address: str) -> None:
        self.faults: list[str] = []
        page.on("console", lambda it: self.faults.append(it.text) if it.type == "error" else None)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("request", lambda it: None if it.url.startswith((address, "data:")) else self.faults.append(it.url))


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A reader who was never here."""
    fresh = browser.new_context(viewport={"width": 1440, "height": 900})
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page of that reader."""
    return context.new_page()


@pytest.fixture
def signed_in(page: Page, site: Site) -> Page:
    """The demo editor, signed in with what `make run` printed."""
    name, password = site.sign_in
    page.goto(f"{site.address}/admin/")
    page.get_by_label("Username").fill(name)
    page.locator("[name=password]").fill(password)
    page.keyboard.press("Enter")
    expect(page).to_have_title("Desk | The News Archive")
    return page
