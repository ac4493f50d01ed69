"""The gate of the store: every span lies in its article, in a stretch facts are read from, and holds the words it claims."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from etl.store.batch import FACTS, TABLES, Batch, Row, by_article
from etl.store.errors import StoreError

WORDS = (
    ("mentions", "surface", "start_char", "end_char"),
    ("figures", "surface", "start_char", "end_char"),
    ("meeting_reports", "surface", "start_char", "end_char"),
    ("no_comments", "text", "start_char", "end_char"),
    ("quotes", "speaker_text", "speaker_start_char", "speaker_end_char"),
    ("quotes", "cue", "cue_start_char", "cue_end_char"),
)
"""Columns that repeat words of the article, and where these stand."""
OUT_OF_BOUNDS = ("byline", "caption", "teaser", "furniture")
"""Zones no fact is read from."""
_JOINT = re.compile(r"\s*(?:…\s*)?")


def check_spans(batch: Batch) -> None:
    """Raise StoreError for the first span whose words are not there, or that touches page furniture."""
    texts = {row["article_id"]: row["text"] for row in batch.of("articles")}
    segments = _segments(batch)
    placed: dict[str, Sequence[Row]] = {table: batch.of(table) for table in FACTS if "start_char" in TABLES[table].columns}
    placed["quote_segments"] = [s for found in segments.values() for s in found]
    for table, rows in placed.items():
        for row in rows:
            _check_bounds(table, row, _text_of(texts, table, row))
    for table, words, start, end in WORDS:
        for row in batch.of(table):
            _check_words(table, row, words, (row.get(start), row.get(end)), _text_of(texts, table, row))
    for quote in batch.of("quotes"):
        _check_quote(quote, segments.get(quote["quote_id"], []), texts[quote["article_id"]])
    _check_zones(batch, {table: rows for table, rows in placed.items() if table not in ("zones", "quotes", "meeting_participants")})


def _segments(batch: Batch) -> dict[int, list[Row]]:
    """Pieces of each quote in order, with the quote's article beside them."""
    article = {row["quote_id"]: row["article_id"] for row in batch.of("quotes")}
    found: dict[int, list[Row]] = {quote: [] for quote in article}
    for row in batch.of("quote_segments"):
        if row["quote_id"] not in article:
            raise StoreError(f"quote_segments: piece {row.get('segment_no')} belongs to no quote of the batch: {row['quote_id']}")
        found[row["quote_id"]].append({**row, "article_id": article[row["quote_id"]]})
    return {quote: sorted(rows, key=lambda row: row["segment_no"]) for quote, rows in found.items()}


def _text_of(texts: dict[int, str], table: str, row: Row) -> str:
    """The text of a row's article."""
    try:
        return texts[row["article_id"]]
    except KeyError:
        raise StoreError(f"{table}: article {row['article_id']} is not in the batch") from None


def _check_bounds(table: str, row: Row, text: str) -> None:
    """A span lies inside the text and is not empty; a participant may have none."""
    start, end = row.get("start_char"), row.get("end_char")
    if start is None and end is None and table == "meeting_participants":
        return
    if start is None or end is None or not 0 <= start < end <= len(text):
        raise StoreError(f"{table}: span {start}-{end} is not inside the {len(text)} characters of article {row['article_id']}")


def _check_words(table: str, row: Row, column: str, span: tuple[int | None, int | None], text: str) -> None:
    """The words of `column` are those at `span`, where both are given."""
    start, end = span
    if row.get(column) is None or start is None or end is None:
        return
    if text[start:end] != row[column]:
        raise StoreError(f"{table}.{column} of article {row['article_id']} is {row[column]!r}, but {start}-{end} reads {text[start:end]!r}")


def _check_quote(quote: Row, pieces: Sequence[Row], text: str) -> None:
    """A quote runs from its first to its last piece, and its text is the pieces in order, joined by ` … ` or a line feed."""
    where = f"quotes: {quote['quote_id']} of article {quote['article_id']}"
    if [piece["segment_no"] for piece in pieces] != list(range(1, len(pieces) + 1)) or not pieces:
        raise StoreError(f"{where} needs pieces numbered from 1 in quote_segments")
    if (quote["start_char"], quote["end_char"]) != (pieces[0]["start_char"], pieces[-1]["end_char"]):
        raise StoreError(
            f"{where} spans {quote['start_char']}-{quote['end_char']}, its pieces {pieces[0]['start_char']}-{pieces[-1]['end_char']}"
        )
    at = 0
    for piece in pieces:
        words = text[piece["start_char"] : piece["end_char"]]
        at = at if quote["text"].startswith(words, at) else _skip_joint(quote["text"], at)
        if not quote["text"].startswith(words, at):
            raise StoreError(f"{where} reads {quote['text'][at:]!r} where its piece {piece['segment_no']} reads {words!r}")
        at += len(words)
    if at != len(quote["text"]):
        raise StoreError(f"{where} has words in no piece: {quote['text'][at:]!r}")


def _skip_joint(words: str, at: int) -> int:
    """The position after a joint between two pieces."""
    joint = _JOINT.match(words, at)
    return joint.end() if joint else at


def _check_zones(batch: Batch, placed: dict[str, Sequence[Row]]) -> None:
    """No fact touches a zone that is not read."""
    closed = {
        article: sorted((zone["start_char"], zone["end_char"], zone["kind"]) for zone in zones if zone["kind"] in OUT_OF_BOUNDS)
        for article, zones in by_article(batch.of("zones")).items()
    }
    for table, rows in placed.items():
        for row in rows:
            kind = _touches(row["start_char"], row["end_char"], closed.get(row["article_id"], ()))
            if kind:
                raise StoreError(
                    f"{table}: {row['start_char']}-{row['end_char']} of article {row['article_id']} stands in a {kind}, which is not read"
                )


def _touches(start: int, end: int, closed: Iterable[tuple[int, int, str]]) -> str | None:
    """The kind of the first closed zone that shares a character with the span."""
    return next((kind for zone_start, zone_end, kind in closed if start < zone_end and zone_start < end), None)
