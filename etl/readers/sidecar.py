"""What a user knows of the articles beside their files: publication date, outlet, address (`--metadata FILE`)."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

import yaml

from etl.readers.article import UnreadableError
from etl.readers.decode import decode
from etl.text.period import Period

_KEYS = {
    "file": "file", "filename": "file", "path": "file", "name": "file", "url": "url", "uri": "url", "link": "url",
    "source": "source", "outlet": "source", "publisher": "source", "newspaper": "source", "published": "published",
    "publishedon": "published", "publishedat": "published", "publicationdate": "published", "datepublished": "published",
    "date": "published",
    "headline": "headline", "title": "headline", "byline": "byline", "author": "byline",
}  # fmt: skip
FIELDS = tuple(dict.fromkeys(_KEYS.values()))
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ].*)?)?)?$")


class SidecarError(ValueError):
    """The metadata file cannot be used; the message says what to mend."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the sidecar says of one article; None where it says nothing."""

    source: str | None = None
    published_text: str | None = None
    published: Period | None = None
    url: str | None = None
    headline: str | None = None
    byline: str | None = None

    def over(self, former: Metadata | None) -> Metadata:
        """This, and what was said before where this is silent."""
        if former is None:
            return self
        published = self if self.published else former
        return Metadata(
            self.source or former.source,
            published.published_text,
            published.published,
            self.url or former.url,
            self.headline or former.headline,
            self.byline or former.byline,
        )

    def as_row(self) -> dict[str, str | None]:
        """The words alone, for the store."""
        return {name: getattr(self, name) for name in _FIELDS}

    @classmethod
    def of_row(cls, row: Mapping[str, str | None]) -> Metadata:
        """What `as_row` gave."""
        words = {name: row.get(name) for name in _FIELDS}
        published = words["published_text"]
        return cls(**words, published=parse_published(published, "sidecar") if published else None)


_FIELDS = ("source", "published_text", "url", "headline", "byline")


class Sidecar:
    """Metadata by file name, path pattern (`2024/*.txt`) or address. A row for the very file counts before one with a pattern, and of
    patterns the first that fits.
    """

    def __init__(self, rows: list[tuple[str, Metadata]], columns: Mapping[str, str] | None = None, ignored: Iterable[str] = ()) -> None:
        """`columns` names the columns of dumps by field (`text`, `headline`, …) where they are not to be guessed; `ignored` are the file's
        own columns that mean nothing here: a remark, or a misspelt `publised`.

        Raises SidecarError where two rows of one name contradict each other; rows that complete each other become one.
        """
        self.columns: Mapping[str, str] = columns or {}
        self.ignored = tuple(ignored)
        self._exact: dict[str, Metadata] = {}
        self._paths: dict[str, list[str]] = defaultdict(list)
        self._patterns: list[tuple[str, Metadata]] = []
        for key, metadata in rows:
            if any(mark in key for mark in ("*[" if key.startswith(("http://", "https://")) else "*?[")):  # `?` opens a query there
                self._patterns.append((key, metadata))
            else:
                self._add(key, metadata)

    def _add(self, key: str, metadata: Metadata) -> None:
        """One row about one file or address. Paths are also filed under their last part, so that finding one looks at few."""
        former = self._exact.get(key)
        if former is None and "/" in key:
            self._paths[key.rsplit("/", 1)[-1]].append(key)
        for name, said in metadata.as_row().items():
            before = former.as_row()[name] if former else None
            if said and before and said != before:
                field = name.removesuffix("_text")
                raise SidecarError(f"two rows about {key} contradict each other: {field} is {before!r} in one and {said!r} in another")
        self._exact[key] = metadata.over(former)

    @classmethod
    def load(cls, path: Path) -> Sidecar:
        """Read a CSV, JSON (list of objects, or object by file name) or YAML file; raises SidecarError."""
        try:
            text, _ = decode(path.read_bytes())
        except (OSError, UnreadableError) as error:
            raise SidecarError(f"cannot read the metadata file {path}: {error}") from error
        rows, columns = _rows(path, text)
        try:
            return cls([_row(path, number, row) for number, row in enumerate(rows, 1)], columns, _ignored(rows))
        except SidecarError as error:
            raise error if str(path) in str(error) else SidecarError(f"{path}: {error}") from error

    def find(self, uri: str) -> Metadata | None:
        """What is known of the document at `uri` (`file:///…/NAME.txt` or a web address).

        Of a part (`dump.jsonl#3`, `week.zip#pier.txt`) by its own name first; of its container what holds for all parts: outlet and date.
        """
        whole, _, part = uri.partition("#")
        found = self._find(uri) or (self._find(part) if part else None)
        if found is None and part and (shared := self._find(whole)):
            found = Metadata(shared.source, shared.published_text, shared.published)
        return found

    def find_either(self, uri: str, url: str | None) -> Metadata | None:
        """What is known of the document at `uri`, or else of the article whose web address is `url`."""
        return self.find(uri) or (self.find(url) if url else None)

    @property
    def names(self) -> list[str]:
        """File names, addresses and patterns of the rows."""
        return [*self._exact, *(pattern for pattern, _ in self._patterns)]

    def fitting(self, uri: str, url: str | None, among: Collection[str]) -> set[str]:
        """Those of the names `among` by which the document at `uri` or the article at `url` goes, whether their row counts or gives way."""
        whole, _, part = uri.partition("#")
        addresses = [address for address in dict.fromkeys((uri, part, whole, url)) if address]
        exact = {name for address in addresses for name in self._exact_names(address) if name in among}
        return exact | {name for name, _ in self._patterns if name in among and any(_is_like(address, name) for address in addresses)}

    def _find(self, uri: str) -> Metadata | None:
        found = next((self._exact[name] for name in self._exact_names(uri)), None)
        return found or next((said for pattern, said in self._patterns if _is_like(uri, pattern)), None)

    def _exact_names(self, uri: str) -> Iterator[str]:
        """Names that the document at `uri` goes by, the closest first."""
        path = unquote(uri.removeprefix("file://"))
        name = path.rsplit("/", 1)[-1]
        yield from (key for key in (uri, path, name, name.rsplit(".", 1)[0]) if key in self._exact)
        yield from (key for key in self._paths.get(name, ()) if path.endswith("/" + key.removeprefix("./")))


def _is_like(uri: str, pattern: str) -> bool:
    """Whether a path ends as a pattern says: `2024/*.txt`."""
    return PurePosixPath(unquote(uri.removeprefix("file://"))).match(pattern)


def parse_published(text: str, basis: str) -> Period | None:
    """The days that `2024-10-31`, `2024-10` or `2024` stand for, precision kept; None where it is no such date."""
    match = _DATE.match(text.strip())
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        start = date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    if day:
        return Period(start, start, basis)
    following = date(start.year + 1, 1, 1) if not month or month == 12 else date(start.year, month + 1, 1)
    return Period(start, following - timedelta(days=1), basis)


def _rows(path: Path, text: str) -> tuple[list[Mapping[str, Any]], Mapping[str, str]]:
    """Rows about articles, and the names of columns in dumps. A mapping may hold both, as `articles:` and `columns:`."""
    suffix = path.suffix.lower()
    try:
        if suffix in {".json", ".yaml", ".yml"}:
            data = json.loads(text, object_pairs_hook=_mapping) if suffix == ".json" else yaml.load(text, _Loader)
            if not isinstance(data, dict):
                return _checked(path, data or []), {}
            columns = {str(field): str(name) for field, name in (data.pop("columns", None) or {}).items()}
            articles = data.pop("articles", None)
            rows: list[Mapping[str, Any]] = [
                {"file": key, **value} for key, value in (articles if isinstance(articles, dict) else data).items()
            ]
            return rows + (_checked(path, articles) if isinstance(articles, list) else []), columns
        separator = max(",;\t", key=text.split("\n", 1)[0].count)  # spreadsheets of half of Europe write `;`
        table = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
        return [row for row in table if any(isinstance(value, str) and value.strip() for value in row.values())], {}
    except SidecarError as error:
        raise SidecarError(f"{path}: {error}") from error
    except (ValueError, TypeError, AttributeError, RecursionError, yaml.YAMLError, csv.Error) as error:
        raise SidecarError(f"the metadata file {path} is no valid {suffix.lstrip('.') or 'CSV'}: {error}") from error


def _checked(path: Path, rows: Any) -> list[Mapping[str, Any]]:
    """The rows of a list; raises SidecarError where one of them is no object."""
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise SidecarError(f"{path} holds no list of objects and no object by file name")
    return rows


def _mapping(pairs: Iterable[tuple[Any, Any]]) -> dict[Any, Any]:
    """A mapping in which no name stands twice with different values; JSON and YAML would let the last one win without a word."""
    found: dict[Any, Any] = {}
    for name, value in pairs:
        if name in found and found[name] != value:
            raise SidecarError(f"{name} stands in it twice, once with {found[name]!r} and once with {value!r}")
        found[name] = value
    return found


class _Loader(yaml.SafeLoader):
    """Plain YAML (no objects), names checked."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """As `_mapping`, of a node."""
        return _mapping((self.construct_object(name, deep=True), self.construct_object(value, deep=True)) for name, value in node.value)


def _ignored(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Names of columns that no field is called by, in the order of the file."""
    return [str(name) for name in dict.fromkeys(name for row in rows for name in row) if name is not None and _field(name) is None]


def _field(name: object) -> str | None:
    return _KEYS.get("".join(c for c in str(name).lower() if c.isalnum()))


def _row(path: Path, number: int, raw: Mapping[str, Any]) -> tuple[str, Metadata]:
    named = {_field(key): value for key, value in raw.items() if value not in (None, "")}
    row = {key: str(value).strip() for key, value in named.items() if key}
    key = row.get("file") or row.get("url")
    if not key:
        raise SidecarError(
            f"{path}, row {number}: no column `file` or `url` says which article is meant; columns known: {', '.join(sorted(_KEYS))}"
        )
    published = row.get("published")
    period = parse_published(published, "sidecar") if published else None
    if published and period is None:
        raise SidecarError(f"{path}, row {number}: published is {published!r}; write it as 2024-10-31, 2024-10 or 2024")
    return key, Metadata(row.get("source"), published, period, row.get("url"), row.get("headline"), row.get("byline"))
