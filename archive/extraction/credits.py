"""Credits: agencies that a text owes to, and whom it cites, each with the words that show it. Pure.

An agency is owed where the byline names it, in the brackets of a dateline or at the end, and where the text
says that it reported, was told or helped. Everybody else who says something is cited. An agency's own byline
on its own article is no debt; the name in its dateline is kept, since copies carry it along.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from archive.text import normalise_name

from .speakers import Attribution, attributions, is_anonymous
from .speech import AGENCIES
from .tokens import Sentence, sentences

WIRE, PHOTO, CITED = "wire", "photo", "cited"
_AGENCIES_UNNAMED = re.compile(
    r"\b(?:(?:with\s+)?(?:news\s+)?agencies|wire (?:reports?|services?)|news services?)\b", re.IGNORECASE
)
_PERSON_BYLINE = re.compile(r"^(?:by|von|par)\s", re.IGNORECASE)
_ENDING = re.compile(r"[\s(\[—–-]+$")
_STATEMENT = 600  # characters of a statement that are kept


@dataclass(frozen=True, slots=True)
class FoundCredit:
    """A debt to a source, with its words where they stand in `field`, and how it was found."""

    field: str
    start: int
    end: int
    words: str
    kind: str
    named_as: str
    score: float
    reason: str
    source: str = ""  # the name of the source meant, where it is known
    anonymous: bool = False
    statement: str = ""


@dataclass(frozen=True)
class Sources:
    """The names that lead to sources: agencies by every name, and everybody else's."""

    agencies: Mapping[str, str] = field(default_factory=dict)  # a name as written -> the source's name
    photo_agencies: Mapping[str, str] = field(default_factory=dict)
    others: Mapping[str, str] = field(default_factory=dict)  # a normalised name -> the source's name

    def agency_pattern(self) -> re.Pattern[str]:
        """What finds the name of an agency, the longest first."""
        names = sorted({**AGENCIES, **self.agencies}, key=len, reverse=True)
        return re.compile(rf"(?<![\w&])(?:{'|'.join(map(re.escape, names))})(?!\w)(?! Photo| Images)")


class CreditFinder:
    """Finds the credits of articles for one set of known sources."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._names = {**AGENCIES, **sources.agencies}
        self._pattern = sources.agency_pattern()
        names = "|".join(map(re.escape, sorted(self._names, key=len, reverse=True)))
        the = r"(?:[Tt]he\s+)?"
        self._phrases = re.compile(
            rf"(?:[Aa]ccording\s+to|[Cc]ontacted\s+by|[Rr]eports?\s+(?:by|from)|[Aa]s)\s+{the}(?P<to>{names})(?!\w)(?:\s+(?:learned|reported|reports))?"
            rf"|(?P<lead>\b{the})(?P<by>{names})(?!\w)\s+(?:(?:has|had|also|first|earlier)\s+)?(?:reported|reports|says|said|contributed\s+to\s+this\s+(?:report|story|article)|quoted|cited)\b"
            rf"|\b(?:told|tells|telling|(?:spoke|speaking|talked)\s+(?:to|with)|interviews?\s+with)\s+{the}(?P<told>{names})(?!\w)"
            rf"|[(\[](?P<bracket>{names})(?:\s+and\s+[\w ]{{2,20}}|/[\w /]+)?[)\]]"
        )

    def find(
        self, parts: Mapping[str, str], own: str = "", split: Mapping[str, list[Sentence]] | None = None
    ) -> list[FoundCredit]:
        """The credits in the `parts` of an article (by the field's name) of the source `own`.

        `split` are the sentences of the parts, where they are known.
        """
        found = [*self._of_byline(parts.get("byline", ""), own), *self._of_caption(parts.get("caption", ""))]
        for name in ("headline", "text"):
            text = parts.get(name, "")
            wires = list(self._of_text(name, text))
            found += wires
            cited = self._cited(name, text, split[name] if split and name in split else list(sentences(text)))
            found += [credit for credit in cited if not _within_any(credit, wires) and not self._is_agency(credit)]
        return found

    def _is_agency(self, credit: FoundCredit) -> bool:
        return (
            credit.named_as in self._names or credit.named_as.removeprefix("the ").removeprefix("The ") in self._names
        )

    def _of_byline(self, byline: str, own: str) -> Iterator[FoundCredit]:
        named = False
        for match in self._pattern.finditer(byline):
            source = self._names[match.group()]
            if source == own:
                continue
            named = True
            # A whole line that is the agency's shows the debt better than its name alone.
            whole = not _PERSON_BYLINE.match(byline) and len(byline.split()) <= 6
            start, end = (0, len(byline)) if whole else match.span()
            yield FoundCredit(
                "byline", start, end, byline[start:end], WIRE, match.group(), 0.95, "named in the byline", source
            )  # fmt: skip
        unnamed = None if named else _AGENCIES_UNNAMED.search(byline)
        if unnamed:
            yield FoundCredit(
                "byline", *unnamed.span(), unnamed.group(), WIRE, unnamed.group(), 0.9, "the byline names agencies"
            )  # fmt: skip

    def _of_caption(self, caption: str) -> Iterator[FoundCredit]:
        for name in sorted(self._sources.photo_agencies, key=len, reverse=True):
            match = re.search(
                r"(?:(?:Photo(?:graph)?|Picture|Image)s?(?:\s+by|:)\s+|Handout via )?"
                rf"(?<!\w){re.escape(name)}(?!\w)\.?$",
                caption.strip(), re.IGNORECASE,
            )  # fmt: skip
            if match:
                words = match.group().rstrip(".")
                named = match.group()[-len(name) :] if not match.group().endswith(".") else words[-len(name) :]
                start = caption.index(words, match.start())
                yield FoundCredit(
                    "caption", start, start + len(words), words, PHOTO, named, 0.95, "the end of the caption",
                    self._sources.photo_agencies[name],
                )  # fmt: skip
                return

    def _of_text(self, name: str, text: str) -> Iterator[FoundCredit]:
        seen: list[tuple[int, int]] = []
        for match in self._phrases.finditer(text):
            group = next(group for group in ("to", "by", "told", "bracket") if match[group])
            named, (start, end) = match[group], match.span()
            if group == "told":
                start = self._start_of_teller(text, start)
            seen.append((start, end))
            reason = {
                "to": "the text names it as its origin", "by": "it is said to have reported this",
                "told": "somebody told it", "bracket": "the name in brackets",
            }[group]  # fmt: skip
            yield FoundCredit(name, start, end, text[start:end], WIRE, named, 0.9, reason, self._names[named])
        ending = text.rstrip()[-80:]
        for match in self._pattern.finditer(ending):
            # The sign-off: the name alone behind the last sentence.
            start = len(text.rstrip()) - len(ending) + match.start()
            before = text[:start].rstrip(" —–-(")
            if match.end() >= len(ending) - 2 and before[-1:] in '.!?"”\n' and not any(a <= start < b for a, b in seen):
                words = match.group()
                yield FoundCredit(
                    name, start, start + len(words), words, WIRE, words, 0.85, "the name stands alone at the end",
                    self._names[words],
                )  # fmt: skip

    def _start_of_teller(self, text: str, verb: int) -> int:
        """Where the phrase starts that tells an agency something, if it is near."""
        begin = max(0, verb - 120)
        for sentence in sentences(text[begin : verb + 4]):
            last = sentence
        for attribution in attributions(last, text[begin:]):
            if begin + last.starts[attribution.last - 1] == verb:
                return begin + last.starts[attribution.first]
        return verb

    def _cited(self, name: str, text: str, split: list[Sentence]) -> Iterator[FoundCredit]:
        for sentence in split:
            for attribution in attributions(sentence, text, headline=name == "headline"):
                yield self._citation(name, text, sentence, attribution)

    def _citation(self, name: str, text: str, sentence: Sentence, found: Attribution) -> FoundCredit:
        start, end = sentence.span(found.first, found.last)
        named_at, named_end = sentence.span(*found.name)
        named = " ".join(text[named_at:named_end].split())
        whole_start, whole_end = sentence.span(0, len(sentence.words))
        whole = text[whole_start:whole_end]
        source = self._sources.others.get(normalise_name(named), "")
        return FoundCredit(
            name, start, end, text[start:end], CITED, named[:300],
            _score(found, named, source), f"“{found.verb}” with who says it",
            source, anonymous=not source and is_anonymous(whole), statement=whole[:_STATEMENT],
        )  # fmt: skip


def _score(found: Attribution, named: str, source: str) -> float:
    if source:
        return 0.95
    return round((0.85 if found.sure else 0.6) + (0.05 if named[:1].isupper() else 0), 2)


def _within_any(credit: FoundCredit, others: list[FoundCredit]) -> bool:
    """Whether its words are those of another credit: "a security official told the agency" is cited all the same."""
    return any(
        other.start <= credit.start
        and credit.end <= other.end
        and normalise_name(credit.named_as) in normalise_name(other.named_as)
        for other in others
    )  # fmt: skip
