"""What a user types into a search becomes an FTS5 expression; nothing typed can become anything else than words to look for.

bridge school        both words, in any form that shares their stem
"new bridge"         the words side by side
minist*              words that begin so
bridge OR ferry      either; AND is understood, too
bridge -toll         the first without the second; also NOT toll
(bridge OR ferry) river
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

LONGEST = 1_000
"""Characters of a query."""
DEEPEST = 20
"""Brackets in brackets; FTS5 itself stops at 256."""
SHORTEST_PREFIX = 3
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
_TOKEN = re.compile(r'\s*(?:(?P<phrase>"[^"]*"?)(?P<star>\*?)|(?P<mark>[()])|(?P<minus>-)(?=\S)|(?P<word>[^\s()"]+))')
_LETTER = re.compile(r"[^\W_]")
_NO_TEXT = re.compile(r"[\0\ud800-\udfff]")
"""What SQLite takes for no text: a terminal in another encoding gives half a character."""


class QueryError(ValueError):
    """A query that means nothing; the message says where and why."""


@dataclass(frozen=True, slots=True)
class _Token:
    """A piece of the query. `kind` is word, phrase, (, ), OR, AND or NOT; `at` counts characters from 1."""

    kind: str
    text: str
    at: int
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a phrase; with `is_prefix` its last word may go on."""

    text: str
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Every:
    """All of `wanted`, none of `unwanted`."""

    wanted: tuple[Query, ...]
    unwanted: tuple[Query, ...] = ()


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of `parts`."""

    parts: tuple[Query, ...]


Query = Term | Every | Either


def read_query(query: str) -> Query:
    """What a query asks for. Raises QueryError."""
    if len(query) > LONGEST:
        raise QueryError(f"the query is longer than {LONGEST:,} characters")
    tokens = _tokens(query)
    if not tokens:
        raise QueryError("there is no word to look for")
    parser = _Parser(tokens)
    read = parser.either(0)
    if parser.rest:
        raise QueryError(f"the bracket ) at character {parser.rest[0].at} closes nothing")
    return read


def match_expression(query: Query) -> str:
    """The FTS5 expression of a query; every word of it is an FTS5 string."""
    match query:
        case Term(text, is_prefix):
            return quoted(text) + (" *" if is_prefix else "")
        case Either(parts):
            return " OR ".join(f"({match_expression(part)})" for part in parts)
        case Every(wanted, unwanted):
            found = " AND ".join(_bracketed(part) for part in wanted)
            return f"({found}) NOT ({' OR '.join(_bracketed(part) for part in unwanted)})" if unwanted else found


def terms(query: Query) -> Iterator[Term]:
    """The words and phrases that may stand in what is found; not those that must not."""
    match query:
        case Term():
            yield query
        case Either(parts) | Every(parts, _):
            for part in parts:
                yield from terms(part)


def excludes(query: Query) -> bool:
    """Whether something must not stand in what is found."""
    match query:
        case Term():
            return False
        case Either(parts):
            return any(map(excludes, parts))
        case Every(wanted, unwanted):
            return bool(unwanted) or any(map(excludes, wanted))


def telling(query: Query, common: Collection[Term]) -> Query:
    """The query without those alternatives that are all of common words: of `the OR zeppelin` only `zeppelin`.

    Whatever is found by it is found by the query itself.
    """
    match query:
        case Term():
            return query
        case Every(wanted, unwanted):
            return Every(tuple(telling(part, common) for part in wanted), unwanted)
        case Either(parts):
            rarer = [telling(part, common) for part in parts if not all(term in common for term in terms(part))]
            return Either(tuple(rarer)) if len(rarer) > 1 else rarer[0] if rarer else query


def exactly(query: Query) -> Query:
    """The query with each beginning taken as a whole word, `the*` as `the`: whatever is found by it is found by the query itself."""
    match query:
        case Term(text):
            return Term(text)
        case Either(parts):
            return Either(tuple(map(exactly, parts)))
        case Every(wanted, unwanted):
            return Every(tuple(map(exactly, wanted)), unwanted)


def quoted(words: str) -> str:
    """An FTS5 string: its words side by side."""
    return '"' + _NO_TEXT.sub(" ", words).replace('"', '""') + '"'


def _bracketed(query: Query) -> str:
    return match_expression(query) if isinstance(query, Term) else f"({match_expression(query)})"


def _tokens(query: str) -> list[_Token]:
    text = query.translate(_QUOTES).rstrip()
    found, position = [], 0
    while position < len(text) and (match := _TOKEN.match(text, position)):
        found.append(_token(match, match.start(match.lastgroup or 0) + 1))
        position = match.end()
    return [token for token in found if token is not None]


def _token(match: re.Match[str], at: int) -> _Token | None:
    """One piece; None for one without a letter or digit, such as a dash between words."""
    if match["phrase"] is not None:
        return _phrase(match["phrase"], bool(match["star"]), match.start("phrase") + 1)
    if match["mark"]:
        return _Token(match["mark"], match["mark"], at)
    if match["minus"]:
        return _Token("NOT", "-", at)
    word = match["word"]
    if word in {"OR", "AND", "NOT"}:
        return _Token(word, word, at)
    bare = word.rstrip("*")
    if not _LETTER.search(bare):
        if "*" in word:
            raise QueryError(f"the * at character {at} stands alone; put it behind the beginning of a word, as in minist*")
        return None
    if "*" in bare:
        raise QueryError(f"a * ends a word, as in minist*; in {word} at character {at} it stands within")
    if bare != word and len(bare) < SHORTEST_PREFIX:
        raise QueryError(f"{word} at character {at} is too short; give at least {SHORTEST_PREFIX} letters before a *")
    return _Token("word", bare, at, bare != word)


def _phrase(text: str, is_prefix: bool, at: int) -> _Token:
    if len(text) < 2 or not text.endswith('"'):
        raise QueryError(f"the quotation mark at character {at} is never closed")
    if not _LETTER.search(text):
        raise QueryError(f"there is no word between the quotation marks at character {at}")
    return _Token("phrase", text[1:-1], at, is_prefix)


class _Parser:
    """Reads tokens from the left; `rest` is what is still to be read."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.rest = tokens

    def either(self, depth: int) -> Query:
        """`a b OR c`."""
        parts = [self.all_of(depth)]
        while self.rest and self.rest[0].kind == "OR":
            self.rest.pop(0)
            parts.append(self.all_of(depth))
        return Either(tuple(parts)) if len(parts) > 1 else parts[0]

    def all_of(self, depth: int) -> Query:
        """`a AND b -c`: what must be there, without what must not."""
        wanted: list[Query] = []
        unwanted: list[Query] = []
        at = self.rest[0].at if self.rest else None
        while self.rest and self.rest[0].kind not in {"OR", ")"}:
            if self.rest[0].kind == "AND":
                self._expect_words(self.rest.pop(0), also={"NOT"})
            elif self.rest[0].kind == "NOT":
                self._expect_words(self.rest.pop(0))
                unwanted.append(self.term(depth))
            else:
                wanted.append(self.term(depth))
        if not wanted:
            where = f" at character {at}" if at else " at the end"
            raise QueryError(f"only exclusions{where}: say what to look for" if unwanted else f"a word is missing{where}")
        return Every(tuple(wanted), tuple(unwanted)) if len(wanted) > 1 or unwanted else wanted[0]

    def term(self, depth: int) -> Query:
        """A word, a phrase or something in brackets."""
        token = self.rest.pop(0)
        if token.kind != "(":
            return Term(token.text, token.is_prefix)
        if depth == DEEPEST:
            raise QueryError(f"more than {DEEPEST} brackets stand in each other")
        inner = self.either(depth + 1)
        if not self.rest:
            raise QueryError(f"the bracket ( at character {token.at} is never closed")
        self.rest.pop(0)
        return inner

    def _expect_words(self, operator: _Token, also: frozenset[str] | set[str] = frozenset()) -> None:
        if not self.rest or self.rest[0].kind not in {"word", "phrase", "(", *also}:
            raise QueryError(f"a word is missing behind {operator.text} at character {operator.at}")
