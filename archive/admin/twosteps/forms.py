"""The forms that ask for a code."""

from django import forms
from unfold.widgets import UnfoldAdminPasswordWidget, UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

# What an app shows, which phones and password managers fill in.
_BY_TIME = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
_WRITTEN_DOWN = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", "autofocus": True}


class CodeForm(forms.Form):
    """A code from the app."""

    code = forms.CharField(label="Code from your app", max_length=32, widget=UnfoldAdminTextInputWidget(_BY_TIME))


class RecoveryForm(forms.Form):
    """A recovery code."""

    code = forms.CharField(label="Recovery code", max_length=32, widget=UnfoldAdminTextInputWidget(_WRITTEN_DOWN))


class EitherForm(forms.Form):
    """Any code, where somebody is signed in already."""

    code = forms.CharField(
        label="Code from your app, or a recovery code",
        max_length=32,
        widget=UnfoldAdminTextInputWidget({"autocomplete": "one-time-code", "autocapitalize": "none"}),
    )


class TurnOnForm(forms.Form):
    """The first code, and the password once more."""

    code = forms.CharField(
        label="The code that your app shows now", max_length=32, widget=UnfoldAdminTextInputWidget(_BY_TIME)
    )
    password = forms.CharField(
        label="Your password",
        strip=False,
        max_length=4096,
        widget=UnfoldAdminPasswordWidget({"autocomplete": "current-password"}),
    )


class TakeOffForm(forms.Form):
    """Why a device is taken off somebody else."""

    reason = forms.CharField(
        label="Why, for the history", max_length=1000, widget=UnfoldAdminTextareaWidget(attrs={"rows": 2})
    )
