"""Who says something in a sentence: the subject of a reporting verb, as the sentence names it. Pure.

A verb that reports is looked for first, then the phrase that is its subject: right before it ("a doctor in
Herat said"), before an apposition ("Jilani Farhad, the governor's spokesman, said"), or after it ("said a
trader"). Pronouns are left out: whoever "he" is has been named before.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from .lexicon import common_words
from .speech import COMPLEMENTS, INSTITUTIONS, PEOPLE, REPORTING, STRONG
from .tokens import Sentence

_COMMAS = frozenset(",–—")
_QUOTES = frozenset("\"“”'‘’")
_STOPS = frozenset(';:()[]"“”!?.…')
_CLAUSE = frozenset(
    "that which what while when whereas because but where until if although though unless so than then nor yet whether after"
    " before as and or".split()
)
_HAVE = frozenset({"had", "has", "have", "also", "later", "earlier", "again", "now", "still", "then", "even", "already", "never",
                   "further", "once", "separately", "repeatedly", "immediately", "publicly", "recently"})  # fmt: skip
_PASSIVE = frozenset({"was", "were", "been", "be", "being", "is", "are", "am", "to", "not", "n't", "would", "will", "could",
                      "should", "must", "can", "may", "might", "did", "does", "do", "by", "of", "the", "a", "an", "in"})  # fmt: skip
_DETERMINERS = frozenset("the a an one two three four five another his her its their our my your this these those some several many"
                         " most both other every each all no".split())  # fmt: skip
_PREPOSITIONS = frozenset("of in at from for on with near by to about under over outside inside across around between without"
                          " within through during against among".split())  # fmt: skip
_PRONOUNS = frozenset("he she it they we i you who which that this these those there what someone nobody everybody himself"
                      " whoever anyone everyone everything nothing something others".split())  # fmt: skip
_DAYS = frozenset("Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August"
                  " September October November December".split())  # fmt: skip
_TITLES = frozenset(
    "President Vice Prime Minister Foreign Defence Defense Interior Secretary State General Gen. Colonel Col. Lt. Maj. Major"
    " Captain Capt. Sgt. Sergeant Mr Mr. Mrs Mrs. Ms Ms. Dr Dr. Doctor Professor Prof. Senator Sen. Rep. Representative"
    " Congressman Governor Gov. Mayor King Queen Prince Princess Sheikh Mullah Maulvi Mawlawi Ayatollah Sir Lord"
    " Lady Judge Justice Chancellor Premier Ambassador Envoy Director Chief Commander Admiral Adm. Brigadier Acting Deputy"
    " Spokesman Spokeswoman Chairman Executive CEO Officer Speaker Attorney Sheriff Inspector Detective Rev. Reverend Bishop"
    " Archbishop Cardinal Imam Rabbi First Lieutenant Field Marshal Treasury Finance Health Justice Education".split()
)  # fmt: skip
# Verbs that stand before their subject, too: "…, said a trader".
_INVERTING = frozenset("said says added adds explained argued complained recalled wrote insisted noted admitted replied declared"
                       " announced reported".split())  # fmt: skip
_PASSIVE_VERBS = frozenset("claimed named confirmed announced reported published released public".split())
_ANONYMOUS = re.compile(
    r"condition of anonymity|(?:asked|asking|declined|declining|refused|wished|wanted|requested|preferred) (?:not )?to be"
    r" (?:named|identified|quoted)|not (?:being )?(?:named|identified)|not authori[sz]ed to (?:speak|talk)|anonymously"
    r"|requested anonymity|requesting anonymity",
    re.IGNORECASE,
)
_COUNTED_PEOPLE = frozenset("one two three second third sides some many several".split())
LONGEST_SUBJECT = 16  # tokens
_LONGEST_APPOSITION = 18


@dataclass(frozen=True, slots=True)
class Attribution:
    """Somebody says something: tokens of a sentence from `first` to `last` (excluded), and who.

    `name` are the tokens of the speaker; `verb` the token that reports.
    """

    first: int
    last: int
    name: tuple[int, int]
    verb: str
    sure: bool


def attributions(sentence: Sentence, text: str, *, headline: bool = False) -> Iterator[Attribution]:
    """Who says something in `sentence`, in order."""
    words = sentence.words
    for at, word in enumerate(words):
        verb = word.lower()
        # "United States", "Reports": a verb has a capital in headlines only.
        if word[0].isupper() and verb in REPORTING and at and not headline:
            continue
        if verb == "according" and words[at + 1 : at + 2] == ["to"]:
            found = _after(words, at + 2)
            if found:
                yield Attribution(at, found[1], _speaker(words, *found), "according to", sure=True)
        elif verb == "by":
            yield from _by(words, at)
        elif verb in REPORTING:
            yield from _of_verb(sentence, text, at, verb)
        elif headline and at and word == ":" and _capital(words[at - 1]) and at <= 3:
            if _speaks(words, 0, at):
                yield Attribution(0, at + 1, _speaker(words, 0, at), ":", sure=False)


def is_anonymous(words: str) -> bool:
    """Whether the speaker is said to be unnamed on purpose."""
    return _ANONYMOUS.search(words) is not None


def _of_verb(sentence: Sentence, text: str, at: int, verb: str) -> Iterator[Attribution]:
    words = sentence.words
    complement = COMPLEMENTS.get(verb)
    following = text[sentence.starts[at] + len(words[at]) :][:60].lstrip()
    if complement and not re.match(complement, following):
        return
    end = at
    while end and words[end - 1].lower() in _HAVE or end and words[end - 1].lower().endswith("ly") and end > 1:
        end -= 1
    if end and words[end - 1].lower() in _PASSIVE:
        return
    sure = verb in STRONG
    after = _after(words, at + 1) if verb in _INVERTING and _inverts(words, at) else None
    if after and (after[1] == len(words) or words[after[1]] in _STOPS | _COMMAS or words[after[1]].lower() == "who"):
        yield Attribution(at, after[1], _speaker(words, *after), verb, sure)
        return
    found = _before(words, end)
    if found:
        for name in _speakers(words, *found):
            yield Attribution(found[0], at + 1, name, verb, sure)
    elif after:
        yield Attribution(at, after[1], _speaker(words, *after), verb, sure)


def _speakers(words: Sequence[str], first: int, last: int) -> Iterator[tuple[int, int]]:
    """The one who speaks, or the two: "residents and a border official"."""
    second = next(
        (at + 1 for at in range(first + 1, last - 1) if words[at] == "and" and words[at + 1] in _DETERMINERS), None
    )
    if second and not any(word in _COMMAS for word in words[first:last]):
        yield _speaker(words, first, second - 1)
        yield _speaker(words, second, last)
    else:
        yield _speaker(words, first, last)


def _inverts(words: Sequence[str], at: int) -> bool:
    """Whether the verb may stand before its subject: after what was said."""
    return at == 0 or words[at - 1] in _COMMAS or words[at - 1] in _QUOTES or words[at - 1] in "?!,"


def _by(words: Sequence[str], at: int) -> Iterator[Attribution]:
    """ "By the Taliban's own account", "by government estimates", "was made public by McKenzie"."""
    if at and words[at - 1] in _PASSIVE_VERBS:
        found = _after(words, at + 1)
        if found:
            yield Attribution(at - 1, found[1], _speaker(words, *found), f"{words[at - 1]} by", sure=False)
        return
    for end in range(at + 2, min(at + 9, len(words))):
        if words[end].lower() in ("account", "reckoning", "estimate", "estimates", "count", "accounts"):
            stop = next((n for n in range(at + 1, end) if words[n] in ("'s", "’s", "'S")), end + 1)
            first = at + 2 if words[at + 1].lower() == "the" else at + 1
            if first < stop and (_capital(words[first]) or _speaks(words, at + 1, stop)):
                yield Attribution(at, end + 1, (first, stop), words[end].lower(), sure=False)
            return


def _before(words: Sequence[str], end: int) -> tuple[int, int] | None:
    """The subject that ends before the token `end`, with its apposition."""
    if end <= 0:
        return None
    if words[end - 1] in _COMMAS:
        return _with_apposition(words, end)
    start = end
    while start and end - start < LONGEST_SUBJECT and not _bounds(words, start - 1, end):
        start -= 1
    return _subject(words, start, end)


def _bounds(words: Sequence[str], at: int, end: int) -> bool:
    word = words[at].lower()
    if word == "and" and at and end - at <= 7:
        # "Afghan officials and residents": one subject of two.
        return not (_speaks(words, max(0, at - 1), at) and _speaks(words, at + 1, end) and not _verb_between(words, at))
    return (
        word in _STOPS
        or word in _COMMAS
        or word in _CLAUSE
        or word in REPORTING
        and word not in PEOPLE
        and word not in _NOUNS
    )


# Verbs' forms that are nouns as often.
_NOUNS = frozenset("report reports state states count counts call calls claim claims promise demand demands show shows notes names"
                   " estimates estimate fears hopes put".split())  # fmt: skip


def _verb_between(words: Sequence[str], at: int) -> bool:
    return any(word.lower() in REPORTING for word in words[max(0, at - 3) : at])


def _subject(words: Sequence[str], start: int, end: int) -> tuple[int, int] | None:
    """The phrase in the tokens from `start` to `end` that can be a subject, without what introduces it."""
    if start >= end:
        return None
    first = start
    if (
        words[start].lower() in _PREPOSITIONS
        or words[start].lower() not in _DETERMINERS
        and not _opens(words, start, end)
    ):
        first = _last_opening(words, start, end)
    if first is None or first >= end or words[first].lower() in _PRONOUNS and first == end - 1:
        return None
    return (first, end) if _speaks(words, first, end) else None


def _opens(words: Sequence[str], at: int, end: int) -> bool:
    word = words[at]
    if at == 0 and end <= 4 and _capital(word) and _is_speaker(words[end - 1]):
        return not any(each.lower() in _PREPOSITIONS for each in words[:end])
    return _capital(word) and word not in _DAYS and (at > 0 or not _sentence_word(word, words, at)) or _is_speaker(word)


def _sentence_word(word: str, words: Sequence[str], at: int) -> bool:
    """A common word that has its capital from the beginning of the sentence."""
    return (
        word.lower() in common_words()
        and not _is_speaker(word)
        and not _capital(words[at + 1] if at + 1 < len(words) else "")
    )


def _last_opening(words: Sequence[str], start: int, end: int) -> int | None:
    """Where the last phrase begins that hangs on no preposition."""
    for at in range(end - 1, start, -1):
        before, word = words[at - 1].lower(), words[at]
        if before in _PREPOSITIONS or word in ("'s", "’s"):
            continue
        if word.lower() in _DETERMINERS and before not in _DETERMINERS:
            return at
        if _capital(word) and word not in _DAYS and not _names(words[at - 1]) and before not in _DETERMINERS:
            return _with_modifiers(words, at, start)
        if at - 1 > start and words[at - 1] in _DAYS and _is_speaker(words[end - 1]):
            return at
    return None


def _with_modifiers(words: Sequence[str], at: int, start: int) -> int:
    """Back over the nouns before a name: "ministry spokesman Tariq Arian"."""
    while at - 1 > start and _is_speaker(words[at - 1]) and not _capital(words[at - 1]):
        at -= 1
    return at


def _with_apposition(words: Sequence[str], comma: int) -> tuple[int, int] | None:
    """ "Name, apposition, said": the phrase before the first of the two commas and all up to the second."""
    second = comma - 1
    opening = second - 1
    while (
        opening > 0
        and second - opening <= _LONGEST_APPOSITION
        and words[opening] not in _COMMAS
        and words[opening] not in _STOPS
    ):
        opening -= 1
    if opening <= 0 or words[opening] not in _COMMAS:
        return None
    # An apposition may hold a comma itself: then what stands before it is tried, too.
    for comma_at in (opening, _comma_before(words, opening)):
        if comma_at is None:
            continue
        start = comma_at
        while start and comma_at - start < LONGEST_SUBJECT and not _bounds(words, start - 1, comma_at):
            start -= 1
        found = _subject(words, start, comma_at)
        if found and _apposes(words, comma_at + 1, second, found):
            return found[0], comma
    # "In Herat, Jilani Farhad, said" is no grammar; "…, the governor, said" names him by what he is.
    return None


def _comma_before(words: Sequence[str], at: int) -> int | None:
    for before in range(at - 1, max(0, at - _LONGEST_APPOSITION), -1):
        if words[before] in _COMMAS:
            return before
        if words[before] in _STOPS:
            return None
    return None


def _apposes(words: Sequence[str], first: int, last: int, subject: tuple[int, int]) -> bool:
    """Whether the words between two commas say who the subject is."""
    opening = words[first].lower() if first < last else ""
    named = _capital(words[subject[1] - 1])
    if last - first <= 5 and all(_capital(word) for word in words[first:last]):
        # "The head of the agency, First Last, warned": the name comes second.
        return any(_is_speaker(word) for word in words[subject[0] : subject[1]])
    if opening in _DETERMINERS or opening in ("who", "whose", "asked", "speaking", "aged", "head", "which"):
        return True
    return (
        opening.isdigit()
        or any(_is_speaker(word) for word in words[first:last])
        or not named
        or opening in _PREPOSITIONS
    )


def _after(words: Sequence[str], start: int) -> tuple[int, int] | None:
    """The phrase that begins at the token `start`, up to what ends it."""
    end = start
    while end < len(words) and end - start < LONGEST_SUBJECT:
        word = words[end].lower()
        if (
            word in _STOPS
            or word in _COMMAS
            or word in _CLAUSE
            or word in ("who", "whose", "on", "in")
            and end > start + 3
        ):
            break
        if word in REPORTING and word not in _NOUNS and not _is_speaker(words[end]):
            break
        end += 1
    if end == start or words[start].lower() in _PRONOUNS:
        return None
    if not (
        _capital(words[start])
        or words[start].lower() in _DETERMINERS
        or _is_speaker(words[start])
        or _speaks(words, start, end)
    ):
        return None
    return (start, end) if _speaks(words, start, end) else None


def _speaks(words: Sequence[str], first: int, last: int) -> bool:
    """Whether the head of the phrase can speak: a name, or a noun for people and institutions."""
    stop = _head_end(words, first, last)
    if stop <= first:
        return False
    head = words[stop - 1]
    if head in ("'s", "’s"):
        return False
    if head.lower() in _COUNTED_PEOPLE and words[first].lower() in _DETERMINERS:
        return last - first <= 4
    if _capital(head):
        return head not in _DAYS and (stop - 1 > 0 or not _sentence_word(head, words, stop - 1) or len(words) == 1)
    return _is_speaker(head) and words[first].lower() != "no"


def _head_end(words: Sequence[str], first: int, last: int) -> int:
    """Where the head of a phrase ends: before what hangs on it."""
    for at in range(first + 1, last):
        word = words[at].lower()
        if word in _PREPOSITIONS or word in ("who", "whose", "there", "here", "and", "or") or words[at] in _COMMAS:
            # "Islamic State of Khorasan", "Bank of England": the head is all of it, and its first part speaks as well.
            return at
        if at > first + 1 and not _capital(words[at]) and re.fullmatch(r"\w{3,}(?:ing|ed)|seen|known|held", word):
            return at
    return last


def _speaker(words: Sequence[str], first: int, last: int) -> tuple[int, int]:
    """The tokens that name the speaker: a person's name without titles, or else the phrase up to what hangs on it."""
    comma = next((at for at in range(first, last) if words[at] in _COMMAS), None)
    parts = [(first, last)] if comma is None else [(first, comma), (comma + 1, last)]
    for start, end in parts:
        name = _name(words, start, end)
        if name:
            return name
    start, end = parts[0]
    return start, _described(words, start, end)


def _name(words: Sequence[str], start: int, end: int) -> tuple[int, int] | None:
    """The last run of capitals before what hangs on the phrase, without titles."""
    if words[start] in _TITLES and words[start + 1 : start + 2] == ["of"] and start + 3 < end:
        # "Secretary of State Antony Blinken"; of "Secretary of State" nothing would remain.
        start = start + 2 if words[start + 2] in _TITLES and _capital(words[start + 3]) else start
    stop = _head_end(words, start, end)
    while stop > start and not _capital(words[stop - 1]):
        if _is_speaker(words[stop - 1]):
            return None
        stop -= 1
    begin = stop
    while begin > start and (
        _capital(words[begin - 1]) or words[begin - 1] in ("bin", "al", "ibn", "van", "von", "de", "der", "la")
    ):
        begin -= 1
    while begin < stop - 1 and words[begin] in _TITLES | {"The", "In", "On", "At"}:
        begin += 1
    return (begin, stop) if begin < stop and words[begin] not in ("The", "A", "An") else None


def _described(words: Sequence[str], start: int, end: int) -> int:
    stop = start
    while (
        stop < end
        and words[stop] not in _COMMAS
        and words[stop].lower() not in ("who", "whose", "which", "reached", "there", "here")
    ):
        stop += 1
    return stop


def _names(word: str) -> bool:
    return _capital(word) and word not in _DAYS


def _capital(word: str) -> bool:
    return word[:1].isupper()


@cache
def _is_speaker(word: str) -> bool:
    lower = word.lower()
    stems = {lower, lower.removesuffix("s"), lower.removesuffix("es")}
    if lower.endswith("ies"):
        stems.add(lower[:-3] + "y")
    if not stems.isdisjoint(PEOPLE | INSTITUTIONS):
        return True
    return (
        re.fullmatch(
            r"[a-z]{3,}(?:keeper|maker|monger|smith|worker|owner|seller|goer|holder|woman|women|folk)s?", lower
        )
        is not None
    )
