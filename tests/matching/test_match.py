"""From articles to suggestions, through the database."""

from datetime import date, timedelta
from itertools import chain

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from archive.curation import verdicts
from archive.matching.frequencies import ALL_ARTICLES, Frequencies
from archive.matching.graph import NEIGHBOUR, around
from archive.matching.indexing import backlog, index
from archive.matching.reading import read
from archive.matching.run import Step, match
from archive.matching.scoring import model
from archive.matching.stages import weigh_batch
from archive.models import Anchor, Article, ArticleLink, Event, Fingerprint, Likeness, RareTerm, TermFrequency
from tests.factories import CreditFactory, SourceFactory
from tests.matching.making import DAY, article, links, pair, rewrite_text
from tests.matching.texts import REPORT, REWRITE, UNRELATED, filler

pytestmark = pytest.mark.django_db


def state() -> tuple[object, ...]:
    return (
        list(
            ArticleLink.objects.order_by("left", "right").values_list("left", "right", "relation", "score", "evidence")
        ),
        sorted(TermFrequency.objects.exclude(articles=0).values_list("term", "articles")),
        sorted(RareTerm.objects.values_list("term", "day", "article_id")),
        sorted(Anchor.objects.values_list("shingle", "article_id")),
        sorted(Fingerprint.objects.values_list("pk", "version", "stage")),
    )


class TestRelations:
    def test_the_same_words_are_a_copy_and_another_report_is_none(self) -> None:
        one, other, unrelated = article(REPORT), article(REPORT), article(UNRELATED)
        match()
        assert links() == {pair(one, other): "copy"}
        assert unrelated.pk not in {pk for found in links() for pk in found}

    def test_a_short_cut_of_a_long_report_is_a_copy_of_any_age(self) -> None:
        whole = article(f"{REPORT}\n\n{filler(1, 700)}")
        cut = article(REPORT[: len(REPORT) // 2], DAY + timedelta(days=500))
        match()
        assert links() == {pair(whole, cut): "copy"}
        assert ArticleLink.objects.get().first == "left"

    def test_with_other_paragraphs_among_its_own_it_is_an_edited_copy(self) -> None:
        paragraphs = REPORT.strip().split("\n\n")
        edited = "\n\n".join([*paragraphs[:5], filler(2, 40)])
        one, other = article(REPORT), article(edited)
        match()
        assert links() == {pair(one, other): "edited copy"}

    def test_the_same_report_in_other_words_is_a_rewrite(self) -> None:
        one, other = article(REPORT), article(REWRITE)
        match()
        assert links() == {pair(one, other): "rewrite"}

    def test_an_unknown_day_is_no_mismatch(self) -> None:
        one, other = article(REPORT), article(REWRITE, None)
        match()
        assert links() == {pair(one, other): "rewrite"}

    def test_a_later_text_of_the_same_outlet_is_an_update(self) -> None:
        outlet = SourceFactory()
        one = article(REPORT, source=outlet)
        other = article(REWRITE, DAY + timedelta(days=1), source=outlet)
        match()
        assert links() == {pair(one, other): "update"}
        assert ArticleLink.objects.get().first == "left"

    def test_the_agency_that_one_credits_came_first(self) -> None:
        agency = SourceFactory(kind="agency", name="Coastal Wire")
        one, _ = article(REWRITE), article(REPORT, source=agency)
        CreditFactory(article=one, source=agency)
        match()
        link = ArticleLink.objects.get()
        assert (link.relation, link.first) == ("rewrite", "right")
        assert link.evidence["agencies"] == ["Coastal Wire"]

    def test_a_column_with_the_same_frame_every_day_is_no_copy(self) -> None:
        frame = REPORT[:900]
        for number in range(30):
            article(f"{frame}\n\n{filler(number, 120)}", DAY + timedelta(days=40 * number))
        match()
        assert not set(links().values()) & {"copy", "edited copy"}


class TestEvidence:
    def test_it_names_what_both_have_and_where(self) -> None:
        one, other = article(REPORT), article(REWRITE.replace("14 dockers", "17 dockers"))
        match()
        evidence = ArticleLink.objects.get().evidence
        assert "Tobias Renn" in evidence["names"]
        assert "1962" in evidence["numbers"]
        best = evidence["aligned"][0]
        assert one.text[slice(*best["left"])][0].isupper()
        assert other.text[slice(*best["right"])].endswith((".", '"'))
        assert len(evidence["aligned"]) >= 4
        assert evidence["in words"].endswith(".")

    def test_two_outlets_that_credit_one_agency_go_back_to_it(self) -> None:
        agency = SourceFactory(kind="agency", name="Coastal Wire")
        for text in (REPORT, REWRITE):
            CreditFactory(article=article(text, source=SourceFactory()), source=agency)
        match()
        evidence = ArticleLink.objects.get().evidence
        assert evidence["agencies"] == ["Coastal Wire"]
        assert "both go back to Coastal Wire" in evidence["in words"]

    def test_the_shares_and_the_base_add_up(self) -> None:
        article(REPORT), article(REWRITE)
        match()
        evidence = ArticleLink.objects.get().evidence
        assert sum(evidence["shares"].values()) + evidence["base"] == pytest.approx(evidence["log-odds"], abs=0.02)


class TestAgain:
    def test_a_second_run_changes_nothing(self) -> None:
        article(REPORT), article(REWRITE), article(REPORT), article(UNRELATED)
        match()
        before = state()
        assert match().articles == 0
        assert state() == before

    def test_only_what_is_new_or_another_one_waits(self) -> None:
        one, other = article(REPORT), article(UNRELATED)
        assert sorted(backlog()) == [one.pk, other.pk]
        match()
        Article.objects.filter(pk=one.pk).update(caption="Another caption.", headline=one.headline)
        assert backlog() == []
        for change in ({"headline": "Another headline"}, {"published_on": DAY.replace(day=1)},
                       {"date_precision": "month"}, {"boilerplate": [[0, 9, "heading"]]}):  # fmt: skip
            Article.objects.filter(pk=other.pk).update(**change)
            assert backlog() == [other.pk]
            match()
            assert backlog() == []

    def test_everything_again_says_the_same(self) -> None:
        article(REPORT), article(REWRITE), article(REPORT), article(UNRELATED)
        match()
        before = state()
        match(everything=True)
        assert state() == before

    def test_one_by_one_says_the_same_as_all_at_once(self) -> None:
        made = [article(REPORT), article(REWRITE), article(REPORT), article(UNRELATED), article(REPORT[:900])]
        for one in made:
            match([one.pk])
        one_by_one = links()
        match(everything=True)
        assert links() == one_by_one

    @pytest.mark.parametrize("verdict", ["accepted", "rejected", "unsure"])
    def test_a_verdict_is_never_touched(self, verdict: str, editor: object) -> None:
        one, _ = article(REPORT), article(REWRITE)
        match()
        link = ArticleLink.objects.get()
        verdicts.decide(link, verdict, editor, "seen")
        before = ArticleLink.objects.values().get()
        rewrite_text(one, UNRELATED)
        match()
        match(everything=True)
        assert ArticleLink.objects.values().get() == before

    def test_a_changed_text_renews_what_was_suggested(self) -> None:
        one, other = article(REPORT), article(UNRELATED)
        match()
        assert not links()
        rewrite_text(other, REWRITE)
        match()
        assert links() == {pair(one, other): "rewrite"}
        rewrite_text(other, UNRELATED)
        match()
        assert not links()

    def test_when_the_first_of_many_changes_the_others_find_another_first(self) -> None:
        first, second, third = article(REPORT), article(REPORT), article(REPORT)
        match()
        assert links() == {pair(first, second): "copy", pair(first, third): "copy"}
        rewrite_text(first, UNRELATED)
        match()
        assert links() == {pair(second, third): "copy"}

    def test_frequencies_count_each_text_once_whatever_is_matched_again(self) -> None:
        one, _, _ = article(REPORT), article(REPORT), article(UNRELATED)
        match()
        rewrite_text(one, REWRITE)
        match()
        match(everything=True)
        assert TermFrequency.objects.get(term=ALL_ARTICLES).articles == 3
        assert not TermFrequency.objects.filter(articles__gt=3).exists()

    def test_an_interrupted_run_goes_on(self) -> None:
        article(REPORT), article(REWRITE)

        def interrupt(step: Step) -> None:
            raise KeyboardInterrupt

        for _ in range(2):
            with pytest.raises(KeyboardInterrupt):
                match(progress=interrupt)
        match()
        assert list(links().values()) == ["rewrite"]
        assert set(Fingerprint.objects.values_list("stage", flat=True)) == {Fingerprint.Stage.GROUPED}

    def test_what_was_read_before_a_change_is_read_again(self) -> None:
        one, other = article(REPORT), article(UNRELATED)
        ahead = read([one.pk, other.pk])
        rewrite_text(one, REWRITE)
        index([one.pk, other.pk], Frequencies(), ahead)
        kept = {
            pk: (version, bytes(words))
            for pk, version, words in Fingerprint.objects.values_list("pk", "version", "words")
        }
        now = {pk: (of.version, of.digest.words.tobytes()) for pk, of in read([one.pk, other.pk]).items()}
        assert kept == now
        assert now[one.pk] != (ahead[one.pk].version, ahead[one.pk].digest.words.tobytes())

    def test_only_articles_from_a_day_on(self) -> None:
        article(REPORT, date(2020, 1, 1)), article(REWRITE)
        assert match(since=date(2021, 1, 1)).articles == 1


class TestBadInput:
    def test_a_press_release_everywhere_is_linked_to_the_first_only(self) -> None:
        first, *others = [article(REPORT) for _ in range(60)]
        match()
        assert links() == {pair(first, other): "copy" for other in others}

    def test_a_thousand_identical_texts_are_a_thousand_links_and_one_event(self) -> None:
        first = article(REPORT)
        rows = [f for f in Article._meta.concrete_fields if not f.generated and not f.primary_key]
        columns = ", ".join(f.column for f in rows)
        values = ", ".join("md5(n::text) || md5(n::text)" if f.name == "identity" else f.column for f in rows)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO archive_article ({columns}) SELECT {values} FROM archive_article, "  # noqa: S608
                "generate_series(1, 999) n"
            )
        match()
        assert len(links()) == 999
        assert {left for left, _ in links()} == {first.pk}
        assert Event.objects.count() <= 1

    def test_so_is_one_that_each_outlet_changes_a_little(self) -> None:
        first, *others = [article(f"{REPORT}\n\nPrinted as number {number}.") for number in range(45)]
        match()
        assert links() == {pair(first, other): "copy" for other in others}

    @pytest.mark.parametrize("text", ["", "Three short words", "..."])
    def test_texts_that_say_nothing_are_linked_to_nothing(self, text: str) -> None:
        article(text), article(text)
        match()
        assert not links()

    def test_an_endless_text_is_matched_by_its_beginning(self) -> None:
        one, other = article(REPORT + "word " * 500_000), article(REPORT)
        match()
        assert links() == {pair(one, other): "copy"}

    @pytest.mark.parametrize(
        "sentence",
        [
            "Талибы в четверг захватили пограничный переход номер {n} на западе страны, сообщил чиновник провинции.",
            "سيطرت حركة طالبان يوم الخميس على المعبر الحدودي رقم {n} غرب البلاد حسب مسؤول في الولاية.",
            "星期四武装分子夺取了西部边境第{n}号口岸一名省级官员说士兵撤退到邻国境内。",
        ],
    )
    def test_cuts_are_found_in_other_scripts(self, sentence: str) -> None:
        lines = [sentence.format(n=n * 7919) for n in range(12)]
        whole, cut = article("\n\n".join(lines)), article("\n\n".join(lines[:8]))
        match()
        assert links() == {pair(whole, cut): "copy"}

    def test_weather_tables_of_other_days_are_not_copies(self) -> None:
        towns = list(enumerate("Velmora Brannoc Lestria Carrow Holm Tovel Solberg Renn Marwick".split()))  # noqa: SIM905
        for day in range(12):
            rows = [
                f"{town} {(day * 7 + n * 3) % 31} {(day * 5 + n) % 19} {(n * day) % 90}" for n, town in enumerate(towns)
            ]
            article("\n".join(rows), DAY + timedelta(days=day))
        match()
        assert not set(links().values()) & {"copy", "edited copy", "rewrite"}


class TestSurroundings:
    def test_a_third_article_never_speaks_for_a_pair(self) -> None:
        # Weights that do are no fault, but then each neighbour of a new article is settled anew: see `only_doubted`.
        assert model().only_doubted

    def test_of_old_articles_only_those_with_links_are_settled_for_a_new_one(self) -> None:
        linked = {article(REPORT).pk, article(REWRITE).pk}
        alone = article(UNRELATED).pk
        match()
        assert set(chain(*links())) == linked
        index([article(f"{REPORT}\n\n{UNRELATED}").pk], Frequencies())
        weigh_batch([max(Fingerprint.objects.values_list("pk", flat=True))])
        assert set(Likeness.objects.values_list("left_id", flat=True)) >= {alone}
        waiting = set(Fingerprint.objects.filter(stage=Fingerprint.Stage.WEIGHED).values_list("pk", flat=True))
        assert linked <= waiting
        assert alone not in waiting

    @pytest.mark.parametrize("alike", [0.05, 0.1, 0.15, 0.2, 0.25, 0.3])
    def test_a_weak_pair_is_not_lifted_by_what_was_not_looked_up(self, alike: float) -> None:
        one, undated = article(REPORT), article(UNRELATED, None)
        match()
        Likeness.objects.create(left_id=one.pk, right_id=undated.pk, figures=[alike] * 11 + [0, 0, 1.0])
        known = around([one.pk], model())
        assert known.together[0] <= 0 or known.alone[0] > NEIGHBOUR
        if known.alone[0] <= NEIGHBOUR:
            assert known.together[0] <= known.alone[0]

    def test_a_pair_compared_before_a_figure_came_to_be_is_still_scored(self) -> None:
        one, undated = article(REPORT), article(UNRELATED, None)
        match()
        Likeness.objects.create(left_id=one.pk, right_id=undated.pk, figures=[0.5] * 13)
        assert len(around([one.pk], model()).together) == 1


class TestCommand:
    def test_it_says_what_it_did(self, capsys: pytest.CaptureFixture[str]) -> None:
        article(REPORT), article(REWRITE)
        call_command("match", "--json")
        said = capsys.readouterr().out.splitlines()
        assert said[0].startswith("2 articles matched: 1 links suggested")
        assert '"suggested":1' in said[-1]


def test_boilerplate_is_left_out_until_it_is_found_to_be_none() -> None:
    footer = filler(7, 60)
    short, other = f"{filler(1, 40)}\n\n{footer}", f"{footer}\n\n{filler(2, 40)}"
    marks = [[short.index(footer), len(short), "repeated"]], [[0, len(footer), "repeated"]]
    one, two = (article(text, boilerplate=own) for text, own in zip((short, other), marks, strict=True))
    match()
    assert links() == {}
    Article.objects.update(boilerplate=[])
    assert match().articles == 2, "other marks make it another article to matching"
    assert pair(one, two) in links()
    (passage,) = ArticleLink.objects.get().evidence["passages"]
    assert short[slice(*passage["left"])] == other[slice(*passage["right"])]
    Article.objects.filter(pk=one.pk).update(boilerplate=marks[0])
    match()
    assert links() == {}


def test_the_two_founding_documents_are_a_rewrite() -> None:
    folder = settings.BASE_DIR.parent / "shared" / "data" / "wire"
    texts = sorted(folder.glob("*.txt"))
    if len(texts) < 2:
        pytest.skip("the real data is not here")
    article(REPORT), article(UNRELATED)
    one, other = (article(path.read_text()) for path in texts)
    match()
    assert links() == {pair(one, other): "rewrite"}
    assert Article.objects.count() == 4
