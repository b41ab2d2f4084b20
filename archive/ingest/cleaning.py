"""Cleaning without loss: the same words in one form. The bytes as received stay in the Original.

- Unicode in composed form (NFC).
- Text that was once decoded wrongly ("dÃ©clarÃ©") is repaired by ftfy, paragraph by paragraph, and
  only where ftfy finds the characters implausible as they stand; who cleans is told so.
- Soft hyphens and zero-width characters go. They stay where a script needs them: joiners in Persian,
  in the scripts of India and in emoji, zero-width spaces between the words of Thai, Lao, Khmer,
  Burmese and Tibetan. Marks of writing direction stay, too.
- Line ends of every system become "\\n"; blank lines part paragraphs as before.
"""

import re
import unicodedata
from typing import NamedTuple

import ftfy
from ftfy.badness import is_bad

_INVISIBLE = re.compile("[\u00ad\u180e\u200b\u200c\u200d\u2060\ufeff]")
_JOINERS = "\u200c\u200d"
_ZERO_WIDTH_SPACE = "\u200b"
# Scripts with joiners: Arabic to N'Ko, those of India, Tibetan to Burmese, Khmer, Mongolian, Arabic forms, emoji.
_JOINING = re.compile(
    "[\u0600-\u07ff\u08a0-\u0dff\u0f00-\u109f\u1780-\u18af\ufb50-\ufdff\ufe0f\ufe70-\ufefc"
    "\u2190-\u2bff\U0001f000-\U0001faff]"
)
_WITHOUT_SPACES = re.compile("[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff]")
_SURROGATE = re.compile("[\ud800-\udfff]")

# The first byte of a UTF-8 sequence and the one after it, as Windows-1252 or Latin-1 shows them, and as Windows-1251.
_MOJIBAKE = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
    "|[РСв][\u0402\u0403\u0409-\u040f\u0452\u0453\u0459-\u045f\u0490\u0491\u040e\u045e\u0401\u0404\u0407\u0406"
    "\u0456\u0451\u0454\u0458\u0405\u0455\u0457\u2116€‚„…†‡‰‹‘’“”•–—™›\u00a0-\u00bb]"
)
_REPAIR = ftfy.TextFixerConfig(
    unescape_html=False,
    replace_lossy_sequences=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    fix_surrogates=False,
    remove_control_chars=False,
    remove_terminal_escapes=False,
    normalization=None,
)


class Cleaned(NamedTuple):
    """Text in its one form, and whether a wrong decoding was repaired in it."""

    text: str
    repaired: bool = False


def clean(text: str) -> Cleaned:
    """`text` in its one form."""
    if text.isascii():
        return Cleaned(_line_ends(text).strip())
    repaired = text
    if _SURROGATE.search(text):
        # Pairs of halves become the character that they are, single halves "�".
        repaired = text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if _MOJIBAKE.search(text):
        repaired = "\n".join(_repaired(line) for line in text.split("\n"))
    plain = _line_ends(repaired).replace("\u2028", "\n").replace("\u2029", "\n\n")
    if _INVISIBLE.search(plain):
        plain = _INVISIBLE.sub(_kept, plain)
    return Cleaned(unicodedata.normalize("NFC", plain).strip(), repaired != text)


def _line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _repaired(line: str) -> str:
    if _MOJIBAKE.search(line) and is_bad(line):
        return ftfy.fix_encoding(line, _REPAIR)
    return line


def _kept(match: re.Match[str]) -> str:
    """An invisible character where a script needs it, else nothing."""
    before = match.string[match.start() - 1 : match.start()]
    if match[0] in _JOINERS:
        after = match.string[match.end() : match.end() + 1]
        return match[0] if _JOINING.match(before) and (_JOINING.match(after) or not after.isalnum()) else ""
    if match[0] == _ZERO_WIDTH_SPACE:
        return match[0] if _WITHOUT_SPACES.match(before) else ""
    return ""
