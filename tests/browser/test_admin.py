import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import Watch

pytestmark = pytest.mark.browser


@pytest.fixture
def signed_in(page, site):
    """The demo editor, signed in with what `make run` printed."""
    name, password = site.sign_in
    page.goto(f"{site.address}/admin/")
    page.get_by_label("Username").fill(name)
    page.locator("[name=password]").fill(password)
    page.keyboard.press("Enter")
    expect(page).to_have_title("Desk | The News Archive")
    return page


def test_an_editor_signs_in_and_sees_what_waits(signed_in, site):
    expect(signed_in.get_by_role("heading", name="What waits")).to_be_visible()
    signed_in.locator("a[href*='articlelink/'][href*='suggested']").click()
    expect(signed_in.locator("#result_list")).to_contain_text("Suggested")
    expect(signed_in.locator("#result_list")).not_to_contain_text("Accepted")


def test_the_desk_has_no_serious_violation_and_asks_no_other_host(signed_in, site):
    watch = Watch(signed_in, site.address)
    signed_in.reload()
    violations = Axe().run(signed_in).response["violations"]
    serious = [it for it in violations if it["impact"] in ("serious", "critical")]
    assert [(it["id"], [node["target"] for node in it["nodes"]][:3]) for it in serious] == []
    assert watch.faults == []


def test_accepting_a_link_shows_on_the_public_page_at_once(signed_in, site, browser):
    signed_in.goto(f"{site.address}/admin/archive/articlelink/?verdict__exact=suggested&q=seize+Iran+border+post")
    signed_in.locator("#result_list tbody a").first.click()
    public = browser.new_page()
    public.goto(f"{site.address}/search/?q=seize+iran+border+post")
    public.get_by_role("link", name="Taliban seize Iran border post").click()
    expect(public.locator("main")).not_to_contain_text("Taliban capture main Afghan crossing")
    signed_in.get_by_role("button", name="Accept").first.click()
    public.reload()
    expect(public.locator("main")).to_contain_text("Taliban capture main Afghan crossing")
    public.close()
