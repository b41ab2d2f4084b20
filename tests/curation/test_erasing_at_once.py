"""An erasure beside other editorial writes: real connections, real commits."""

import threading

from django.db import connections

from archive.curation import erasing, stories, verdicts
from archive.models import Article, Original, StoryMember
from tests.factories import ArticleFactory, ArticleLinkFactory, CreditFactory, UserFactory


def at_once(*works):
    """Run all of `works`, each on a connection of its own; the errors they end in."""
    errors = []
    barrier = threading.Barrier(len(works))

    def run(work):
        barrier.wait()
        try:
            work()
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def test_an_erasure_and_verdicts_on_the_same_articles_do_not_block_each_other(committed, monkeypatch):
    administrator = UserFactory(is_staff=True, is_superuser=True)
    article, other = ArticleFactory(), ArticleFactory()
    link = ArticleLinkFactory(left=article, right=other, verdict="suggested", decided_by=None)
    credit = CreditFactory(article=article)

    # Each waits until the other could hold its first lock: were these taken in different orders, both would wait.
    met = threading.Barrier(2)

    def meet():
        try:
            met.wait(1)
        except threading.BrokenBarrierError:
            return

    regroup, forget = stories.regroup, erasing.forget_said

    def slow_regroup(ids):
        meet()
        return regroup(ids)

    def slow_forget(*args):
        meet()
        return forget(*args)

    monkeypatch.setattr(stories, "regroup", slow_regroup)
    monkeypatch.setattr(erasing, "forget_said", slow_forget)
    errors = at_once(
        lambda: verdicts.decide(link, "accepted", administrator, "Same words."),
        lambda: erasing.erase(Original.objects.get(pk=article.original_id), administrator, "Order"),
        lambda: verdicts.decide(credit, "rejected", administrator),
    )
    # The verdict on the credit comes in time, or is told that the credit is gone.
    assert all("gone" in str(error) for error in errors)
    article = Article.objects.get(pk=article.pk)
    assert (article.status, article.text) == ("withdrawn", "")
    assert StoryMember.objects.count() == 2
