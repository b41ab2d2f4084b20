"""A real Chromium on the archive as `make run` runs it.

Both are for this package and no longer: while playwright's event loop lives, Django takes
every query in the same process for one in an async context.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, ViewportSize, expect, sync_playwright

from tests.clusters import clear, new_folder
from tests.site import Site

CHROMIUM = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)


# What a busy machine may take for what takes a quiet one the blink of an eye, in milliseconds.
PATIENCE = 120_000
expect.set_options(timeout=PATIENCE)
DESK: ViewportSize = {"width": 1440, "height": 900}


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
def site(browser: Browser, newsrooms: list[Path]) -> Iterator[Site]:
    """The sample newsroom, served."""
    folder = newsrooms.pop() if newsrooms else new_folder()
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


@pytest.fixture(scope="package")
def window(browser: Browser, site: Site) -> Iterator[tuple[Page, Watch]]:
    """A page for tests that load another each and leave nothing there, and who watches it: to open one takes longer."""
    page = browser.new_page()
    yield page, Watch(page, site.address)
    page.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A reader who was never here."""
    fresh = browser.new_context(viewport=DESK)
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page of that reader."""
    return context.new_page()


def sign_in(page: Page, site: Site) -> None:
    """Sign in as the demo editor, with what `make run` printed."""
    name, password = site.sign_in
    page.goto(f"{site.address}/admin/")
    page.get_by_label("Username").fill(name)
    page.locator("[name=password]").fill(password)
    page.keyboard.press("Enter")
    expect(page).to_have_title("Desk | The News Archive")


@pytest.fixture(scope="package")
def session(browser: Browser, site: Site) -> StorageState:
    """What a browser keeps of the demo editor who has signed in."""
    page = browser.new_page()
    sign_in(page, site)
    kept = page.context.storage_state()
    page.close()
    return kept


@pytest.fixture
def signed_in(browser: Browser, site: Site, session: StorageState) -> Iterator[Page]:
    """The demo editor at the desk."""
    context = browser.new_context(viewport=DESK, storage_state=session)
    page = context.new_page()
    page.goto(f"{site.address}/admin/")
    yield page
    context.close()
