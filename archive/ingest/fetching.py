"""One polite GET: who asks is said, robots.txt is kept to, and nothing lasts or grows without end.

Every address on the way, that of each redirect too, must be one of the web's and of a public host
(see `connecting`), and allowed by the robots.txt of its site. As RFC 9309 has it, a site without a
robots.txt allows everything, and one that cannot say what it allows at the moment nothing.
"""

import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from urllib.robotparser import RobotFileParser

import httpcore
import httpx
from django.conf import settings

from .connecting import Clock, Outside, Refused
from .manners import Pace, Robots
from .readers.unpacking import Damaged, gunzipped

PRODUCT = "NewsArchive"  # robots.txt names us so
_PERMANENT = (301, 308)
_REDIRECTS = (301, 302, 303, 307, 308)
_ROBOTS_SIZE = 500_000  # bytes, the least that RFC 9309 asks for

_pace = Pace()
_robots = Robots()


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds for a connection, for an answer to begin or go on, and for all; bytes; redirects."""

    connect: float = 10
    read: float = 20
    total: float = 60
    size: int = 10_000_000
    redirects: int = 5


LIMITS = Limits()


class FetchError(Exception):
    """Nothing came; `reason` says why. `status` is that of the answer, `wait` how many seconds it asks for."""

    def __init__(self, reason: str, *, status: int = 0, wait: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer; without a body where that is `unchanged`. `moved_to` is where it can be found from now on."""

    body: bytes
    unchanged: bool
    etag: str
    last_modified: str
    moved_to: str


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: httpx.Headers
    body: bytes


def is_web_address(path: object) -> bool:
    """Whether `path` is meant as an address of the web."""
    return str(path).lower().startswith(("http://", "https://"))


def fetch(address: str, *, etag: str = "", last_modified: str = "", limits: Limits | None = None) -> Fetched:
    """What is at `address`, unless it is what the last answer had under `etag` or `last_modified`.

    Raises `FetchError`.
    """
    headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    asking = _Asking(limits or LIMITS, {name: value for name, value in headers.items() if value})
    moved_to, permanent = "", True

    def visit(url: httpx.URL, status: int) -> None:
        nonlocal moved_to, permanent
        permanent = permanent and status in _PERMANENT
        moved_to = str(url) if permanent else moved_to

    answer = asking.follow(_web_url(address), visit)
    if answer.status not in (200, 304):
        raise FetchError(f"answered {answer.status}", status=answer.status, wait=_wait(answer.headers))
    if answer.status == 304 and not (etag or last_modified):
        raise FetchError("answered 304 to a question that was not asked")
    return Fetched(
        body=answer.body,
        unchanged=answer.status == 304,
        etag=answer.headers.get("etag", ""),
        last_modified=answer.headers.get("last-modified", ""),
        moved_to=moved_to,
    )


def user_agent() -> str:
    """Who asks: the program, the archive and its contact, in what a header may hold."""
    about = "; ".join(part for part in (settings.SITE_NAME, settings.FETCH_CONTACT) if part)
    plain = "".join(c for c in about if " " <= c <= "~" and c not in "()\\")
    return f"{PRODUCT}/1.0 ({plain})"


class _Asking:
    """The requests of one fetch, within one measure of time."""

    def __init__(self, limits: Limits, headers: dict[str, str]) -> None:
        self._limits = limits
        self._headers = headers
        self._clock = Clock(limits.total)

    def follow(self, url: httpx.URL, visit: Callable[[httpx.URL, int], None]) -> _Answer:
        """The answer at the end of all redirects; `visit` is told of each."""
        for _ in range(self._limits.redirects + 1):
            rules = self._rules(url)
            if not rules.can_fetch(PRODUCT, str(url)):
                raise FetchError(f"robots.txt disallows it: {url}")
            answer = self._get(url, self._headers, self._limits.size, _asked_pause(rules))
            if answer.status not in _REDIRECTS:
                return answer
            url = _next(url, answer)
            visit(url, answer.status)
        raise FetchError(f"redirected more than {self._limits.redirects} times")

    def _rules(self, url: httpx.URL) -> RobotFileParser:
        site = f"{url.scheme}://{url.netloc.decode()}"
        if rules := _robots.known(site):
            return rules
        at = httpx.URL(f"{site}/robots.txt")
        for _ in range(self._limits.redirects + 1):
            answer = self._get(at, {}, _ROBOTS_SIZE)
            if answer.status not in _REDIRECTS:
                break
            at = _next(at, answer)
        if answer.status == 200:
            return _robots.learn(site, answer.body.decode("utf-8", "replace").removeprefix("\ufeff"))
        if 400 <= answer.status < 500 and answer.status != 429:
            return _robots.learn(site, "")
        raise FetchError(f"its robots.txt answered {answer.status}", status=503, wait=_wait(answer.headers))

    def _get(self, url: httpx.URL, headers: dict[str, str], size: int, pause: float = 0) -> _Answer:
        self._clock.pause(_pace.wait_for(url.host, pause))
        try:
            return self._request(url, headers, size)
        except Refused as refused:
            raise FetchError(str(refused)) from None
        except httpcore.TimeoutException:
            raise FetchError(self._too_slow()) from None
        except httpcore.ProtocolError as error:
            raise FetchError(f"broke off, or did not speak HTTP: {error}") from None
        except (httpcore.NetworkError, OSError) as error:
            raise FetchError(f"cannot be reached: {error}") from None

    def _request(self, url: httpx.URL, headers: dict[str, str], size: int) -> _Answer:
        limits = self._limits
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        timeouts = {"connect": limits.connect, "read": limits.read, "write": limits.read, "pool": limits.connect}
        said = {"Host": url.netloc.decode(), "User-Agent": user_agent(), "Accept": "*/*", "Accept-Encoding": "gzip"}
        outside = Outside(self._clock, private=settings.FETCH_PRIVATE)
        with (
            httpcore.ConnectionPool(ssl_context=_tls(), network_backend=outside) as pool,
            pool.stream(
                "GET", target, headers=list((said | headers).items()), extensions={"timeout": timeouts}
            ) as response,
        ):
            answered = httpx.Headers(response.headers)
            body = _body(response, answered, size) if response.status == 200 else b""
            return _Answer(response.status, answered, body)

    def _too_slow(self) -> str:
        if self._clock.left:
            return f"did not answer within {self._limits.read:g} s"
        return f"did not come to its end within {self._limits.total:g} s"


def _body(response: httpcore.Response, headers: httpx.Headers, size: int) -> bytes:
    too_large = FetchError(f"sent more than {size / 1_000_000:g} MB")
    with suppress(ValueError):
        if int(headers.get("content-length", "")) > size:
            raise too_large
    received = bytearray()
    for chunk in response.iter_stream():
        received += chunk
        if len(received) > size:
            raise too_large
    encoding = headers.get("content-encoding", "").strip().lower()
    if encoding in ("", "identity"):
        return bytes(received)
    if encoding not in ("gzip", "x-gzip"):
        raise FetchError(f"sent an encoding that was not asked for: {encoding}")
    return _unpacked(received, size)


def _unpacked(received: bytearray, size: int) -> bytes:
    body = bytearray()
    try:
        for piece in gunzipped(BytesIO(received)):
            body += piece
            if len(body) > size:
                raise FetchError(f"sent more than {size / 1_000_000:g} MB, unpacked")
    except Damaged as fault:
        raise FetchError(f"sent what cannot be unpacked: {fault.reason}") from None
    return bytes(body)


def _web_url(address: str) -> httpx.URL:
    try:
        url = httpx.URL(address).copy_with(fragment=None)
    except httpx.InvalidURL:
        raise FetchError(f"not a web address: {address}") from None
    if url.scheme not in ("http", "https") or not url.host:
        raise FetchError(f"not a web address: {address}")
    if url.userinfo:
        raise FetchError("an address with a name and password in it is not fetched")
    return url


def _next(url: httpx.URL, answer: _Answer) -> httpx.URL:
    try:
        return _web_url(str(url.join(answer.headers.get("location", ""))))
    except FetchError as error:
        raise FetchError(f"redirected to what is {error.reason}") from None
    except httpx.InvalidURL:
        raise FetchError("redirected to what is no address") from None


def _asked_pause(rules: RobotFileParser) -> float:
    return float(rules.crawl_delay(PRODUCT) or 0)


def _wait(headers: httpx.Headers) -> int:
    """The seconds that `Retry-After` asks for; it may be a date, which nobody's feed sends."""
    asked = headers.get("retry-after", "").strip()
    return int(asked) if asked.isdecimal() and len(asked) < 8 else 0


@cache
def _tls() -> ssl.SSLContext:
    return httpx.create_ssl_context()
