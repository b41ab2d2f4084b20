"""Makers of records for tests; nothing else lives here."""

import hashlib
from datetime import date

import factory
from django.contrib.auth.models import Group
from django.utils import timezone

from archive import models
from archive.text import text_hash, words


class UserFactory(factory.django.DjangoModelFactory):
    """Staff are chief editors; give `role="contributor"` or another for that group, `role=""` for none."""

    class Meta:
        model = models.User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")

    @factory.post_generation
    def role(self, create, extracted):
        if extracted is None and self.is_staff and not self.is_superuser:
            extracted = "chief editor"
        if create and extracted:
            self.groups.add(Group.objects.get(name=extracted))


class ImportRunFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.ImportRun


class OriginalFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Original

    content = factory.Sequence(lambda n: f"original {n}".encode())
    sha256 = factory.LazyAttribute(lambda o: hashlib.sha256(o.content).hexdigest())
    size = factory.LazyAttribute(lambda o: len(o.content))
    media_type = "text/plain"
    name = "sample.txt"
    import_run = factory.SubFactory(ImportRunFactory)


def some_editor():
    """Who decides where a test does not say who: one editor for all, since to make one takes longer than a decision."""
    return models.User.objects.filter(username="some editor").first() or UserFactory(
        username="some editor", is_staff=True
    )


class Decided(factory.django.DjangoModelFactory):
    """Accepted by some editor; give `verdict="suggested"` and `decided_by=None` for one that waits."""

    class Meta:
        abstract = True

    verdict = models.Verdict.ACCEPTED
    decided_by = factory.Maybe(
        factory.LazyAttribute(lambda o: o.verdict != models.Verdict.SUGGESTED),
        factory.LazyFunction(some_editor),
        None,
    )
    decided_at = factory.LazyAttribute(lambda o: timezone.now() if o.decided_by else None)


class SourceFactory(Decided):
    """An outlet with its main name."""

    class Meta:
        model = models.Source
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Outlet {n}")
    slug = factory.Sequence(lambda n: f"outlet-{n}")

    main_name = factory.RelatedFactory("tests.factories.SourceNameFactory", "source")


class SourceNameFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.SourceName

    source = factory.SubFactory(SourceFactory, main_name=None)
    name = factory.SelfAttribute("source.name")


class FeedFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Feed

    source = factory.SubFactory(SourceFactory)
    address = factory.Sequence(lambda n: f"https://outlet{n}.example/feed.xml")


class ArticleFactory(factory.django.DjangoModelFactory):
    """A published article of its own outlet."""

    class Meta:
        model = models.Article

    source = factory.SubFactory(SourceFactory)
    original = factory.SubFactory(OriginalFactory)
    import_run = factory.SelfAttribute("original.import_run")
    identity = factory.Sequence(lambda n: hashlib.sha256(f"identity {n}".encode()).hexdigest())
    headline = factory.Sequence(lambda n: f"Headline {n}")
    text = factory.Sequence(lambda n: f"The report numbered {n}.\n\nIts second paragraph.")
    language = "en"
    published_on = date(2021, 7, 8)
    status = models.Article.Status.PUBLISHED
    text_hash = factory.LazyAttribute(lambda o: text_hash(o.text))
    word_count = factory.LazyAttribute(lambda o: len(words(o.text)))


class WithdrawalFactory(factory.django.DjangoModelFactory):
    """An article taken down, and why."""

    class Meta:
        model = models.Withdrawal

    article = factory.SubFactory(ArticleFactory, status="withdrawn")
    reason = "legal"
    status_before = "published"
    withdrawn_by = factory.SubFactory(UserFactory, is_staff=True)


class TakedownRequestFactory(factory.django.DjangoModelFactory):
    """Somebody asks to take something down."""

    class Meta:
        model = models.TakedownRequest

    address = "/articles/1/"
    grounds = "privacy"
    name = "A. Reader"
    email = "reader@example.org"
    message = "Please take my name out."
    came_from = "0" * 64


class EntityFactory(Decided):
    class Meta:
        model = models.Entity

    kind = "person"
    name = factory.Sequence(lambda n: f"Person {n}")
    slug = factory.Sequence(lambda n: f"person-{n}")


class EntityNameFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.EntityName

    entity = factory.SubFactory(EntityFactory)
    name = factory.SelfAttribute("entity.name")


class EventFactory(Decided):
    class Meta:
        model = models.Event

    title = factory.Sequence(lambda n: f"Event {n}")
    slug = factory.Sequence(lambda n: f"event-{n}")
    starts_on = date(2021, 7, 8)


class CoverageFactory(Decided):
    class Meta:
        model = models.Coverage

    article = factory.SubFactory(ArticleFactory)
    event = factory.SubFactory(EventFactory)


class MentionFactory(Decided):
    class Meta:
        model = models.Mention

    article = factory.SubFactory(ArticleFactory)
    entity = factory.SubFactory(EntityFactory)
    kind = factory.SelfAttribute("entity.kind")
    surface = "The"
    start = 0
    end = 3


class CreditFactory(Decided):
    class Meta:
        model = models.Credit

    article = factory.SubFactory(ArticleFactory)
    source = factory.SubFactory(SourceFactory, kind="agency")
    kind = "wire"
    named_as = factory.SelfAttribute("source.name")
    words = "The report"


class ArticleLinkFactory(Decided):
    """A link between two articles; the older one goes left."""

    class Meta:
        model = models.ArticleLink

    left = factory.SubFactory(ArticleFactory)
    right = factory.SubFactory(ArticleFactory)
    relation = "rewrite"
