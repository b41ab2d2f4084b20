"""Fetching from a real server: what it sends comes whole, or a reason says why it does not come."""

import gzip
import time

import pytest

from archive.ingest import fetching, manners
from archive.ingest.fetching import FetchError, Limits, fetch, user_agent

from .serving import (
    bomb,
    broken_off,
    dripping_head,
    endless,
    hanging,
    plain,
    redirect,
    serving,
    with_etag,
)

# A busy machine answers late: little time is given only where time is what is tried.
PATIENT = Limits(connect=10, read=10, total=30, size=100_000, redirects=5)
QUICK = Limits(connect=30, read=1, total=60, size=100_000, redirects=5)
SHORT = Limits(connect=30, read=30, total=2, size=100_000, redirects=5)


def reason(url, limits=PATIENT, **known):
    with pytest.raises(FetchError) as caught:
        fetch(url, limits=limits, **known)
    return caught.value.reason


def test_the_body_and_what_tells_it_apart_next_time(web):
    web.answers["/feed"] = with_etag("news", '"one"')
    first = fetch(web.url("/feed"))
    assert (first.body, first.etag, first.unchanged) == (b"news", '"one"', False)
    second = fetch(web.url("/feed"), etag=first.etag, last_modified=first.last_modified)
    assert (second.body, second.unchanged) == (b"", True)
    third = fetch(web.url("/feed"), etag='"other"', last_modified=first.last_modified)
    assert third.body == b"news"


def test_who_asks_is_said_with_the_archive_and_its_contact(web, settings):
    settings.SITE_NAME, settings.FETCH_CONTACT = "Archiv (Äther)", "desk@archive.example"
    web.answers["/feed"] = plain(200, "news")
    fetch(web.url("/feed"))
    (headers,) = web.asked_for("/feed")
    assert headers["User-Agent"] == user_agent() == "NewsArchive/1.0 (Archiv ther; desk@archive.example)"
    assert headers["Host"] == f"127.0.0.1:{web.server_port}"


def test_gzip_is_unpacked_and_nothing_else_is_asked_for(web):
    web.answers["/feed"] = plain(200, gzip.compress(b"news"), Content_Encoding="gzip")
    assert fetch(web.url("/feed")).body == b"news"
    assert web.asked_for("/feed")[0]["Accept-Encoding"] == "gzip"
    web.answers["/feed"] = plain(200, b"?", Content_Encoding="br")
    assert reason(web.url("/feed")) == "sent an encoding that was not asked for: br"


@pytest.mark.parametrize("status", [401, 403, 404, 410, 418, 500, 503])
def test_an_error_is_said_by_its_number(web, status):
    web.answers["/feed"] = plain(status, "<rss>")
    assert reason(web.url("/feed")) == f"answered {status}"


def test_a_304_that_nobody_asked_for_is_an_error(web):
    web.answers["/feed"] = plain(304)
    assert reason(web.url("/feed")) == "answered 304 to a question that was not asked"


def test_a_redirect_is_followed_and_a_permanent_one_is_told(web):
    web.answers |= {"/old": redirect("/new", 301), "/new": redirect("/newest", 308), "/newest": plain(200, "news")}
    fetched = fetch(web.url("/old"))
    assert (fetched.body, fetched.moved_to) == (b"news", web.url("/newest"))


def test_what_follows_a_passing_redirect_is_not_where_the_feed_has_moved(web):
    web.answers |= {"/old": redirect("/new", 301), "/new": redirect("/now", 302), "/now": redirect("/end", 301)}
    web.answers["/end"] = plain(200, "news")
    assert fetch(web.url("/old")).moved_to == web.url("/new")


def test_redirects_end(web):
    web.answers["/feed"] = redirect("/feed")
    assert reason(web.url("/feed")) == "redirected more than 5 times"
    assert len(web.asked_for("/feed")) == 6


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("file:///etc/passwd", "redirected to what is not a web address: file:/etc/passwd"),
        ("ftp://127.0.0.1/feed", "redirected to what is not a web address: ftp://127.0.0.1/feed"),
        ("mailto:desk@news.example", "redirected to what is not a web address: mailto:desk@news.example"),
    ],
)
def test_a_redirect_out_of_the_web_is_refused(web, location, expected):
    web.answers["/feed"] = redirect(location)
    assert reason(web.url("/feed")).startswith(expected)


def test_a_private_address_is_refused_before_anything_is_sent(web, settings):
    settings.FETCH_PRIVATE = False
    assert reason(web.url("/feed")) == "not a public address: 127.0.0.1"
    assert reason(web.url("/feed").replace("127.0.0.1", "localhost")).startswith("not a public address: localhost is ")
    assert web.asked == []


def test_a_redirect_to_a_private_address_is_refused(web, settings, monkeypatch):
    settings.FETCH_PRIVATE = False
    allowed = {"127.0.0.1"}
    monkeypatch.setattr("archive.ingest.connecting.is_public", lambda address: address in allowed)
    with serving() as inside:
        inside.answers["/secret"] = plain(200, "secret")
        web.answers["/feed"] = redirect(inside.url("/secret").replace("127.0.0.1", "127.0.0.2"))
        assert reason(web.url("/feed")) == "not a public address: 127.0.0.2"
        assert inside.asked == []


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "ftp://news.example/feed", "news.example", "http://", "http://a\x00b/", "http://a:b/"],
)
def test_what_is_no_web_address_is_refused(address):
    assert reason(address).startswith("not a web address: ")


def test_a_password_in_the_address_is_refused(web):
    assert "password" in reason(web.url("/feed").replace("http://", "http://me:secret@"))
    assert web.asked == []


def test_a_host_that_there_is_not_is_said():
    assert reason("http://nowhere.invalid/feed") == "no such host: nowhere.invalid"


def test_a_closed_door_is_said(web):
    with serving() as other:
        url = other.url("/feed")
    assert reason(url).startswith("cannot be reached: ")


def test_a_body_without_end_is_cut_off(web):
    web.answers["/feed"] = endless()
    assert reason(web.url("/feed")) == "sent more than 0.1 MB"
    assert web.broken_off.wait(5)


def test_a_hundred_megabytes_are_not_even_begun(web):
    web.answers["/feed"] = lambda request: (
        request.begin(200, Content_Length=100_000_000),
        endless()(request),
    )
    assert reason(web.url("/feed"), Limits()) == "sent more than 10 MB"


def test_a_bomb_is_cut_off_while_it_unpacks(web):
    web.answers["/feed"] = bomb(50_000_000)
    assert reason(web.url("/feed")) == "sent more than 0.1 MB, unpacked"


def test_damaged_packing_is_said(web):
    web.answers["/feed"] = plain(200, gzip.compress(b"news" * 1000)[:20], Content_Encoding="gzip")
    assert reason(web.url("/feed")).startswith("sent what cannot be unpacked: ")


def test_a_server_that_hangs_is_left(web):
    web.answers["/feed"] = hanging(60)
    began = time.monotonic()
    assert reason(web.url("/feed"), QUICK) == "did not answer within 1 s"
    assert time.monotonic() - began < 30


@pytest.mark.parametrize("answer", [endless(b"x", 0.05), dripping_head(0.05)], ids=["body", "head"])
def test_a_server_that_drips_is_left(web, answer):
    web.answers["/feed"] = answer
    began = time.monotonic()
    assert reason(web.url("/feed"), SHORT) == "did not come to its end within 2 s"
    assert time.monotonic() - began < 30


def test_an_answer_that_breaks_off_is_not_taken_for_whole(web):
    web.answers["/feed"] = broken_off()
    assert reason(web.url("/feed")).startswith("broke off, or did not speak HTTP: ")


def test_what_speaks_no_http_is_said(web):
    web.answers["/feed"] = lambda request: request.wfile.write(b"220 smtp.example ready\r\n\r\n")
    assert reason(web.url("/feed")).startswith("broke off, or did not speak HTTP: ")


def test_robots_txt_is_read_once_and_kept_to(web):
    web.answers["/robots.txt"] = plain(200, "User-agent: *\nDisallow: /private/\n")
    web.answers |= {"/feed": plain(200, "news"), "/private/feed": plain(200, "not for us")}
    assert fetch(web.url("/feed")).body == b"news"
    assert reason(web.url("/private/feed")) == f"robots.txt disallows it: {web.url('/private/feed')}"
    assert web.asked_for("/private/feed") == []
    assert len(web.asked_for("/robots.txt")) == 1


def test_what_robots_txt_says_to_us_by_name_counts(web):
    web.answers["/robots.txt"] = plain(200, "User-agent: NewsArchive\nDisallow: /\n\nUser-agent: *\nAllow: /\n")
    assert reason(web.url("/feed")).startswith("robots.txt disallows it: ")


def test_a_redirect_to_what_robots_txt_disallows_is_not_followed(web):
    web.answers |= {"/robots.txt": plain(200, "User-agent: *\nDisallow: /new"), "/old": redirect("/new")}
    assert reason(web.url("/old")) == f"robots.txt disallows it: {web.url('/new')}"


def test_where_robots_txt_cannot_be_read_nothing_is(web):
    web.answers |= {"/robots.txt": plain(500), "/feed": plain(200, "news")}
    assert reason(web.url("/feed")) == "its robots.txt answered 500"
    web.answers["/robots.txt"] = plain(404)
    assert fetch(web.url("/feed")).body == b"news"


def test_a_host_is_given_a_pause_and_the_longer_one_that_it_asks_for(web, monkeypatch):
    monkeypatch.setattr(manners, "PAUSE", 0.2)
    web.answers |= {"/robots.txt": plain(404), "/feed": plain(200, "news")}
    began = time.monotonic()
    fetch(web.url("/feed"), limits=QUICK)
    assert time.monotonic() - began >= 0.2
    pace = manners.Pace()
    assert [round(pace.wait_for("a", 5)), round(pace.wait_for("b")), round(pace.wait_for("a"))] == [0, 0, 5]
    pace.wait_for("c", 10_000)
    assert pace.wait_for("c") <= manners.LONGEST_PAUSE


def test_a_server_that_is_busy_says_how_long(web):
    web.answers["/feed"] = plain(503, Retry_After="120")
    with pytest.raises(FetchError) as caught:
        fetching.fetch(web.url("/feed"))
    assert (caught.value.status, caught.value.wait) == (503, 120)
