"""Text from outside made harmless to show: no terminal command, no hidden reordering, no spreadsheet formula."""

from __future__ import annotations

import re

REPLACEMENT = "\ufffd"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r]")
_RISKY = re.compile(rf"\A(?:{_FORMULA.pattern})|{_UNPRINTABLE.pattern}")


def visible(text: str) -> str:
    """The text with every control character, reordering mark and half character shown instead of obeyed."""
    text = _CONTROL.sub(_picture, text)
    return _SURROGATE.sub(REPLACEMENT, _BIDI.sub(_code, text))


def line(text: str) -> str:
    """The text made visible and put on one line."""
    return visible(" ".join(text.split()))


def cell(text: str) -> str:
    """The text as a spreadsheet cell: never a formula, always encodable, line breaks kept."""
    if _RISKY.search(text) is None:
        return text
    kept = _UNPRINTABLE.sub(REPLACEMENT, text)
    return "'" + kept if _FORMULA.match(kept) else kept


def _picture(found: re.Match[str]) -> str:
    """Unicode has a picture for each of the old control characters, and none for the newer ones."""
    code = ord(found[0])
    return chr(0x2400 + code) if code < 0x20 else "\u2421" if code == 0x7F else REPLACEMENT


def _code(found: re.Match[str]) -> str:
    return f"[U+{ord(found[0]):04X}]"
