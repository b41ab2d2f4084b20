"""Connections to the outside: to public addresses alone, and never for longer than allowed.

The name of a host is resolved once, all its addresses are checked, and the connection goes to one of
those: what the name server says a moment later cannot lead it elsewhere. Looking up the name, and every
read and write, ends with the time that is left altogether, so that an answer in drips ends, too.
"""

import ipaddress
import socket
import time
from collections.abc import Iterable
from queue import Empty, SimpleQueue
from ssl import SSLContext
from threading import Thread
from typing import Any

import httpcore

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_Found = list[tuple[Any, ...]]
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Refused(Exception):
    """A host that nothing is asked of; the message is the reason."""


class Clock:
    """How much is left of `seconds`, which run from now on."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds; none when the time is up."""
        return max(0.0, self._end - time.monotonic())

    def limit(self, timeout: float | None) -> float:
        """`timeout`, or less where less is left. Raises `httpcore.ReadTimeout` when the time is up."""
        if not self.left:
            raise httpcore.ReadTimeout
        return self.left if timeout is None else min(timeout, self.left)

    def pause(self, seconds: float) -> None:
        """Wait; waiting out of politeness is not counted."""
        time.sleep(seconds)
        self._end += seconds


class Outside(httpcore.NetworkBackend):
    """Connects to the checked addresses of a host, to private ones where that is `private`'s will."""

    def __init__(self, clock: Clock, *, private: bool) -> None:
        self._clock = clock
        self._private = private
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first address of `host` that answers. Raises `Refused`."""
        failure: Exception | None = None
        for address in resolve(host, port, private=self._private, seconds=self._clock.limit(timeout)):
            limit = self._clock.limit(timeout)
            try:
                return _Timed(self._inner.connect_tcp(address, port, limit, local_address, socket_options), self._clock)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure or Refused(f"no such host: {host}")


class _Timed(httpcore.NetworkStream):
    """A connection that ends with its clock."""

    def __init__(self, inner: httpcore.NetworkStream, clock: Clock) -> None:
        self._inner = inner
        self._clock = clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._clock.limit(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._clock.limit(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Timed(self._inner.start_tls(ssl_context, server_hostname, self._clock.limit(timeout)), self._clock)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def resolve(host: str, port: int, *, private: bool, seconds: float | None = None) -> list[str]:
    """The addresses of `host`, asked for no longer than `seconds`.

    Raises `Refused` where it has none, or any that is not public, and `httpcore.ConnectTimeout`.
    """
    found = _looked_up(host, port, seconds)
    if isinstance(found, Exception):
        raise Refused(f"no such host: {host}")
    addresses = list(dict.fromkeys(str(info[4][0]) for info in found))
    for address in addresses:
        if not private and not is_public(address):
            raise Refused(f"not a public address: {host} is {address}" if host != address else
                          f"not a public address: {host}")  # fmt: skip
    return addresses


def _looked_up(host: str, port: int, seconds: float | None) -> _Found | Exception:
    """What the name server says. A look-up knows no limit of its own: one that hangs is left to its thread."""
    answer: SimpleQueue[_Found | Exception] = SimpleQueue()

    def ask() -> None:
        try:
            answer.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            answer.put(error)

    Thread(target=ask, name=f"look up {host}", daemon=True).start()
    try:
        return answer.get(timeout=seconds)
    except Empty:
        raise httpcore.ConnectTimeout(f"no name server answered for {host}") from None


def is_public(address: str) -> bool:
    """Whether `address` is one of the whole internet's, and so are those of IPv4 that it stands for."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    site_local = ip.version == 6 and ip.is_site_local
    return ip.is_global and not ip.is_multicast and not site_local and all(is_public(str(it)) for it in _within(ip))


def _within(ip: _Address) -> list[ipaddress.IPv4Address]:
    """The addresses that an address of IPv6 leads on to."""
    if isinstance(ip, ipaddress.IPv4Address):
        return []
    translated = ipaddress.IPv4Address(int(ip) % 2**32) if ip in _NAT64 else None
    candidates = [ip.ipv4_mapped, ip.sixtofour, translated, *(ip.teredo or ())]
    return [address for address in candidates if address]
