"""One document to its rows, or to the reason why not. Runs in this process or in a worker of the pool."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from etl.ids import stable_id
from etl.readers import Article, Document, Metadata, Sidecar, UnreadableError, read

_LONGEST_REASON = 500

Row = dict[str, Any]
Rows = dict[str, list[Row]]


class Parsed(Protocol):
    """Rows of one article by table, and how many words were read for them."""

    @property
    def rows(self) -> Rows:
        """Rows by contract table."""
        ...

    @property
    def words(self) -> int:
        """Words read."""
        ...


Parse = Callable[[Sequence[Article], Sequence[int]], Sequence[Parsed]]
"""What `etl.parse.Parser` is: articles and the ids of their documents to one Parsed each."""


@dataclass(frozen=True, slots=True)
class Task:
    """One document to extract: where its kept bytes lie, when it came, and what metadata files said of it before.

    `held` are the bytes themselves, for a worker on a machine that has no such file.
    """

    uri: str
    sha256: str
    byte_size: int
    received_at: str
    content: str
    media_type: str | None = None
    item_uri: str | None = None
    item_version: str | None = None
    given: Metadata | None = None
    held: bytes | None = field(default=None, repr=False)

    @property
    def document_id(self) -> int:
        """The ledger's id of this content at this address."""
        return stable_id("document", self.uri, self.sha256)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document: rows of its articles, or a quarantine code with a reason for people."""

    task: Task
    rows: Rows | None = None
    words: int = 0
    media_type: str | None = None
    charset: str | None = None
    reason_code: str | None = None
    reason: str | None = None


class Extraction:
    """`extraction(task)` gives the task's Outcome; it raises nothing that a document could cause."""

    def __init__(self, make_parse: Callable[[], Parse], sidecar: Sidecar | None) -> None:
        """`make_parse` is called when the first document needs it, because it loads the model."""
        self._make_parse, self._sidecar = make_parse, sidecar
        self._parse: Parse | None = None

    def __call__(self, task: Task) -> Outcome:
        """The document's rows, or why there are none."""
        try:
            articles = self._read(task)
        except UnreadableError as error:
            return Outcome(task, reason_code=error.code, reason=str(error))
        except Exception as error:
            return crashed(task, error)
        self._parse = self._parse or self._make_parse()
        try:
            parsed = self._parse(articles, [task.document_id] * len(articles))
        except Exception as error:
            return crashed(task, error)
        rows: Rows = {}
        for article in parsed:
            for table, more in article.rows.items():
                rows.setdefault(table, []).extend(more)
        words = sum(article.words for article in parsed)
        return Outcome(task, rows, words, articles[0].media_type, articles[0].charset)

    def _read(self, task: Task) -> list[Article]:
        content = Path(task.content).read_bytes() if task.held is None else task.held
        document = Document(task.uri, content, task.sha256, task.media_type)
        articles = read(document, self._sidecar, task.given)
        if not articles:
            raise UnreadableError("no_article", "the document holds no article")
        return articles


def crashed(task: Task, error: BaseException) -> Outcome:
    """The extraction failed on this document: a fault of ours, kept with its place so that it can be mended."""
    place = ""
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        place = f" at {Path(code.co_filename).name}:{trace.tb_lineno}"
        trace = trace.tb_next
    said = getattr(error, "orig", None) or error  # SQLAlchemy's errors repeat the statement with all its values
    return Outcome(task, reason_code="extractor_crash", reason=f"{type(error).__name__}: {said}{place}"[:_LONGEST_REASON])


def document_row(outcome: Outcome, extractor_version: str | None = None) -> Row:
    """The ledger's row for this outcome; `extractor_version` is the one that tried, where the document came so far."""
    task = outcome.task
    return {
        "document_id": task.document_id,
        "uri": task.uri,
        "sha256": task.sha256,
        "media_type": outcome.media_type or task.media_type,
        "byte_size": task.byte_size,
        "charset": outcome.charset,
        "received_at": task.received_at,
        "status": "loaded" if outcome.rows is not None else "quarantined",
        "reason_code": outcome.reason_code,
        "reason": outcome.reason,
        "item_uri": task.item_uri,
        "item_version": task.item_version,
        "tried_by": extractor_version if outcome.rows is None else None,
    }
