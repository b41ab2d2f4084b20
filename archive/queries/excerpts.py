"""How much of a text an excerpt shows: one rule for what is read (Python) and what is found (PostgreSQL).

Words are counted, and a word ends at a blank. Scripts that set no blanks between words would be shown
almost whole by that, so of these a word is as many characters as a word has there on average, and no
run of other characters counts as one word for ever.
"""

import re

# How much of a text is shown where its rights allow an excerpt, in words.
EXCERPT_WORDS = 60

# What Python takes for blanks, so that both count the same words; PostgreSQL's \s depends on the locale.
_BLANK = r"\u0009-\u000d\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
# Han and Kana with their punctuation, full-width forms, and the Han of the later planes.
_DENSE = (
    r"\u2e80-\u2fff\u3001-\u312f\u31a0-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uffef"
    r"\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
# Thai, Lao, Tibetan, Burmese, Khmer, and the scripts of their neighbours.
_SYLLABIC = r"\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\ua9e0-\ua9ff\uaa60-\uaadf"

# One word; Python's regular expressions and PostgreSQL's read this pattern alike.
WORD = rf"[{_DENSE}]{{1,2}}|[{_SYLLABIC}]{{1,5}}|[^{_BLANK}{_DENSE}{_SYLLABIC}]{{1,50}}"
# All words of an excerpt at once; what a word has, it keeps: nothing is tried twice.
_FIRST_WORDS = re.compile(rf"[{_BLANK}]*+(?>(?>{WORD})[{_BLANK}]*+){{{EXCERPT_WORDS - 1}}}(?>{WORD})")


def excerpt(text: str) -> str:
    """The first `EXCERPT_WORDS` words of a text, paragraphs kept."""
    first = _FIRST_WORDS.match(text)
    if first is None or not text[first.end() :].strip():
        return text
    whole, between, cut = first.group().rpartition("\n\n")
    return f"{whole}{between}{' '.join(cut.split())} …"
