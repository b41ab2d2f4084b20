"""There is always somebody who manages people, whoever changes people at the same instant: real connections."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection, transaction
from django.test import Client

from archive.models import Role, User
from tests.admin.forms import filled, words_of
from tests.admin.makers import change
from tests.curation.test_two_at_once import meanwhile
from tests.factories import UserFactory


def an_administrator(**more: Any) -> User:
    user: User = UserFactory(is_staff=True, **({"is_superuser": True} | more))
    return user


def demotion(by: Client, of: User) -> dict[str, Any]:
    return {name: value for name, value in filled(by, change(of)).items() if name != "is_superuser"}


def checked(write: Callable[[], Any]) -> None:
    """A write, and what the database says of it at the end of its transaction."""
    with transaction.atomic():
        write()
        connection.check_constraints()


@pytest.mark.usefixtures("committed")
def test_of_two_administrators_who_demote_each_other_at_once_one_stays() -> None:
    ana, ben, browser = an_administrator(), an_administrator(), Client()
    browser.force_login(ben)
    form, answers = demotion(browser, ana), []
    with meanwhile(lambda: answers.append(browser.post(change(ana), form))) as raised:
        # As far as Ana's form comes before Ben's begins to save: he has to wait for her, and is none any longer.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(7105204)")
        User.objects.filter(pk=ben.pk).update(is_superuser=False)
    assert (raised, answers[0].status_code) == ([], 403)
    assert [it.role for it in User.objects.order_by("pk")] == [Role.ADMINISTRATOR, Role.CONTRIBUTOR]


@pytest.mark.usefixtures("committed")
def test_of_two_who_demote_themselves_by_sql_at_once_the_database_keeps_the_second() -> None:
    ana, ben = an_administrator(), an_administrator()

    def resign(user: User) -> None:
        User.objects.filter(pk=user.pk).update(is_active=False)

    with meanwhile(lambda: resign(ben)) as raised:
        resign(ana)
        # The rule is asked at the end of a transaction; here it is, but the transaction has not ended yet.
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert ["an_administrator_stays" in str(error.__cause__.diag.constraint_name) for error in raised] == [True]
    assert list(User.objects.filter(is_active=True)) == [ben]


@pytest.mark.django_db
def test_the_last_administrator_is_one_by_whatever_way(client: Client) -> None:
    last, role = an_administrator(is_superuser=False, role="administrator"), Group.objects.get(name="administrator")
    ways = {
        "out": lambda: User.objects.filter(pk=last.pk).update(is_active=False),
        "off the desk": lambda: User.objects.filter(pk=last.pk).update(is_staff=False),
        "out of the group": lambda: last.groups.remove(role),
        "deleted": lambda: User.objects.filter(pk=last.pk).delete(),
        "no such group": lambda: Group.objects.filter(pk=role.pk).update(name="others"),
    }
    for write in ways.values():
        with pytest.raises(IntegrityError, match="no administrator left"):
            checked(write)
    other = an_administrator()
    last.groups.remove(role)
    connection.check_constraints()
    client.force_login(other)
    assert "another administrator has to do that" in words_of(client.post(change(other), demotion(client, other)))
