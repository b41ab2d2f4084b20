import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import Watch

pytestmark = pytest.mark.browser

PAGES = {
    "home": "/",
    "search": "/search/?q=crossing",
    "nothing found": "/search/?q=xylophone",
    "articles": "/articles/",
    "article": "article",
    "bare article": "bare",
    "story": "story",
    "comparison": "comparison",
    "events": "/events/",
    "event": "/events/capture-of-islam-qala/",
    "entities": "/entities/",
    "entity": "/entities/islam-qala/",
    "sources": "/sources/",
    "source": "/sources/continental-press-agency/",
    "year": "/browse/2021/",
    "month": "/browse/2021/07/",
    "day": "/browse/2021/07/08/",
    "about": "/about/",
    "method": "/about/method/",
    "takedown": "/takedown/",
    "places": "/entities/?kind=place",
    "not found": "/events/never-happened/",
}
WCAG = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
# The pages that answer something else than 200.
STATUS = {"not found": 404}


@pytest.fixture(scope="package")
def addresses(site, browser):
    """Addresses of pages that have numbers in them, found as a reader finds them."""
    page = browser.new_page()

    def first(path, selector):
        page.goto(site.address + path)
        return page.locator(selector).first.get_attribute("href")

    found = {
        "article": first("/events/capture-of-islam-qala/", "main a[href^='/articles/']"),
        "story": first("/events/capture-of-islam-qala/", "main a[href^='/stories/']"),
        "comparison": first("/search/?q=customs+house", "main a[href^='/articles/']"),
        "bare": first("/search/?q=pharmacist", "main a[href^='/articles/']"),
    }
    # An article leads to its comparisons.
    found["comparison"] = first(found["comparison"], "a[href^='/compare/']")
    page.close()
    return found


# Each width and each scheme once: neither changes what the other does.
@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1440, "light")])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_sound_and_accessible_at_every_width_and_in_both_schemes(
    window, site, addresses, name, width, scheme
):
    page, watch = window
    watch.faults.clear()
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    answer = page.goto(site.address + addresses.get(PAGES[name], PAGES[name]))
    assert answer.status == STATUS.get(name, 200)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [fault for fault in watch.faults if "404" not in fault or name != "not found"] == []
    violations = Axe().run(page, options={"runOnly": WCAG}).response["violations"]
    assert [(it["id"], [node["target"] for node in it["nodes"]][:3]) for it in violations] == []


def test_a_reader_goes_from_the_home_page_to_the_copies_of_a_report(page, site):
    page.goto(site.address)
    page.get_by_role("searchbox").first.fill("customs house")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="White flag over the customs house").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("White flag over the customs house")
    expect(page.locator("main")).to_contain_text("Also reported by")
    page.get_by_role("link", name="Taliban capture main Afghan crossing to Iran").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Taliban capture main Afghan crossing")


def test_the_first_tab_stop_leads_past_the_navigation(page, site):
    page.goto(site.address)
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.getAttribute('href')")
    assert focused.startswith("#")
    assert page.locator(focused).count() == 1


def test_pages_need_no_javascript(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.address}/search/?q=crossing")
    assert page.locator("main mark").count() > 5
    context.close()


def test_editors_switch_what_is_marked_in_a_text_and_readers_copy_a_citation(browser, site, session, addresses):
    narrow = {"width": 360, "height": 900}
    context = browser.new_context(viewport=narrow, color_scheme="dark", storage_state=session)
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site.address)
    page = context.new_page()
    watch = Watch(page, site.address)
    page.goto(site.address + addresses["article"])
    marked = page.locator(".text .found-place").first
    underline = "element => getComputedStyle(element).textDecorationStyle"
    assert marked.evaluate(underline) == "dotted"
    page.get_by_label("Places").uncheck()
    assert marked.evaluate(underline) == "solid"
    assert marked.evaluate("element => getComputedStyle(element).textDecorationLine") == "none"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    violations = Axe().run(page, options={"runOnly": WCAG}).response["violations"]
    assert [(it["id"], [node["target"] for node in it["nodes"]][:3]) for it in violations] == []
    page.get_by_role("button", name="Copy").first.click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#citation-1").text_content()
    assert watch.faults == []
    context.close()
