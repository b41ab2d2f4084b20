"""The whole story on the sample: after each decision of an editor, all that the public reads says the same.

Page, API, search, feed, export and counts are asked for the same articles by the same filter.
"""

import csv
import io
import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

EVENT = "capture-of-islam-qala"
REWRITTEN = "Taliban sweep through western Herat, take Iran border town"
REWRITE = "'Three shots, then tea': how an Afghan border town fell"
AGENCY = "Transworld News Service"


@dataclass
class Public:
    """A reader who never signs in."""

    get: object
    address: str

    def ask(self, path, status=200):
        answer = self.get(f"{self.address}{path}", max_redirects=0)
        assert answer.status == status, (path, answer.status)
        return answer

    def articles(self, **chosen):
        """The numbers of the articles that a filter finds, wherever it is asked; all must agree."""
        ((name, value),) = chosen.items()
        query = f"{name}={value.replace(' ', '+')}"
        listed = self.ask(f"/api/v1/articles/?{query}&page_size=100&count=exact").json()
        found = {it["id"] for it in listed["results"]}
        page = self.ask(f"/search/?{query}").text()
        exported = self.ask(f"/api/v1/articles/?{query}&format=csv").text()
        assert listed["count"] == len(found)
        assert int(re.search(r'class="tally"[^>]*><b>(\d+)</b>', page)[1]) == len(found)
        assert self._named(page) == found
        assert self._named(self.ask(f"/search/feed/?{query}").text()) == found
        assert {int(row["id"]) for row in csv.DictReader(io.StringIO(exported))} == found
        return found

    def numbers(self):
        """The three numbers of the event, from its page and from the API; its own feed has as many articles."""
        page = self.ask(f"/events/{EVENT}/").text()
        head = page.partition("numbers-large")[2].partition("</ul>")[0]
        shown = tuple(map(int, re.findall(r"<b>(\d+)</b>", head)))
        assert shown == tuple(self.ask(f"/api/v1/events/{EVENT}/").json()["numbers"].values())
        assert len(self._named(self.ask(f"/events/{EVENT}/feed/").text())) == shown[0]
        assert len(self.articles(event=EVENT)) == shown[0]
        return shown

    def story_of(self, number):
        """The articles of the story that an article is in, by page and API; itself alone where it is in none."""
        page = self.ask(self.ask(f"/articles/{number}/", 301).headers["location"]).text()
        story = re.search(r"/stories/(\d+)/", page)
        if story is None:
            return {number}
        shown = self._named(self.ask(f"/stories/{story[1]}/").text())
        listed = self.ask(f"/api/v1/articles/?story={story[1]}").json()["results"]
        exported = self.ask(f"/api/v1/articles/?story={story[1]}&format=csv").text()
        assert shown == {it["id"] for it in listed}
        assert shown == {int(row["id"]) for row in csv.DictReader(io.StringIO(exported))}
        return shown

    @staticmethod
    def _named(text):
        return {int(number) for number in re.findall(r"/articles/(\d+)/", text)}


@dataclass
class Desk:
    """The editor's side."""

    page: object
    address: str

    def open(self, path):
        self.page.goto(f"{self.address}/admin/archive/{path}")

    def press(self, name):
        button = self.page.get_by_role("button", name=name, exact=name != "Merge into").first
        with self.page.expect_navigation():
            button.click()

    def number(self, model, words):
        """The number of the record with these words."""
        self.open(f"{model}/?q={'+'.join(re.findall(r'[A-Za-z]{4,}', words))}")
        address = self.page.locator("#result_list a", has_text=words).first.get_attribute("href")
        return int(re.search(r"/(\d+)/change/", address)[1])

    def choose(self, field, words):
        """Choose what typing finds."""
        self.page.locator(f".field-{field} .select2-selection").first.click()
        self.page.locator(".select2-search__field").fill(words)
        self.page.get_by_role("option", name=words).first.click()


def test_after_each_decision_page_api_search_feed_export_and_counts_agree(signed_in, site, browser):
    reader = browser.new_context()
    public, desk = Public(reader.request.get, site.address), Desk(signed_in, site.address)
    articles, outlets, reports = public.numbers()
    first, second = desk.number("article", REWRITTEN), desk.number("article", REWRITE)

    desk.open("articlelink/?q=Three+shots+then+tea")
    pair = desk.page.locator("#result_list tbody tr").filter(has_text=REWRITTEN).filter(has_text=REWRITE)
    pair.filter(has_text="Rewrite").locator("a").first.click()
    desk.page.wait_for_url("**/change/**")
    desk.press("Accept")
    assert public.story_of(first) == public.story_of(second) >= {first, second}
    assert public.numbers() == (articles, outlets, reports - 1)

    crediting = public.articles(agency=AGENCY)
    desk.open(f"credit/add/?article={second}&kind=wire&named_as={AGENCY.replace(' ', '+')}")
    desk.choose("source", AGENCY)
    desk.press("Save")
    assert public.articles(agency=AGENCY) == crediting | {second} != crediting
    assert AGENCY in public.ask(public.ask(f"/articles/{second}/", 301).headers["location"]).text()

    slugs = "spin-boldak", "spin-boldak-district"
    before = [public.articles(entity=slug) for slug in slugs]
    desk.open("entity/?q=Spin+Boldak")
    for box in desk.page.locator("#result_list .action-select").all():
        box.check()
    desk.page.locator("select[name=action]").select_option("merge_two")
    desk.press("Run")
    desk.press("Merge into")
    undo = desk.page.locator("a.archive-undo")
    expect(undo).to_be_visible()
    kept = desk.page.locator("#id_slug").input_value()
    (lost,) = set(slugs) - {kept}
    assert [public.articles(entity=slug) for slug in slugs] == [before[0] | before[1]] * 2
    for path, status in ((f"/entities/{lost}/", 301), (f"/api/v1/entities/{lost}/", 301)):
        assert kept in public.ask(path, status).headers["location"]
    assert public.ask(f"/api/v1/entities/{kept}/").json()["article_count"] == len(before[0] | before[1])
    undo.click()
    desk.page.wait_for_url("**/undo/")
    desk.press("Undo the merge")
    assert [public.articles(entity=slug) for slug in slugs] == before
    assert public.ask(f"/api/v1/entities/{lost}/").json()["article_count"] == len(before[slugs.index(lost)])

    desk.open(f"article/{second}/change/")
    desk.page.get_by_role("link", name="Withdraw this article…").click()
    desk.page.wait_for_url("**/withdraw/")
    desk.page.get_by_label("Reason").select_option("legal")
    desk.press("Withdraw")
    for path in (f"/articles/{second}/", f"/api/v1/articles/{second}/"):
        public.ask(path, 410)
    assert public.numbers()[0] == articles - 1
    assert public.articles(agency=AGENCY) == crediting
    assert second not in public.story_of(first)
    reader.close()
