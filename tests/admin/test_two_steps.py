"""Signing in by two steps, for those who turned it on."""

import re
import time
from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser
from django.test import Client
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from archive.curation import twosteps
from archive.models import User
from tests.admin.forms import attribute, words_of
from tests.factories import UserFactory

PASSWORD = "correct horse battery"
OWN = "/admin/two-steps/"
WRONG = "not the code of this moment"


@pytest.fixture
def ana(db: Any) -> User:
    user: User = UserFactory(username="ana", is_staff=True)
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def device(ana: User) -> TOTPDevice:
    """Ana's, turned on a while ago."""
    device = twosteps.begin(ana)
    codes = twosteps.turn_on(ana, PASSWORD, code_of(device))
    assert len(set(codes)) == 10
    return fresh(device)


def code_of(device: TOTPDevice) -> str:
    return f"{totp(device.bin_key):06}"


def fresh(device: TOTPDevice) -> TOTPDevice:
    """As after a minute: no code used yet, no wrong one noted."""
    TOTPDevice.objects.update(last_t=-1, throttling_failure_count=0, throttling_failure_timestamp=None)
    device.refresh_from_db()
    return device


def give_password(client: Client, name: str = "ana", **more: str) -> Any:
    return client.post("/admin/login/", {"username": name, "password": PASSWORD, **more})


def give_code(client: Client, code: str) -> Any:
    return client.post("/admin/login/code/", {"code": code})


def is_in(client: Client) -> bool:
    return client.get("/admin/two-steps/").status_code == 200


def test_the_second_step_is_turned_on_used_and_turned_off(ana: User) -> None:
    client, elsewhere = Client(), Client()
    assert give_password(client)["Location"] == "/admin/"
    give_password(elsewhere)
    assert "is off" in words_of(client.get(OWN))
    begun = client.post(OWN, {"act": "begin"}, follow=True)
    device = TOTPDevice.objects.get(user=ana)
    assert "<svg" in begun.content.decode()
    assert re.sub(r"\W", "", device.config_url.split("secret=")[1].split("&")[0]) in words_of(begun).replace(" ", "")
    # Nothing is asked for before the first code has come.
    assert give_password(Client())["Location"] == "/admin/"
    for wrong in ({"code": "000000", "password": PASSWORD}, {"code": code_of(device), "password": "guess"}):
        assert "is on" not in words_of(client.post(OWN, {"act": "on", **wrong}))
        fresh(device)
    on = client.post(OWN, {"act": "on", "code": code_of(device), "password": PASSWORD})
    codes = re.findall(r"<li><code>(\w+)</code>", on.content.decode())
    assert (len(codes), on["Cache-Control"].split(",")[0]) == (10, "max-age=0")
    assert (is_in(client), is_in(elsewhere)) == (True, False)
    assert not any(code in client.get(OWN).content.decode() for code in codes)
    fresh(device)
    renewed = client.post(OWN, {"act": "renew", "renew-code": code_of(device)})
    assert not any(code in renewed.content.decode() for code in codes)
    client.post(OWN, {"act": "off", "off-code": codes[0]})
    assert twosteps.device(ana) is not None
    new = re.findall(r"<li><code>(\w+)</code>", renewed.content.decode())
    twosteps.StaticDevice.objects.update(throttling_failure_count=0)
    assert "is off" in words_of(client.post(OWN, {"act": "off", "off-code": new[0]}, follow=True))
    assert give_password(Client())["Location"] == "/admin/"
    said = words_of(
        browser_of(UserFactory(is_staff=True, is_superuser=True)).get(f"/admin/archive/user/{ana.pk}/history/")
    )
    assert [it in said for it in ("turned on", "New recovery codes", "turned off")] == [True] * 3


def browser_of(user: AbstractUser) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_password_alone_lets_nobody_in_who_turned_it_on(device: TOTPDevice) -> None:
    client = Client()
    asked = give_password(client, next="/admin/archive/article/")
    assert asked["Location"] == "/admin/login/code/?next=%2Fadmin%2Farchive%2Farticle%2F"
    page = client.get(asked["Location"]).content.decode()
    field = re.search(r'<input[^>]*name="code"[^>]*>', page)[0]
    assert 'autocomplete="one-time-code"' in field
    assert 'inputmode="numeric"' in field
    assert f'for="{attribute(field, "id")}"' in page
    assert not is_in(client)
    assert client.get("/api/v1/articles/?status=draft").status_code in {400, 401, 403}
    assert WRONG in words_of(give_code(client, "000000"))
    # A right one that comes too soon after a wrong one is not even looked at.
    assert "too soon" in words_of(give_code(client, code_of(device)))
    assert not is_in(client)
    fresh(device)
    answer = client.post(asked["Location"], {"code": f"{code_of(device)[:3]} {code_of(device)[3:]}"})
    assert answer["Location"] == "/admin/archive/article/"
    assert is_in(client)


def test_a_code_is_good_for_once_a_recovery_code_too(ana: User, device: TOTPDevice) -> None:
    written = str(twosteps.StaticToken.objects.filter(device__user=ana).first().token)
    for code in (code_of(device), written.upper()):
        first, second = Client(), Client()
        give_password(first)
        give_password(second)
        give_code(first, code)
        give_code(second, code)
        assert (is_in(first), is_in(second)) == (True, False), code
    assert twosteps.recovery_codes_left(ana) == 9


def test_nobody_is_led_elsewhere_nor_in_by_a_code_without_a_password_given_lately(
    device: TOTPDevice, monkeypatch: Any
) -> None:
    client = Client()
    assert give_code(client, code_of(device))["Location"] == "/admin/login/"
    assert give_password(client, next="https://example.org/")["Location"] == "/admin/login/code/"
    assert client.post("/admin/login/code/?next=//example.org/", {"code": code_of(device)})["Location"] == "/admin/"
    late = Client()
    give_password(late)
    fresh(device)
    now = time.time()
    monkeypatch.setattr("archive.admin.twosteps.signin.time.time", lambda: now + 601)
    assert late.get("/admin/login/code/")["Location"] == "/admin/login/"
    monkeypatch.undo()
    device.user.set_password("another one altogether")
    device.user.save()
    assert give_code(late, code_of(device))["Location"] == "/admin/login/"


def test_wrong_codes_count_as_wrong_passwords_do(device: TOTPDevice, settings: Any) -> None:
    settings.OTP_TOTP_THROTTLE_FACTOR = settings.OTP_STATIC_THROTTLE_FACTOR = 0
    client = Client()
    give_password(client)
    # A password that is right forgets none of them.
    answers = [give_code(client, code).status_code for code in ("000000", "abcdefgh")]
    give_password(client)
    answers += [give_code(client, "000000").status_code for _ in range(3)]
    assert answers == [200, 200, 200, 200, 429]
    assert give_code(client, code_of(fresh(device))).status_code in {302, 429}
    assert give_password(client).status_code == 429
    assert not is_in(client)


def test_an_administrator_takes_a_lost_device_off_and_the_history_says_why(ana: User, device: TOTPDevice) -> None:
    path = reverse("admin:archive_user_two_steps", args=[ana.pk])
    for role in ("chief editor", "editor", "contributor"):
        assert browser_of(UserFactory(is_staff=True, role=role)).post(path, {"reason": "lost"}).status_code == 403
    boss = UserFactory(username="boss", is_staff=True, role="administrator")
    client = browser_of(boss)
    assert path in client.get(f"/admin/archive/user/{ana.pk}/change/").content.decode()
    assert client.post(path, {"reason": ""}).status_code == 200
    assert twosteps.device(ana) is not None
    assert client.post(path, {"reason": "Fell <b>into the river</b>"}).status_code == 302
    assert give_password(Client())["Location"] == "/admin/"
    said = words_of(client.get(f"/admin/archive/user/{ana.pk}/history/"))
    assert "boss" in said
    assert "Fell <b>into the river</b>" in said
    assert "off already" in words_of(client.post(path, {"reason": "again"}))
    assert "on your own page" in words_of(
        client.post(reverse("admin:archive_user_two_steps", args=[boss.pk]), {"reason": "mine"})
    )


def test_no_screen_shows_a_secret_and_odd_requests_are_refused(ana: User, device: TOTPDevice) -> None:
    administrator = browser_of(UserFactory(is_staff=True, is_superuser=True))
    for address in ("otp_totp/totpdevice/", "otp_static/staticdevice/"):
        assert administrator.get(f"/admin/{address}").status_code == 404
    client = browser_of(ana)
    assert client.post(OWN, {"act": "dance"}).status_code == 400
    client.post(OWN, {"act": "begin"})
    assert TOTPDevice.objects.filter(user=ana).count() == 1
    for act in ("on", "renew", "off"):
        for code in ("", "\0", "½", "9" * 5000, "-12345", "<b>"):
            answer = client.post(
                OWN, {"act": act, "code": code, "renew-code": code, "off-code": code, "password": code}
            )
            assert answer.status_code in {200, 429}, (act, code)
    assert twosteps.device(ana) is not None
