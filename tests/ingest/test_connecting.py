"""No request reaches what is not public, whatever a name leads to."""

import socket
import threading
import time

import httpcore
import pytest

from archive.ingest.connecting import Clock, Outside, Refused, is_public, resolve


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:4700:4700::1111", "64:ff9b::8.8.8.8"])
def test_addresses_of_the_internet_are_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "192.0.2.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
        "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "fec0::1", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b::169.254.169.254",
        "2002:7f00:0001::1", "2002:0a00:0001::", "2001:0:4136:e378:8000:63bf:f5ff:fffe",
    ],
)  # fmt: skip
def test_addresses_of_machines_and_houses_are_not(address):
    assert not is_public(address)


def answers(*addresses):
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in addresses]


def test_a_name_with_one_private_address_among_public_ones_is_refused(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: answers("93.184.216.34", "10.0.0.1"))
    with pytest.raises(Refused, match=r"not a public address: news\.example is 10\.0\.0\.1"):
        resolve("news.example", 80, private=False)


def test_a_name_server_that_does_not_answer_is_not_waited_for(monkeypatch):
    hangs = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: hangs.wait(60) and answers("93.184.216.34"))
    began = time.monotonic()
    with pytest.raises(httpcore.ConnectTimeout):
        Outside(Clock(0.05), private=False).connect_tcp("news.example", 80, timeout=20)
    assert time.monotonic() - began < 30
    hangs.set()


@pytest.mark.parametrize("host", ["localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1"])
def test_other_spellings_of_this_machine_are_refused(host):
    with pytest.raises(Refused, match="not a public address|no such host"):
        resolve(host, 80, private=False)


def test_the_connection_goes_to_the_address_that_was_checked_however_the_name_answers_next(monkeypatch):
    asked, connected = [], []
    replies = iter([answers("93.184.216.34"), answers("127.0.0.1")])

    def getaddrinfo(host, *args, **more):
        asked.append(host)
        return next(replies)

    def connect(self, host, *args):
        connected.append(host)
        raise httpcore.ConnectError("closed")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    with pytest.raises(httpcore.ConnectError):
        Outside(Clock(5), private=False).connect_tcp("rebinding.example", 80, 1)
    assert asked == ["rebinding.example"]
    assert connected == ["93.184.216.34"]


def test_the_next_address_is_tried_where_one_does_not_answer(monkeypatch):
    tried = []

    def connect(self, host, *args):
        tried.append(host)
        raise httpcore.ConnectTimeout("late")

    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: answers("93.184.216.34", "93.184.216.35"))
    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    with pytest.raises(httpcore.ConnectTimeout):
        Outside(Clock(5), private=False).connect_tcp("news.example", 80, 1)
    assert tried == ["93.184.216.34", "93.184.216.35"]


def test_a_clock_leaves_no_more_than_is_left_but_does_not_count_pauses(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    monkeypatch.setattr(time, "sleep", lambda seconds: now.__setitem__(0, now[0] + seconds))
    clock = Clock(10)
    assert clock.limit(20) == 10
    clock.pause(15)
    assert clock.left == 10
    time.sleep(10)
    with pytest.raises(httpcore.ReadTimeout):
        clock.limit(20)
