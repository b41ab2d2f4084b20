import pytest
from django.http import Http404

from archive import queries
from archive.curation import publishing, verdicts
from archive.models import Article, Revision
from tests.factories import (
    ArticleFactory,
    ArticleLinkFactory,
    CoverageFactory,
    CreditFactory,
    MentionFactory,
    SourceFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def test_the_public_sees_what_is_published_and_learns_why_something_is_gone(editor):
    published, draft, gone = ArticleFactory(), ArticleFactory(status="draft"), ArticleFactory()
    publishing.withdraw(gone, "copyright", editor)
    assert list(queries.articles(None)) == [published]
    assert queries.article(published.pk, None) == published
    with pytest.raises(Http404):
        queries.article(draft.pk, None)
    with pytest.raises(queries.Gone) as refusal:
        queries.article(gone.pk, None)
    assert refusal.value.reason == "copyright"
    assert queries.articles(editor).count() == 3


def test_a_signed_in_reader_is_not_an_editor():
    ArticleFactory(status="draft")
    assert not queries.articles(UserFactory(is_staff=False)).exists()
    assert not queries.articles(UserFactory(is_staff=True, is_active=False)).exists()


def test_related_articles_come_from_accepted_links_and_stories(editor):
    a, b, c, d, e = ArticleFactory.create_batch(5)
    for left, right, relation in ((a, b, "copy"), (b, c, "rewrite"), (a, d, "same event")):
        link = ArticleLinkFactory(left=left, right=right, relation=relation, verdict="suggested", decided_by=None)
        verdicts.decide(link, "accepted", editor)
    ArticleLinkFactory(left=a, right=e, verdict="rejected")
    related = queries.related(queries.article(a.pk, None), None)
    assert [(it.article, it.relation) for it in related] == [(b, "copy"), (c, "same report"), (d, "same event")]


def test_what_is_withdrawn_is_related_to_nothing(editor):
    link = ArticleLinkFactory(verdict="suggested", decided_by=None)
    verdicts.decide(link, "accepted", editor)
    publishing.withdraw(link.right, "legal", editor)
    assert queries.related(queries.article(link.left_id, None), None) == []
    assert len(queries.related(queries.article(link.left_id, editor), editor)) == 1


@pytest.mark.parametrize(
    ("own", "of_source", "expected"), [("", "full", "full"), ("", "excerpt", "excerpt"), ("full", "metadata", "full")]
)
def test_an_article_has_its_own_rights_or_its_sources(own, of_source, expected):
    article = ArticleFactory(rights=own, source=SourceFactory(rights=of_source))
    assert article.effective_rights == expected


def test_rights_decide_how_much_the_public_reads(editor):
    text = "\n\n".join(" ".join(f"w{n}-{m}" for m in range(25)) for n in range(4))
    excerpt, metadata = (ArticleFactory(text=text, caption="C", rights=rights) for rights in ("excerpt", "metadata"))
    shown = queries.readable(excerpt, None)
    assert len(shown.text.removesuffix(" …").split()) == queries.EXCERPT_WORDS
    assert shown.text.startswith(text[:100])
    assert not shown.is_whole
    assert queries.readable(metadata, None).text == queries.readable(metadata, None).caption == ""
    assert queries.readable(metadata, editor).text == text
    listed = queries.articles(None).get(pk=metadata.pk)
    assert queries.opening(listed, None) == ""


def test_a_short_text_is_its_own_excerpt():
    article = ArticleFactory(text="Two words.\n\nThree more words.", rights="excerpt")
    assert queries.readable(article, None).text == article.text


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("zh", "周四，武装人员未遇抵抗便占领了通往邻国的边境口岸，数百名士兵越过界河。"),
        ("ja", "武装勢力は木曜日、抵抗を受けることなく隣国へ通じる国境の検問所を占拠した。"),
        ("th", "เมื่อวันพฤหัสบดีกลุ่มติดอาวุธเข้ายึดด่านชายแดนที่มุ่งสู่ประเทศเพื่อนบ้าน"),
    ],
)
def test_an_excerpt_of_a_script_without_blanks_is_as_short_as_any(language, sentence):
    text = "\n\n".join([sentence * 5] * 6)
    shown = queries.readable(ArticleFactory(text=text, language=language, rights="excerpt"), None).text
    assert 90 < len(shown) < 320 < len(text) / 3
    assert text.startswith(shown.removesuffix(" …"))


def test_what_is_said_about_an_article_is_public_when_accepted(editor):
    article = ArticleFactory()
    for verdict in ("accepted", "suggested", "rejected", "unsure"):
        undecided = {"decided_by": None} if verdict == "suggested" else {}
        CreditFactory(article=article, verdict=verdict, **undecided)
        CoverageFactory(article=article, verdict=verdict, **undecided)
        MentionFactory(article=article, verdict=verdict, start=len(verdict), end=20, **undecided)
    assert queries.credits_of(article, None).count() == 1
    assert queries.coverage_of(article, None).count() == 1
    assert queries.mentions_of(article, None).count() == 1
    assert queries.credits_of(article, editor).count() == 3


def test_counts_of_sources_and_entities_follow_visibility(editor):
    source = SourceFactory()
    shown, hidden = ArticleFactory(source=source), ArticleFactory(source=source, status="draft")
    entity = MentionFactory(article=shown).entity
    MentionFactory(article=shown, entity=entity, start=5, end=8)
    MentionFactory(article=hidden, entity=entity)
    assert queries.source(source.slug, None).article_count == 1
    assert queries.source(source.slug, editor).article_count == 2
    assert queries.entity(entity.slug, None).article_count == 1
    assert queries.entity(entity.slug, editor).article_count == 2


def test_lists_leave_the_long_fields_in_the_database():
    ArticleFactory()
    listed = queries.articles(None).get()
    assert {"text", "search_vector", "extra"} <= listed.get_deferred_fields()
    assert Article.objects.get().text.startswith(listed.start)


def test_an_earlier_text_with_the_same_words_is_none():
    article = ArticleFactory()
    for number, facts_only in ((1, True), (2, False)):
        Revision.objects.create(
            article=article, number=number, original=article.original, headline="H", text="T.", text_hash="0" * 64,
            was_public=True, facts_only=facts_only,
        )  # fmt: skip
    assert [it.number for it in queries.revisions_of(article, None)] == [2]
