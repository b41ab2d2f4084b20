"""One more row for each screen of the admin, and the addresses of its list and its form."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from archive import models
from tests import factories

Maker = Callable[[], Any]
SHARED: dict[Any, Any] = {}


def some(factory: Any, **more: Any) -> Any:
    """A row that others of the test share: a list asks for it once a row all the same, if it asks badly."""
    key = (factory, *more.items())
    if key not in SHARED:
        SHARED[key] = factory(**more)
    return SHARED[key]


def article(**more: Any) -> models.Article:
    shared = {"original": some(factories.OriginalFactory), "source": some(factories.SourceFactory)}
    return factories.ArticleFactory(**shared, **more)


def waiting(factory: Any, **more: Any) -> Any:
    return factory(verdict="suggested", decided_by=None, score=0.5, **more)


def pair(model: Any, factory: Any) -> Any:
    left, right = factory(), factory()
    return model.objects.create(left=left, right=right)


def make_story() -> models.Story:
    member = article()
    story = models.Story.objects.create(lead=member, origin=member.source)
    models.StoryMember.objects.create(story=story, article=member)
    return story


def make_revision() -> models.Revision:
    now = article()
    return models.Revision.objects.create(
        article=now, number=1, original=now.original, headline="Earlier", text="Earlier.", text_hash="0" * 64
    )


def make_withdrawal() -> models.Withdrawal:
    editor = some(factories.UserFactory, is_staff=True)
    return factories.WithdrawalFactory(article=article(status="withdrawn"), withdrawn_by=editor)


def make_merge() -> models.Merge:
    number = models.Merge.objects.count() * 2 + 1
    return models.Merge.objects.create(
        kind="source", keep_id=number, lose_id=number + 1, loser={}, merged_by=some(factories.UserFactory)
    )


def make_redirect() -> models.Redirect:
    source = some(factories.SourceFactory)
    return models.Redirect.objects.create(old_slug=f"old-{models.Redirect.objects.count()}", source=source)


def make_event() -> models.Event:
    place, parent = some(factories.EntityFactory, kind="place"), some(factories.EventFactory)
    return waiting(factories.EventFactory, place=place, parent=parent)


def make_rejected() -> models.RejectedRecord:
    run = some(factories.ImportRunFactory)
    return models.RejectedRecord.objects.create(import_run=run, name="a.txt", reason="No date.", size=1, content=b"x")


def make_feed() -> models.Feed:
    return factories.FeedFactory(source=some(factories.SourceFactory), last_run=some(factories.ImportRunFactory))


MAKERS: dict[Any, Maker] = {
    models.Article: article,
    models.ArticleLink: lambda: waiting(factories.ArticleLinkFactory, left=article(), right=article()),
    models.Coverage: lambda: waiting(factories.CoverageFactory, article=article(), event=some(make_event)),
    models.Credit: lambda: waiting(factories.CreditFactory, article=article(), source=some(factories.SourceFactory)),
    models.Entity: lambda: waiting(factories.EntityFactory),
    models.EntityPair: lambda: pair(models.EntityPair, lambda: waiting(factories.EntityFactory)),
    models.Event: make_event,
    models.Feed: make_feed,
    models.ImportRun: factories.ImportRunFactory,
    models.Mention: lambda: waiting(factories.MentionFactory, article=article(), entity=some(factories.EntityFactory)),
    models.Merge: make_merge,
    models.Original: factories.OriginalFactory,
    models.Redirect: make_redirect,
    models.RejectedRecord: make_rejected,
    models.Revision: make_revision,
    models.Source: factories.SourceFactory,
    models.SourcePair: lambda: pair(models.SourcePair, factories.SourceFactory),
    models.Story: make_story,
    models.TakedownRequest: factories.TakedownRequestFactory,
    models.User: factories.UserFactory,
    models.Withdrawal: make_withdrawal,
}


def address(model: Any, **parameters: Any) -> str:
    return reverse(f"admin:archive_{model._meta.model_name}_changelist", query=parameters)


def change(record: Any) -> str:
    return reverse(f"admin:archive_{record._meta.model_name}_change", args=[record.pk])
