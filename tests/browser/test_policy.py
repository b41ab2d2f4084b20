"""No page and no screen breaks the Content-Security-Policy, seen by the browser that enforces it."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Watch

pytestmark = pytest.mark.browser


def faults_of(page, site, paths):
    watch = Watch(page, site.address)
    for path in paths:
        page.goto(site.address + path)
        # Scripts that wait for the page have run by then: what they break, they have broken.
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 20)))")
        yield path, list(watch.faults)
        watch.faults.clear()


def test_no_screen_of_the_desk_breaks_the_policy(signed_in, site):
    here = signed_in.locator("nav a[href^='/admin/archive/']")
    lists = sorted({link.get_attribute("href").partition("?")[0] for link in here.all()})
    assert len(lists) > 15
    found, forms = {}, []
    for path, faults in faults_of(signed_in, site, lists):
        found[path] = faults
        row = signed_in.locator("#result_list tbody a[href*='/change/']").first
        forms += [row.get_attribute("href").partition("?")[0]] if row.count() else []
        forms += [f"{path}add/"] if signed_in.locator(f"a[href^='{path}add/']").count() else []
    forms += [path.replace("/change/", "/history/") for path in forms[:3]]
    assert len(forms) > 10
    found |= dict(faults_of(signed_in, site, ["/admin/", "/admin/password_change/", *forms]))
    assert {path: faults for path, faults in found.items() if faults} == {}


def test_the_menus_of_the_desk_still_open(signed_in):
    menu = signed_in.locator("[x-data*='openUserLinks']")
    expect(menu.locator("nav")).to_be_hidden()
    menu.locator("[x-on\\:click*='openUserLinks = ']").click()
    expect(menu.locator("nav")).to_be_visible()


@pytest.mark.parametrize("path", ["/admin/login/", "/api/docs/", "/api/redoc/"])
def test_neither_signing_in_nor_the_documentation_breaks_the_policy(page, site, path):
    assert dict(faults_of(page, site, [path])) == {path: []}


def test_a_script_that_an_article_would_smuggle_in_does_not_run(signed_in, site):
    for path in ("/", "/admin/"):
        signed_in.goto(site.address + path)
        signed_in.evaluate(
            "() => { const it = document.createElement('div'); it.innerHTML = '<img src=x onerror=window.ran=1>';"
            " document.body.append(it) }"
        )
        signed_in.wait_for_timeout(200)
        assert signed_in.evaluate("window.ran") is None, path
