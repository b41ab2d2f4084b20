"""Sources and entities: lists with their counts, and one by its address."""

from typing import Any

from django.db.models import Count, IntegerField, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404

from archive.models import Article, Entity, Mention, Redirect, Source

from .refusals import Moved

BY_NAME = ("name", "id")


def sources(user: Any) -> QuerySet[Source]:
    """The sources `user` may see, with `article_count`: the articles of theirs that `user` may see."""
    theirs = Article.objects.visible_to(user).filter(source=OuterRef("pk"))
    found: QuerySet[Source] = Source.objects.visible_to(user).annotate(article_count=_count(theirs, "source", "pk"))
    return found


def entities(user: Any) -> QuerySet[Entity]:
    """The entities `user` may see, with `article_count`: the articles that are accepted to mention them."""
    naming = Mention.objects.visible_to(user).accepted().filter(entity=OuterRef("pk"))
    found: QuerySet[Entity] = Entity.objects.visible_to(user).annotate(
        article_count=_count(naming, "entity", "article")
    )
    return found


def source(slug: str, user: Any) -> Source:
    """One source by its slug. Raises `Moved` for an old slug, `Http404` when it is not there for `user`."""
    found: Source = by_slug(sources(user), "source", slug)
    return found


def entity(slug: str, user: Any, counted: bool = True) -> Entity:
    """One entity by its slug, as `entities` has it. Raises `Moved` for an old slug, `Http404` when it is not there.

    Where the articles are counted anyway, it need not be `counted` here.
    """
    found: Entity = by_slug(entities(user) if counted else Entity.objects.visible_to(user), "entity", slug)
    return found


def _count(rows: QuerySet[Any], group: str, counted: str) -> Coalesce:
    """How many different `counted` the rows of one `group` have, as a subquery."""
    counts = rows.order_by().values(group).annotate(n=Count(counted, distinct=True)).values("n")
    return Coalesce(Subquery(counts, output_field=IntegerField()), 0)


def by_slug(visible: QuerySet[Any], kind: str, slug: str) -> Any:
    """The record of `visible` with this slug; raises as `source()` does, `Moved` for one in capitals, too."""
    found: Model | None = visible.filter(slug=slug).first()
    if found is not None:
        return found
    redirect = Redirect.objects.filter(old_slug=slug, **{f"{kind}__isnull": False}).first()
    target = visible.filter(pk=getattr(redirect, f"{kind}_id", None)).first()
    if target is None and slug != slug.lower():
        # Typed by hand: slugs are written small.
        target = visible.filter(slug=slug.lower()).first()
    if target is not None:
        raise Moved(target)
    raise Http404(f"There is no {kind} {slug}.")
