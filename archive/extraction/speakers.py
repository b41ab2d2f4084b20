"""Who says something in a sentence: the subject of a reporting verb, as the sentence names it. Pure.

A verb that reports is looked for first, then the phrase that is its subject: right before it ("a doctor in
Herat said"), before an apposition ("Jilani Farhad, the governor's spokesman, said"), or after it ("said a
trader"). Pronouns are left out: whoever "he" is has been named before.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .phrases import COMMAS, DETERMINERS, head_end, is_capital, speaker_in, speaks
from .speech import COMPLEMENTS, REPORTING, STRONG
from .subjects import NOUNS, STOPS, phrase_after, subject_before
from .tokens import Sentence
from .vocabulary import word_set

QUOTES = frozenset("\"“”'‘’")
_HAVE = word_set(
    """
    had has have also later earlier again now still then even already never further once separately repeatedly
    immediately publicly recently
    """
)
_PASSIVE = word_set(
    """
    was were been be being is are am to not n't would will could should must can may might did does do by of the
    a an in
    """
)
# Verbs that stand before their subject, too: "…, said a trader".
_INVERTING = word_set(
    """
    said says added adds explained argued complained recalled wrote insisted noted admitted replied declared
    announced reported
    """
)
_PASSIVE_VERBS = word_set(
    """
    claimed named confirmed announced reported published released public
    """
)
_ANONYMOUS = re.compile(
    r"condition of anonymity|(?:asked|asking|declined|declining|refused|wished|wanted|requested|preferred)"
    r" (?:not )?to be (?:named|identified|quoted)|not (?:being )?(?:named|identified)"
    r"|not authori[sz]ed to (?:speak|talk)|anonymously|requested anonymity|requesting anonymity",
    re.IGNORECASE,
)


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
            found = phrase_after(words, at + 2)
            if found:
                yield Attribution(at, found[1], speaker_in(words, *found), "according to", sure=True)
        elif verb == "by":
            yield from _by(words, at)
        elif verb in REPORTING:
            yield from _of_verb(sentence, text, at, verb)
        elif headline and word == ":" and 0 < at <= 3 and is_capital(words[at - 1]) and speaks(words, 0, at):
            yield Attribution(0, at + 1, speaker_in(words, 0, at), ":", sure=False)


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
    after = phrase_after(words, at + 1) if verb in _INVERTING and _inverts(words, at) else None
    if after and (after[1] == len(words) or words[after[1]] in STOPS | COMMAS or words[after[1]].lower() == "who"):
        yield Attribution(at, after[1], speaker_in(words, *after), verb, sure)
        return
    found = subject_before(words, end)
    if found and not _agrees(words, verb, *found):
        return
    if found:
        for name in _speakers(words, *found):
            yield Attribution(found[0], at + 1, name, verb, sure)
    elif after:
        yield Attribution(at, after[1], speaker_in(words, *after), verb, sure)


def _agrees(words: Sequence[str], verb: str, first: int, last: int) -> bool:
    """Whether a word that may be a noun is the verb of this subject: "officials report", "the paper reports"."""
    if verb not in NOUNS or verb == "put":
        return True
    head = words[head_end(words, first, last) - 1].lower()
    plural = head.endswith("s") or head in ("police", "people", "men", "women", "media") or "and" in words[first:last]
    return plural != verb.endswith("s")


def _speakers(words: Sequence[str], first: int, last: int) -> Iterator[tuple[int, int]]:
    """The one who speaks, or the two: "residents and a border official"."""
    second = next(
        (at + 1 for at in range(first + 1, last - 1) if words[at] == "and" and words[at + 1] in DETERMINERS), None
    )
    if second and not any(word in COMMAS for word in words[first:last]):
        yield speaker_in(words, first, second - 1)
        yield speaker_in(words, second, last)
    else:
        yield speaker_in(words, first, last)


def _inverts(words: Sequence[str], at: int) -> bool:
    """Whether the verb may stand before its subject: after what was said."""
    return at == 0 or words[at - 1] in COMMAS or words[at - 1] in QUOTES or words[at - 1] in "?!,"


def _by(words: Sequence[str], at: int) -> Iterator[Attribution]:
    """ "By the Taliban's own account", "by government estimates", "was made public by McKenzie"."""
    if at and words[at - 1] in _PASSIVE_VERBS:
        found = phrase_after(words, at + 1)
        if found:
            yield Attribution(at - 1, found[1], speaker_in(words, *found), f"{words[at - 1]} by", sure=False)
        return
    for end in range(at + 2, min(at + 9, len(words))):
        if words[end].lower() in ("account", "reckoning", "estimate", "estimates", "count", "accounts"):
            stop = next((n for n in range(at + 1, end) if words[n] in ("'s", "’s", "'S")), end + 1)
            first = at + 2 if words[at + 1].lower() == "the" else at + 1
            if first < stop and (is_capital(words[first]) or speaks(words, at + 1, stop)):
                yield Attribution(at, end + 1, (first, stop), words[end].lower(), sure=False)
            return
