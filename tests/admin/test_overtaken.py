"""Two editors have one form open: nothing of either is lost, and who comes second is told."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from archive.admin.refusals import OVERTAKEN, RecordForm
from archive.curation import publishing, records, verdicts
from archive.models import ArticleLink, Entity, EventParticipant, Source, SourceName, Story, User
from tests import factories
from tests.admin.forms import filled, words_of
from tests.admin.makers import change, make_story, waiting


@pytest.fixture
def ana(db: Any) -> User:
    """The other editor."""
    user: User = factories.UserFactory(is_staff=True, username="ana")
    return user


def saved(record: Any, by: User, **fields: Any) -> None:
    """What another editor does meanwhile."""
    row = type(record).objects.get(pk=record.pk)
    for name, value in fields.items():
        setattr(row, name, value)
    records.save(row, by)


def story_of_three() -> Story:
    story = make_story()
    for _ in range(2):
        story.members.create(article=factories.ArticleFactory())
    return story


CASES: list[tuple[Any, str, Any, Any]] = [
    (factories.ArticleFactory, "headline", "Theirs", "Mine"),
    (factories.ArticleFactory, "caption", "Theirs", "Mine"),
    (factories.SourceFactory, "description", "Theirs\nand theirs", "Mine\nalone"),
    (factories.SourceFactory, "kind", "agency", "person"),
    (factories.EntityFactory, "name", "Theirs", "Mine"),
    (lambda: factories.EntityFactory(kind="place", latitude="1", longitude="1"), "latitude", "2.5", "3.5"),
    (factories.EventFactory, "title", "Theirs", "Mine"),
    (factories.EventFactory, "starts_on", "2021-07-01", "2021-07-02"),
    (lambda: waiting(factories.CreditFactory), "named_as", "Theirs", "Mine"),
    (lambda: waiting(factories.ArticleLinkFactory), "first", "left", "right"),
]


@pytest.mark.parametrize(("make", "field", "theirs", "mine"), CASES)
def test_a_field_that_both_changed_is_not_overwritten_and_the_second_is_told_by_whom(
    make: Any, field: str, theirs: Any, mine: Any, desk: Client, ana: User
) -> None:
    record = make()
    data = filled(desk, change(record))
    saved(record, ana, **{field: theirs})
    response = desk.post(change(record), data | {field: mine})
    assert response.status_code == 200
    page = words_of(response)
    assert OVERTAKEN in page
    assert "ana changed this on" in page or field == "caption", "captions are in no history"
    assert "Save again to put yours in its place" in page
    assert attribute_of(response, field) == mine
    now = type(record).objects.get(pk=record.pk)
    expected = type(record)(**{field: theirs})
    assert str(getattr(now, field)).startswith(str(getattr(expected, field)))


def attribute_of(response: Any, field: str) -> Any:
    return response.context["adminform"].form[field].value()


@pytest.mark.parametrize(("make", "field", "theirs", "mine"), CASES)
def test_who_has_seen_the_other_value_may_put_their_own_in_its_place(
    make: Any, field: str, theirs: Any, mine: Any, desk: Client, ana: User, monkeypatch: Any
) -> None:
    record = make()
    data = filled(desk, change(record))
    saved(record, ana, **{field: theirs})
    told = desk.post(change(record), data | {field: mine})
    monkeypatch.setattr(desk, "get", lambda path: told)
    again = filled(desk, change(record))
    monkeypatch.undo()
    assert desk.post(change(record), again).status_code == 302
    assert str(getattr(type(record).objects.get(pk=record.pk), field)).startswith(str(mine))


@pytest.mark.parametrize(("make", "field", "theirs", "mine"), CASES)
def test_a_field_that_only_the_other_changed_stays_as_they_left_it(
    make: Any, field: str, theirs: Any, mine: Any, desk: Client, ana: User
) -> None:
    record = make()
    data = filled(desk, change(record))
    saved(record, ana, **{field: theirs})
    assert desk.post(change(record), data).status_code == 302
    assert str(getattr(type(record).objects.get(pk=record.pk), field)).startswith(theirs)


def test_both_may_change_the_same_to_the_same(desk: Client, ana: User) -> None:
    source = factories.SourceFactory()
    data = filled(desk, change(source))
    saved(source, ana, description="A daily.")
    assert desk.post(change(source), data | {"description": "A daily."}).status_code == 302


def test_lines_ended_as_a_browser_does_are_no_change(desk: Client, ana: User) -> None:
    source = factories.SourceFactory(description="One\nTwo")
    data = {name: value.replace("\n", "\r\n") for name, value in filled(desk, change(source)).items()}
    saved(source, ana, homepage="https://a.example/")
    assert desk.post(change(source), data).status_code == 302
    assert Source.objects.get(pk=source.pk).description == "One\nTwo"
    assert desk.post(change(source), data | {"description": "One\r\nThree"}).status_code == 302


def test_a_form_that_does_not_tell_what_it_was_opened_with_overwrites_nothing(desk: Client) -> None:
    source = factories.SourceFactory(description="Theirs")
    data = {name: value for name, value in filled(desk, change(source)).items() if not name.startswith("initial-")}
    response = desk.post(change(source), data | {"description": "Mine"})
    assert response.status_code == 200
    assert Source.objects.get(pk=source.pk).description == "Theirs"


def test_a_relation_to_a_record_is_told_by_its_name(desk: Client, ana: User) -> None:
    event, mine = factories.EventFactory(), factories.EntityFactory(kind="place")
    data = filled(desk, change(event))
    saved(event, ana, place=factories.EntityFactory(kind="place", name="Islam Qala"))
    page = words_of(desk.post(change(event), data | {"place": str(mine.pk)}))
    assert "ana changed this on" in page
    assert "It is now “Islam Qala”." in page


def test_the_lead_of_a_story_is_not_overwritten_either(desk: Client, ana: User) -> None:
    story = story_of_three()
    data = filled(desk, change(story))
    second, third = (member.article for member in story.members.exclude(article=story.lead))
    saved(story, ana, lead=second, lead_by_editor=True)
    assert f"It is now “{second}”." in words_of(desk.post(change(story), data | {"lead": str(third.pk)}))
    assert Story.objects.get().lead == second


def test_an_address_is_told_as_it_is_written(desk: Client, ana: User) -> None:
    source = factories.SourceFactory(homepage="https://old.example/")
    data = filled(desk, change(source))
    saved(source, ana, homepage="https://ana.example/")
    page = words_of(desk.post(change(source), data | {"homepage": "https://mine.example/"}))
    assert "It is now “https://ana.example/”." in page
    data = filled(desk, change(source))
    saved(source, ana, homepage="")
    assert "It is now empty." in words_of(desk.post(change(source), data | {"homepage": "https://mine.example/"}))


def test_a_choice_is_told_in_its_words(desk: Client, ana: User) -> None:
    source = factories.SourceFactory()
    data = filled(desk, change(source))
    saved(source, ana, kind="agency")
    assert "It is now “News agency”." in words_of(desk.post(change(source), data | {"kind": "person"}))


def test_markup_in_the_other_value_is_shown_as_text(desk: Client, ana: User) -> None:
    source = factories.SourceFactory()
    data = filled(desk, change(source))
    saved(source, ana, description="<script>alert(1)</script>")
    page = desk.post(change(source), data | {"description": "Mine"}).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_names_and_participants_are_kept_apart_in_the_same_way(desk: Client, ana: User) -> None:
    source = factories.SourceFactory(name="Herat Gazette")
    alias = SourceName.objects.create(source=source, name="Gazette")
    data = filled(desk, change(source))
    saved(alias, ana, name="The Gazette of Herat")
    response = desk.post(change(source), data | {"names-1-name": "H. G."})
    assert response.status_code == 200
    assert "It is now “The Gazette of Herat”." in words_of(response)
    event = factories.EventFactory()
    part = EventParticipant.objects.create(event=event, entity=factories.EntityFactory(), role="victim")
    other = factories.EntityFactory()
    data = filled(desk, change(event))
    saved(part, ana, role="host")
    assert desk.post(change(event), data | {"participations-0-entity": str(other.pk)}).status_code == 302
    part.refresh_from_db()
    assert (part.role, part.entity) == ("host", other)


def test_a_change_between_the_look_and_the_save_is_kept(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The form has been checked already when the row changes: it is read again, locked, before it is saved."""
    source = factories.SourceFactory()
    data = filled(desk, change(source))
    _as_the_form_is_checked(monkeypatch, lambda: Source.objects.filter(pk=source.pk).update(language="ps"))
    assert desk.post(change(source), data | {"description": "A daily."}).status_code == 302
    source.refresh_from_db()
    assert (source.description, source.language) == ("A daily.", "ps")


def test_the_same_field_changed_between_the_look_and_the_save_is_not_overwritten(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = factories.SourceFactory()
    data = filled(desk, change(source))
    _as_the_form_is_checked(monkeypatch, lambda: Source.objects.filter(pk=source.pk).update(language="ps"))
    response = desk.post(change(source), data | {"language": "fr"})
    assert response.status_code == 200
    assert OVERTAKEN in words_of(response)


def test_a_record_that_vanished_between_the_look_and_the_save_is_said_to_be_gone(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = waiting(factories.ArticleLinkFactory)
    data = filled(desk, change(link))
    _as_the_form_is_checked(monkeypatch, lambda: ArticleLink.objects.filter(pk=link.pk).delete())
    response = desk.post(change(link), data | {"first": "left"})
    assert response.status_code == 200
    assert "This article link is gone: nothing was saved." in words_of(response)


def _as_the_form_is_checked(monkeypatch: Any, act: Any) -> None:
    """Do `act` once, after the first form has been checked and before anything is saved."""
    waiting_to_act = [act]

    def post_clean(form: Any) -> None:
        super(RecordForm, form)._post_clean()  # type: ignore[misc]
        if waiting_to_act:
            waiting_to_act.pop()()

    monkeypatch.setattr(RecordForm, "_post_clean", post_clean, raising=False)


def test_a_verdict_given_meanwhile_stays_when_other_fields_are_saved(desk: Client, ana: User) -> None:
    entity = factories.EntityFactory()
    data = filled(desk, change(entity))
    Entity.objects.filter(pk=entity.pk).update(verdict="rejected", decided_by=ana, decided_at=timezone.now())
    assert desk.post(change(entity), data | {"description": "A gate."}).status_code == 302
    entity.refresh_from_db()
    assert (entity.verdict, entity.description) == ("rejected", "A gate.")


def test_every_form_of_the_admin_remembers_what_it_was_opened_with(client: Client, administrator: Any) -> None:
    client.force_login(administrator)
    records = [
        factories.ArticleFactory(), factories.SourceFactory(), factories.EntityFactory(), factories.EventFactory(),
        waiting(factories.CreditFactory), waiting(factories.MentionFactory), waiting(factories.CoverageFactory),
        waiting(factories.ArticleLinkFactory), make_story(),
    ]  # fmt: skip
    for record in records:
        form = client.get(change(record)).context["adminform"].form
        own = {field.name for field in record._meta.fields} & form.fields.keys()
        data = filled(client, change(record))
        assert {f"initial-{name}" for name in own} <= data.keys(), record
        assert own, record


def pressed(record: Any, button: str) -> dict[str, str]:
    return {f"archive_{record._meta.model_name}_{button}": "1"}


def test_a_verdict_that_the_editor_has_not_seen_is_not_overwritten_by_a_button(desk: Client, ana: User) -> None:
    link = waiting(factories.ArticleLinkFactory)
    data = filled(desk, change(link)) | pressed(link, "accept")
    verdicts.decide(ArticleLink.objects.get(pk=link.pk), "rejected", ana)
    response = desk.post(change(link), data)
    assert response.status_code == 200
    assert "ana changed this on" in words_of(response)
    assert "It is now “Rejected”. Press a button again to decide anew." in words_of(response)
    assert ArticleLink.objects.get().verdict == "rejected"
    data["seen"] = response.context["seen"]
    assert desk.post(change(link), data).status_code == 302
    assert ArticleLink.objects.get().verdict == "accepted"


def test_an_embargo_that_the_editor_has_not_seen_is_not_lifted_by_a_button(desk: Client, ana: User) -> None:
    article = factories.ArticleFactory(status="draft")
    data = filled(desk, change(article)) | pressed(article, "publish")
    publishing.embargo(article, timezone.now() + timedelta(days=1), ana)
    response = desk.post(change(article), data)
    assert "It is now “Embargoed”. Press a button again to decide anew." in words_of(response)
    article.refresh_from_db()
    assert article.status == "embargoed"
