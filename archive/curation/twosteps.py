"""Signing in by two steps, for those who turn it on: the password, then a code from an app or a recovery code.

The devices are django-otp's: one that makes codes by the time (TOTP), and one that holds the recovery
codes, each good for once. Both wait longer after each wrong code, whoever sends it from wherever.
"""

from datetime import datetime

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.utils import timezone
from django_otp.models import ThrottlingMixin
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from archive.models import Role, User

from .acting import CurationError, acting

RECOVERY_CODES = 10
DIGITS = 6


class WrongCode(CurationError):
    """What was given is no code of this moment, no recovery code that is left, or not the password."""


class TooSoon(CurationError):
    """A wrong code was given a moment ago: this one was not even looked at."""


def device(user: User) -> TOTPDevice | None:
    """The device whose codes this user is asked for; None where the password is all."""
    found: TOTPDevice | None = TOTPDevice.objects.filter(user=user, confirmed=True).first()
    return found


def begun(user: User) -> TOTPDevice | None:
    """The device that waits for its first code."""
    found: TOTPDevice | None = TOTPDevice.objects.filter(user=user, confirmed=False).first()
    return found


def recovery_codes_left(user: User) -> int:
    """How many recovery codes have not been used."""
    left: int = StaticToken.objects.filter(device__user=user).count()
    return left


@transaction.atomic
def begin(by: User) -> TOTPDevice:
    """A new secret, which asks for nothing before its first code has come. Raises `CurationError` where it is on."""
    _lock(by)
    if device(by):
        raise CurationError("Two-step sign-in is on already. Turn it off first, to use another device.")
    TOTPDevice.objects.filter(user=by, confirmed=False).delete()
    made: TOTPDevice = TOTPDevice.objects.create(user=by, name="app", confirmed=False, digits=DIGITS)
    return made


@transaction.atomic
def forget_begun(by: User) -> None:
    """Throw away a secret whose first code has not come."""
    TOTPDevice.objects.filter(user=by, confirmed=False).delete()


def turn_on(by: User, password: str, code: str) -> list[str]:
    """Ask for codes from now on; the recovery codes, which nobody can read again.

    The password is salted anew, so that sessions which began without a code end, wherever they are.
    Raises `CurationError`.
    """
    if not by.check_password(password):
        raise WrongCode("That is not your password.")
    waiting = begun(by)
    if waiting is None:
        raise CurationError("There is nothing to confirm: begin anew.")
    _verify(waiting, code)
    with transaction.atomic():
        _lock(by)
        if device(by):
            raise CurationError("Two-step sign-in is on already.")
        TOTPDevice.objects.filter(pk=waiting.pk).update(confirmed=True)
        by.set_password(password)
        by.save(update_fields=["password"])
        _note(by, by, "Two-step sign-in turned on.")
        return _new_codes(by)


def check(user: User, code: str) -> None:
    """Take a code of the app, or use a recovery code up. Raises `WrongCode` and `TooSoon`."""
    given = "".join(code.split()).replace("-", "").lower()
    by_time = given.isdecimal() and len(given) == DIGITS
    held = device(user) if by_time else StaticDevice.objects.filter(user=user).first()
    if held is None:
        raise WrongCode(_wrong(by_time))
    _verify(held, given)


def renew_recovery_codes(by: User, code: str) -> list[str]:
    """New recovery codes; the old ones are worth nothing. Raises `WrongCode` and `TooSoon`."""
    check(by, code)
    with transaction.atomic():
        _lock(by)
        _note(by, by, "New recovery codes.")
        return _new_codes(by)


def turn_off(by: User, code: str) -> None:
    """Ask for the password alone from now on. Raises `WrongCode` and `TooSoon`."""
    check(by, code)
    with transaction.atomic():
        _forget(by)
        _note(by, by, "Two-step sign-in turned off.")


def take_off(user: User, by: User, reason: str) -> None:
    """Take a lost device off somebody else, who signs in with the password alone then; administrators only."""
    with acting(by, reason, role=Role.ADMINISTRATOR):
        if user.pk == by.pk:
            raise CurationError("Your own is turned off with a code, on your own page.")
        _lock(user)
        if device(user) is None:
            raise CurationError(f"Two-step sign-in of {user} is off already.")
        _forget(user)
        _note(user, by, f"Lost device taken off, two-step sign-in turned off: {reason}")


def _lock(user: User) -> None:
    User.objects.select_for_update().get(pk=user.pk)


def _forget(user: User) -> None:
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


def _new_codes(user: User) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    held = StaticDevice.objects.create(user=user, name="recovery codes")
    codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create([StaticToken(device=held, token=code) for code in codes])
    return codes


def _verify(held: TOTPDevice | StaticDevice, code: str) -> None:
    # The row is locked, so that one code lets in once; what it notes of a wrong one has to be committed.
    with transaction.atomic():
        row: ThrottlingMixin | None = type(held).objects.select_for_update().filter(pk=held.pk).first()
        if row is None:
            raise WrongCode(_wrong(isinstance(held, TOTPDevice)))
        allowed, more = row.verify_is_allowed()
        right = allowed and row.verify_token(code)
    if not allowed:
        raise TooSoon(f"That was too soon after a wrong code: try again in {_wait(more['locked_until'])}.")
    if not right:
        raise WrongCode(_wrong(isinstance(held, TOTPDevice)))


def _wrong(by_time: bool) -> str:
    if by_time:
        return "That is not the code of this moment. The app shows a new one every 30 seconds, each good for once."
    return "That is neither a code of six digits nor a recovery code that is left."


def _wait(until: datetime) -> str:
    seconds = max(1, round((until - timezone.now()).total_seconds()) + 1)
    return f"{seconds} seconds" if seconds < 120 else f"{round(seconds / 60)} minutes"


def _note(user: User, by: User, words: str) -> None:
    """What stands in the history of the user, which is the admin's log."""
    LogEntry.objects.log_actions(by.pk, [user], CHANGE, words, single_object=True)
