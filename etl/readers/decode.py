"""Bytes to text, or the reason why not. Nothing is guessed silently: the charset that was used is kept."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from etl.readers.article import UnreadableError

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_SAMPLE = 200_000
_STRAY = re.compile(r"[\udc80-\udcff]")
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def decode(content: bytes, declared: str | None = None) -> tuple[str, str]:
    """Text and the charset it was decoded with.

    Raises UnreadableError (`empty`, `binary`, `encoding_unknown`). A byte order mark decides; else UTF-8 where it is valid; else UTF-8 with
    strays of Windows-1252 where files were put together; else the charset that the document declares, where it fits; else the likeliest
    legacy encoding (never `Ã©` for `é`).
    """
    if not content.strip():
        raise UnreadableError("empty", "the document holds no text")
    for mark, charset in _BOMS:
        if content.startswith(mark):
            return _decode_as(content, charset), charset
    try:
        text, charset = content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        text, charset = _decode_mixed(content) or _decode_declared(content, declared) or _decode_legacy(content)
    _refuse_binary(text)
    return text, charset


def _decode_as(content: bytes, charset: str) -> str:
    try:
        text = content.decode(charset)
    except UnicodeDecodeError as error:
        raise UnreadableError("encoding_unknown", f"the document announces {charset} but breaks it at byte {error.start}") from error
    if not text.strip():
        raise UnreadableError("empty", "the document holds no text")
    _refuse_binary(text)
    return text


def _decode_mixed(content: bytes) -> tuple[str, str] | None:
    """UTF-8 in which single bytes are Windows-1252 or broken: two files put together, a character cut in two.

    No other encoding gives whole UTF-8 sequences by chance, so as many of these as strays are enough.
    """
    strays = len(_STRAY.findall(content.decode("utf-8", "surrogateescape")))
    whole = len(_SEQUENCE.findall(content))
    return (content.decode("utf-8", _STRAYS), "utf-8 with windows-1252") if whole >= max(strays, 2) else None


def _read_stray(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8 as Windows-1252 has them, U+FFFD where it has none."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


_STRAYS = "cuttings-strays"
codecs.register_error(_STRAYS, _read_stray)


def _decode_declared(content: bytes, declared: str | None) -> tuple[str, str] | None:
    """As the document says, unless it breaks its word; UTF-8 was tried before."""
    if not declared or declared.lower().replace("-", "") in ("utf8", "utf16", "utf32", "utf7"):
        return None
    try:
        return content.decode(declared), declared.lower()
    except (UnicodeError, LookupError):
        return None


def _decode_legacy(content: bytes) -> tuple[str, str]:
    if b"\x00" in content[:_SAMPLE]:
        raise UnreadableError("binary", "the document holds NUL bytes: it is no text")
    best = from_bytes(content[:_SAMPLE], cp_exclusion=["utf_7"]).best()
    charset = best.encoding if best else ""
    # Single-byte Western text is told apart badly by statistics; what is valid there and mostly ASCII is Windows-1252, the web's default.
    western = sum(byte < 0x80 for byte in content[:_SAMPLE]) > 0.9 * min(len(content), _SAMPLE)
    for candidate in (["cp1252"] if western else []) + [charset]:
        try:
            return content.decode(candidate), candidate
        except (UnicodeDecodeError, LookupError):
            continue
    raise UnreadableError("encoding_unknown", "no encoding reads the document without errors; save it as UTF-8")


def _refuse_binary(text: str) -> None:
    sample = text[:_SAMPLE]
    if "\x00" in text:
        raise UnreadableError("binary", "the document holds NUL characters: it is no text")
    if len(_CONTROL.findall(sample)) > 0.01 * len(sample):
        raise UnreadableError("binary", "the document is mostly control characters: it is no text")
