"""The page that asks why an article is taken down."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from archive.curation import publishing
from archive.models import Article, User, Withdrawal

from .asking import question


class WithdrawForm(forms.Form):
    """Why: a category for the public and a note for editors."""

    reason = forms.ChoiceField(
        label="Reason, which the public reads",
        # Nobody's reason by chance: it has to be chosen.
        choices=[("", "Choose one"), *Withdrawal.Reason.choices],
        widget=UnfoldAdminSelectWidget(),
    )
    note = forms.CharField(
        label="Note, for editors only", required=False, widget=UnfoldAdminTextareaWidget(attrs={"rows": 4})
    )


def withdraw_view(screen: Any) -> Callable[..., HttpResponse]:
    """The view of the article screen."""
    return question(
        screen, "Withdraw an article", "admin/archive/withdraw.html", lambda _article, sent: WithdrawForm(sent), _act
    )


def _act(article: Article, answers: dict[str, Any], by: User) -> tuple[str, str]:
    publishing.withdraw(article, answers["reason"], by, answers["note"])
    return f"Withdrawn: {answers['reason']}.", "It is withdrawn: its page says so, and why."
