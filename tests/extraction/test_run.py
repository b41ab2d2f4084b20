import json
from datetime import date

import pytest
from django.core.management import call_command

from archive.extraction.run import extract, pending
from archive.ingest.run import ingest
from archive.models import Article, Credit, Entity, Extraction, Mention, Source
from tests.factories import (
    ArticleFactory,
    CreditFactory,
    EntityFactory,
    EntityNameFactory,
    MentionFactory,
    SourceFactory,
    WithdrawalFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("by_rules")]

TEXT = "ISLAM QALA (AP) - Jane Doe of Herat said on Tuesday that 300 lorries burnt."


@pytest.fixture
def herat():
    entity = EntityFactory(kind="place", name="Herat", country="AF")
    EntityNameFactory(entity=entity)
    return entity


def article(text=TEXT, **fields):
    return ArticleFactory(headline="A fire", text=text, **fields)


def snapshot():
    rows = [*Mention.objects.order_by("pk").values(), *Credit.objects.order_by("pk").values()]
    return [{name: value for name, value in row.items() if name != "created_at"} for row in rows]


def test_an_article_gets_its_names_credits_and_dates_suggested(herat):
    article()
    extract()
    mention = Mention.objects.get(entity=herat)
    assert (mention.surface, mention.verdict, mention.known_by) == ("Herat", "suggested", "rule")
    assert mention.evidence["words"] == "Herat"
    assert mention.evidence["reason"].startswith("Herat: its name")
    wire = Credit.objects.get(kind="wire")
    assert (wire.source.name, wire.words, wire.verdict) == ("Associated Press", "(AP)", "suggested")
    cited = Credit.objects.get(kind="cited")
    assert (cited.named_as, cited.source, cited.evidence["words"]) == ("Jane Doe", None, "Jane Doe of Herat said")
    reading = Extraction.objects.get()
    assert [row[3:] for row in reading.dates] == [["2021-07-06", "day"]]
    assert reading.figures[0][3] == 300


def test_every_suggestion_stands_where_it_says(herat):
    one = article()
    extract()
    for row in [*Mention.objects.all(), *Credit.objects.all()]:
        words = row.surface if isinstance(row, Mention) else row.words
        assert getattr(one, row.field)[row.start : row.end] == words


def test_a_second_run_has_nothing_to_do_and_reading_all_again_changes_nothing(herat):
    for _ in range(4):
        article(text=f"{TEXT} Number {Article.objects.count()}. The Amber Foundation helped.")
    extract()
    before = snapshot()
    assert before
    assert extract().articles == 0
    assert extract(everything=True).changed == 0
    assert snapshot() == before


def test_what_an_editor_judged_stays_and_does_not_come_again(herat, editor):
    from archive.curation import verdicts

    article()
    extract()
    verdicts.decide(Mention.objects.get(entity=herat), "rejected", editor)
    verdicts.decide(Credit.objects.get(kind="wire"), "accepted", editor)
    verdicts.decide(Credit.objects.get(kind="cited"), "unsure", editor)
    before = snapshot()
    extract(everything=True)
    assert snapshot() == before


def test_accepted_words_get_no_other_suggestion(herat):
    one = article(text="They live in Herat.")
    MentionFactory(article=one, entity=EntityFactory(kind="place"), surface="Herat", start=13, end=18)
    extract()
    assert Mention.objects.count() == 1


def test_a_changed_text_is_read_again_and_what_it_no_longer_says_goes(herat):
    one = article()
    extract()
    assert pending() == []
    one.text = "Nothing happened."
    one.save()
    assert pending() == [one.pk]
    extract()
    assert not Mention.objects.exists()
    assert not Credit.objects.exists()


def test_suggestions_of_an_earlier_text_are_left_alone(herat, tmp_path):
    def bring(text):
        path = tmp_path / "articles.jsonl"
        path.write_text(json.dumps({"id": "1", "title": "A fire", "date": "2021-07-08", "source": "S", "text": text}))
        ingest([path])
        extract()

    from archive.curation import verdicts
    from tests.factories import UserFactory

    bring("A fire burnt in Herat.")
    verdicts.decide(Mention.objects.get(), "accepted", UserFactory(is_staff=True))
    bring("A fire burnt.")
    kept = Mention.objects.get()
    assert (kept.verdict, kept.revision is None) == ("accepted", False)


def test_the_photo_credit_of_an_ingest_is_not_suggested_twice():
    photos = SourceFactory(name="Lumen Photos", slug="lumen", kind="photo_agency")
    one = article(text="It burnt.", caption="A road. Lumen Photos")
    CreditFactory(
        article=one, source=photos, kind="photo", field="caption", words="Lumen Photos", start=8, end=20,
        verdict="suggested", decided_by=None, known_by="rule",
    )  # fmt: skip
    extract()
    assert Credit.objects.filter(kind="photo").count() == 1


def test_a_source_that_was_rejected_is_not_credited():
    SourceFactory(name="Associated Press", slug="ap", kind="agency", verdict="rejected")
    article()
    extract()
    assert Credit.objects.get(kind="wire").source is None
    assert Source.objects.filter(name="Associated Press").count() == 1


def test_an_entity_is_proposed_when_several_texts_agree_on_a_name():
    for number in range(2):
        article(text=f"Zabihullah Mujahid spoke {number} times.")
    extract()
    assert not Entity.objects.exists()
    article(text="Nobody but Zabihullah Mujahid spoke. Mujahid left.")
    done = extract()
    entity = Entity.objects.get()
    assert done.proposed == 1
    assert (entity.name, entity.kind, entity.verdict) == ("Zabihullah Mujahid", "person", "suggested")
    assert Mention.objects.filter(entity=entity).count() == 4


def test_copies_of_one_text_agree_on_nothing():
    for _ in range(4):
        article(text="Zabihullah Mujahid spoke.")
    extract()
    assert not Entity.objects.exists()


def test_a_proposed_entity_that_was_rejected_is_not_proposed_again(editor):
    from archive.curation import verdicts

    for number in range(3):
        article(text=f"Zabihullah Mujahid spoke {number} times.")
    extract()
    verdicts.decide(Entity.objects.get(), "rejected", editor)
    extract(everything=True)
    assert Entity.objects.count() == 1
    assert not Mention.objects.filter(entity__isnull=False).exists()


def test_a_proposed_place_has_its_country_and_coordinates():
    for number in range(3):
        article(text=f"They fled to Ljubljana {number} times.")
    extract()
    place = Entity.objects.get()
    assert (place.kind, place.country, round(place.latitude)) == ("place", "SI", 46)
    assert place.external_ids.get().scheme == "geonames"


def test_a_new_name_is_known_at_once(herat):
    article(text="They live in Qala-e-Naw of the west.")
    extract()
    EntityNameFactory(entity=herat, name="Qala-e-Naw of the west")
    extract(everything=True)
    assert Mention.objects.get(entity=herat).surface == "Qala-e-Naw of the west"


def test_since_takes_the_later_articles_only():
    old = article(published_on=date(2021, 1, 1))
    new = article(published_on=date(2021, 7, 8))
    assert pending(since=date(2021, 7, 1)) == [new.pk]
    assert pending() == [new.pk, old.pk]


def test_a_withdrawn_article_is_not_read():
    WithdrawalFactory()
    assert pending() == []


def test_other_languages_are_searched_for_known_names_alone(herat):
    article(text="In Herat sagte Jane Doe am Dienstag nichts, (AP).", language="de")
    extract()
    assert [row.surface for row in Mention.objects.all()] == ["Herat"]
    assert not Credit.objects.exists()


def test_an_article_that_changed_while_it_was_read_is_read_again(herat, monkeypatch):
    from archive.extraction import run as running
    from archive.extraction import store as storing

    one = article()
    honest = storing.store

    def late(readings):
        Article.objects.get(pk=one.pk).save()
        return honest(readings)

    monkeypatch.setattr(storing, "store", late)
    running.extract_batch([one.pk])
    assert not Mention.objects.exists()
    assert pending() == [one.pk]


def test_the_command_reports(herat, capsys):
    article()
    call_command("extract", "--workers", "0", "--json")
    assert capsys.readouterr().out.splitlines()[-1].startswith('{"articles":1,"changed":')


def test_an_ingest_queues_the_extraction_of_its_run(tmp_path):
    from procrastinate.contrib.django.models import ProcrastinateJob

    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"id": "1", "title": "A fire", "date": "2021-07-08", "source": "S", "text": "It burnt in Herat."}\n'
    )
    call_command("ingest", str(path))
    job = ProcrastinateJob.objects.get()
    assert job.task_name == "archive.tasks.extract"
    assert job.args == {"run": Article.objects.get().import_run_id}
