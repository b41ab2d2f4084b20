"""ninjs, NewsML-G2 and NITF: what they have in common, and what each has of its own."""

import json
import time
from typing import Any

import pytest

from archive.ingest.readers import xml as xml_module
from archive.ingest.records import Record, Rejection

from ..making import items, record, rejection


def _ninjs(**fields: Any) -> str:
    return json.dumps({"uri": "urn:1", "pubstatus": "usable", "body_text": "It rained.", **fields})


def _newsml(status: str = "stat:usable", more: str = "", content: str = "", guid: str = "urn:1") -> str:
    text = content or '<inlineData contenttype="text/plain">It rained.</inlineData>'
    return (
        f'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="{guid}"><itemMeta><pubStatus qcode="{status}"/>'
        f"{more}</itemMeta><contentMeta><headline>Rain</headline></contentMeta><contentSet>{text}</contentSet></newsItem>"
    )


def _nitf(status: str = "usable", more: str = "", text: str = "<p>It rained.</p>") -> str:
    return (
        f'<nitf><head><docdata management-status="{status}"><doc-id id-string="urn:1"/>{more}</docdata></head>'
        f"<body><body.head><hedline><hl1>Rain</hl1></hedline></body.head><body.content>{text}</body.content></body></nitf>"
    )


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("canceled", "cancelled by its publisher: urn:1"),
        ("withheld", "withheld by its publisher: urn:1"),
    ],
)
def test_what_its_publisher_cancelled_or_withholds_is_rejected_by_its_name(status: str, reason: str) -> None:
    for content in (_ninjs(pubstatus=status), _ninjs(pubstatus=f"stat:{status}"), _newsml(f"stat:{status}"),
                    _newsml(f"http://cv.iptc.org/newscodes/pubstatusg2/{status}"), _nitf(status)):  # fmt: skip
        found = rejection(content)
        assert (found.reason, found.raw) == (reason, content.encode())


@pytest.mark.parametrize(
    ("end", "refused"),
    [("2021-08-02T10:00:00Z", True), ("2021-08-01T10:00:00Z", True), ("tomorrow", True), ("2021-07-31", False)],
)
def test_what_is_under_embargo_is_rejected_until_it_is_surely_over(end: str, refused: bool) -> None:
    for content in (_ninjs(embargoed=end), _newsml(more=f"<embargoed>{end}</embargoed>"),
                    _nitf(more=f'<date.release norm="{end}"/>')):  # fmt: skip
        (found,) = items(content)
        assert isinstance(found, Rejection) == refused
        if isinstance(found, Rejection):
            assert found.group == "under embargo by its publisher"


def test_what_is_no_text_is_rejected_as_what_it_is() -> None:
    assert rejection(_ninjs(type="picture")).reason == "not a text: picture"
    assert rejection(_newsml(more='<itemClass qcode="ninat:video"/>')).reason == "not a text: ninat:video"
    assert record(_newsml(more='<itemClass qcode="ninat:text"/>')).text == "It rained."


@pytest.mark.parametrize(
    ("date", "reason"), [("07/08/2021", "ambiguous date"), ("2031-01-01T00:00Z", "date in the future")]
)
def test_a_date_that_is_not_clear_is_refused(date: str, reason: str) -> None:
    for content in (_ninjs(versioncreated=date), _newsml(more=f"<versionCreated>{date}</versionCreated>"),
                    _nitf(more=f'<date.issue norm="{date}"/>')):  # fmt: skip
        assert rejection(content).group == reason


def test_an_address_as_id_is_the_address() -> None:
    for content in (_ninjs(uri="https://a.example/1"), _newsml(guid="https://a.example/1")):
        assert (record(content).external_id, record(content).url) == ("", "https://a.example/1")


def test_markup_becomes_paragraphs_without_scripts() -> None:
    html = "<p>It&nbsp;rained.</p><script>alert(1)</script><p>It <b>stopped</b>.</p>"
    expected = "It rained.\n\nIt stopped."
    assert record(_ninjs(body_xhtml=html)).text == expected
    assert record(_ninjs(body_text=None, body_html=html)).text == expected
    assert (
        record(
            _newsml(content=f"<inlineXML><html><head><title>x</title></head><body>{html}</body></html></inlineXML>")
        ).text
        == expected
    )
    assert record(_newsml(content=f"<inlineXML>{_nitf(text=html)}</inlineXML>")).text == expected
    assert record(_nitf(text=html)).text == expected


def test_a_ninjs_file_is_an_item_an_array_or_an_item_a_line() -> None:
    one, two = _ninjs(), _ninjs(uri="urn:2")
    for content, lines in ((f"[{one},\n\n{two}]", [1, 3]), (f"{one}\n{two}\n", [1, 2]), (f"\n\n{one}\n\n", [3])):
        found = items(content)
        assert [item.position for item in found] == lines
        assert [item.raw for item in found] == [one.encode(), two.encode()][: len(lines)]
    assert record(json.dumps(json.loads(one), indent=4)).text == "It rained."


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_ninjs_is_read_in_wide_encodings(encoding: str) -> None:
    found = record(f"[{_ninjs(headline='Où ça?')}]".encode(encoding))
    assert found.headline == "Où ça?"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (f"[{_ninjs()}, {{", "broken JSON"),
        (f"[{_ninjs()}", "truncated"),
        (f"[{_ninjs()}, 1]", "not a JSON object"),
        (f"[{_ninjs()}] x", "broken JSON"),
        (f'[{_ninjs()}, {{"a": {"[" * 100_000}', "broken JSON"),
        (f"[{_ninjs()}, {_ninjs(n=2**70)}]", "a number too large for 64 bits"),
        (f"[{_ninjs()}, {_ninjs(body_text='')}]", "no text"),
        (f"[{_ninjs()}, {_ninjs(headline='a' + chr(0))}]", "a NUL character in the headline"),
    ],
)
def test_what_comes_before_a_broken_item_of_ninjs_is_kept(content: str, reason: str) -> None:
    good, bad = items(content)
    assert isinstance(good, Record)
    assert isinstance(bad, Rejection)
    assert bad.group == reason


def test_a_broken_item_of_a_message_leaves_the_others_whole() -> None:
    broken = _newsml().replace("</headline>", "</headlin>")
    message = f"<newsMessage><itemSet>{_newsml()}\n{broken}\n{_newsml()}{_newsml()[:90]}"
    found = items(message)
    assert [getattr(item, "reason", "")[:12] for item in found] == ["", "broken XML: ", "", "truncated: t"]
    assert [item.position for item in found] == [1, 2, 3, 3]


def test_a_message_without_news_items_is_said_to_have_none() -> None:
    for content in ("<newsMessage/>", "<packageItem></packageItem>", "<NewsML><NewsItem/></NewsML>"):
        assert rejection(content).reason == "no news item of NewsML-G2 in the document"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
def test_xml_is_read_in_its_encoding_whatever_it_says(encoding: str) -> None:
    text = "Où étaient passés les gardes, a demandé un officier à Orléans. Le poste était fermé."
    declared = '<?xml version="1.0" encoding="iso-8859-5"?>' if encoding != "cp1252" else "<?xml version='1.0'?>"
    assert record((declared + _nitf(text=f"<p>{text}</p>")).encode(encoding)).text == text


def test_deep_and_large_xml_is_refused_in_reasonable_time(monkeypatch: pytest.MonkeyPatch) -> None:
    began = time.process_time()
    assert rejection(_nitf(text="<p>" * 50_000 + "x" + "</p>" * 50_000)).group == "too complex"
    assert rejection(_nitf(text="<p/>" * 300_000)).group == "too complex"
    assert rejection(_newsml(content="<inlineXML>" + "<p>" * 50_000)).group == "broken XML"
    assert time.process_time() - began < 20
    monkeypatch.setattr(xml_module, "MOST_ITEMS", 1)
    assert rejection(f"<newsMessage>{_newsml() * 2}</newsMessage>").group == "too complex"
