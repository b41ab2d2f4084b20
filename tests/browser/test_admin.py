import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import Watch, sign_in

pytestmark = pytest.mark.browser


def test_an_editor_signs_in_and_sees_what_waits(page, site):
    sign_in(page, site)
    expect(page.get_by_role("heading", name="What waits")).to_be_visible()
    expect(page.get_by_role("region", name="What you did last")).to_contain_text("Undo")
    page.locator("a[href*='articlelink/'][href*='suggested']").click()
    expect(page.locator("#result_list")).to_contain_text("Suggested")
    expect(page.locator("#result_list")).not_to_contain_text("Accepted")


def test_desk_and_review_screen_have_no_serious_violation_and_ask_no_other_host(signed_in, site):
    watch = Watch(signed_in, site.address)
    for path in ("/admin/", "/admin/review/links/"):
        for scheme in ("light", "dark"):
            signed_in.emulate_media(color_scheme=scheme)
            signed_in.goto(f"{site.address}{path}")
            assert _serious(signed_in) == [], (path, scheme)
    assert watch.faults == []


def test_pages_that_editors_work_on_have_no_serious_violation(signed_in, site):
    watch = Watch(signed_in, site.address)
    signed_in.goto(f"{site.address}/admin/archive/event/")
    event = signed_in.locator("#result_list tbody th a").first.get_attribute("href").split("?")[0]
    one, other = (f"{side}={number}" for side, number in zip(("keep", "lose"), _entities(signed_in, site), strict=True))
    merge = f"/admin/archive/merge/preview/?kind=entity&{one}&{other}"
    signed_in.goto(f"{site.address}/admin/archive/user/")
    user = signed_in.locator("#result_list tbody th a").first.get_attribute("href").split("?")[0]
    for path in (event, event.replace("change", "history"), merge, user, "/admin/two-steps/"):
        signed_in.goto(f"{site.address}{path}")
        assert _serious(signed_in) == [], path
    signed_in.get_by_role("button", name="Turn it on").click()
    expect(signed_in.get_by_label("The code that your app shows now")).to_have_attribute("inputmode", "numeric")
    assert _serious(signed_in) == []
    signed_in.get_by_role("button", name="Cancel").click()
    expect(signed_in.get_by_role("heading", name="Two-step sign-in is off")).to_be_visible()
    assert watch.faults == []


def test_words_selected_in_an_article_become_a_mention(signed_in, site):
    watch = Watch(signed_in, site.address)
    signed_in.goto(f"{site.address}/admin/archive/article/?q=Taliban+capture+main+Afghan+crossing")
    signed_in.locator("#result_list tbody a").first.click()
    assert _serious(signed_in) == []
    link = signed_in.locator("a[data-mention]")
    expect(link).to_be_hidden()
    place = signed_in.evaluate(_SELECT, "province")
    expect(link).to_have_text("Add a mention: “province”")
    link.click()
    chosen = signed_in.get_by_role("group", name="Where they stand").get_by_role("checkbox", checked=True)
    expect(chosen).to_have_value(f"text:{place}:{place + len('province')}")
    signed_in.locator("summary", has_text="It is not in the archive yet").click()
    signed_in.get_by_label("Or somebody new, by this name").fill("A province")
    signed_in.get_by_label("Of this kind").select_option("Place")
    assert _serious(signed_in) == []
    signed_in.get_by_role("button", name="Add the mention").click()
    expect(signed_in.locator("body")).to_contain_text("A mention of “A province” was added.")
    expect(signed_in.locator(".found-place", has_text="province").first).to_be_visible()
    assert watch.faults == []


# Selects words in the text of an article; where they begin in it.
_SELECT = """words => {
  for (const part of document.querySelectorAll("[data-field=text]")) {
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    for (let node, before = Number(part.dataset.start); (node = walker.nextNode()); before += node.length) {
      const at = node.data.indexOf(words);
      if (at < 0) continue;
      document.getSelection().setBaseAndExtent(node, at, node, at + words.length);
      return before + at;
    }
  }
}"""


def _serious(page):
    violations = Axe().run(page).response["violations"]
    serious = [it for it in violations if it["impact"] in ("serious", "critical")]
    return [(it["id"], [node["target"] for node in it["nodes"]][:3]) for it in serious]


def _entities(page, site):
    """The numbers of two organisations."""
    page.goto(f"{site.address}/admin/archive/entity/?kind__exact=organisation")
    links = page.locator("#result_list tbody th a")
    return [links.nth(place).get_attribute("href").split("/")[4] for place in range(2)]


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


def test_twenty_links_are_decided_by_keyboard_alone_from_signing_in(page, site):
    name, password = site.sign_in
    page.goto(f"{site.address}/admin/")
    field = page.get_by_label("Username")
    # Chromium gives the cursor to the field that asks for it, but not always to a page that nobody has touched;
    # before a page is drawn twice it has done so or never will.
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    if not field.evaluate("it => it === document.activeElement"):
        page.keyboard.press("Tab")
    expect(field).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What waits")).to_be_visible()
    page.keyboard.press("1")
    review = page.locator("#review")
    shown = page.locator(".review-item:not([hidden]) form").first
    expect(shown).to_be_visible()
    before, decided = _waiting(page), []
    # The accepted ones come last, and are taken back: the other tests read the same archive.
    for key in [*"ru" * 9, "3", "a"]:
        decided.append(shown.get_attribute("action"))
        page.keyboard.press(key)
        expect(shown).not_to_have_attribute("action", decided[-1])
        expect(review).to_have_attribute("aria-busy", "false")
        if page.locator(".review-ask").count():
            page.keyboard.press("y")
            expect(shown).not_to_have_attribute("action", decided[-1])
            expect(review).to_have_attribute("aria-busy", "false")
    assert (len(set(decided)), _waiting(page)) == (20, before - 20)
    for address in reversed(decided[-2:]):
        page.keyboard.press("z")
        expect(shown).to_have_attribute("action", address)
        expect(page.get_by_role("status")).to_contain_text("Waits again")
    assert _waiting(page) == before - 18
    page.keyboard.press("x")
    expect(page.locator("#review.review-swapped")).to_be_visible()


def _waiting(page):
    return int(page.locator(".review-head strong").first.inner_text().replace(",", ""))


def test_without_scripts_a_link_is_decided_all_the_same(browser, site, session):
    reader = browser.new_context(java_script_enabled=False, storage_state=session)
    page = reader.new_page()
    page.goto(f"{site.address}/admin/review/links/")
    address = page.locator(".review-form").first.get_attribute("action")
    page.locator(".review-form").first.get_by_role("button", name="Unsure").click()
    expect(page.locator(".review-form").first).not_to_have_attribute("action", address)
    page.locator(".review-last").get_by_role("button", name="Undo").first.click()
    expect(page).to_have_url(f"{site.address}{address}")
    reader.close()
