"""A search is asked and narrowed in place, and all of it works as if pages were loaded."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch
from tests.site import Site

pytestmark = pytest.mark.browser


def test_a_search_is_narrowed_in_place_and_its_addresses_lead_back(site: Site, page: Page) -> None:
    watch = Watch(page, site.address)
    page.goto(f"{site.address}/search/?q=kabul")
    page.evaluate("window.stayed = true")
    words, tally, told = page.locator("#id_q"), page.locator(".tally"), page.locator("#told")
    words.fill("crossing")
    words.press("Enter")
    expect(told).to_have_text(re.compile("articles match crossing"))
    expect(words).to_be_focused()
    page.locator(".facet a").first.click()
    expect(page).to_have_url(re.compile("q=crossing.*source=[a-z]"))
    expect(tally).to_be_focused()
    assert page.evaluate("window.stayed"), "no page was loaded anew"
    page.go_back()
    expect(tally).not_to_contain_text("from")
    page.evaluate("window.stayed = true")
    page.locator(".bars a rect").first.click()
    expect(page).to_have_url(re.compile("q=crossing.*date_from="))
    expect(tally).to_contain_text("since")
    assert page.evaluate("window.stayed"), "nor by a bar of the timeline"
    page.go_back()
    expect(tally).not_to_contain_text("since")
    page.go_back()
    expect(tally).to_contain_text("kabul")
    expect(words).to_have_value("kabul")
    page.locator("a.headline").first.click()
    expect(page.locator("h1")).to_be_visible()
    assert "/articles/" in page.url
    assert not watch.faults
