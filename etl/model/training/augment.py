"""Variations of a gold article that change its look and not its facts, so that outlets nobody has seen read like those in the corpus."""

from __future__ import annotations

import random
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from etl.model.marks import find_marks
from etl.model.training.corpus import Article, Mark, Region

Edit = tuple[int, int, str]  # [start, end) of the text becomes the string
_STYLES = ("“”", '""', "‘’", "''")


@dataclass(frozen=True, slots=True)
class Rates:
    """How often a variation is made, 0 to 1."""

    names: float = 0.5  # of articles in which names are exchanged
    entities: float = 0.5  # of entities that get another name there
    quotation_marks: float = 0.2
    headlines: float = 0.3
    furniture: float = 0.15
    world: float = (
        0.5  # of new names of organisations that are well-known real ones (`Walmart`), so that these are learned too
    )


class Augmenter:
    """Varies articles; other names come from the articles given, those of organisations from `bodies` too."""

    def __init__(self, articles: Iterable[Article], rates: Rates | None = None, bodies: Iterable[str] = ()) -> None:
        self._rates = rates or Rates()
        self._donors: dict[tuple[str, ...], list[str]] = defaultdict(list)
        self._world: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for body in sorted(bodies):
            self._world[_key("organisation", body)].append(body)
        for article in articles:
            for surfaces in _entities(article).values():
                for label, surface in sorted(surfaces):
                    self._donors[_key(label, surface)].append(surface)

    def vary(self, article: Article, rng: random.Random) -> Article:
        """One random variation."""
        if rng.random() < self._rates.names:
            article = edit(article, self._exchange_names(article, rng))
        if rng.random() < self._rates.quotation_marks:
            article = restyle(article, rng.choice(_STYLES))
        if article.headlines and rng.random() < self._rates.headlines:
            article = recase(article, rng.choice((str.upper, _title, _sentence)))
        if article.furniture and rng.random() < self._rates.furniture:
            article = replace(article, regions=tuple(sorted([*article.regions, rng.choice(article.furniture)])))
        return article

    def _exchange_names(self, article: Article, rng: random.Random) -> list[Edit]:
        """Another name for some of the entities, the same wherever they are named."""
        renamed: dict[tuple[str, str], str] = {}  # (entity, surface) -> new surface
        for entity, surfaces in sorted(_entities(article).items()):
            if rng.random() < self._rates.entities:
                renamed |= {(entity, old): new for old, new in self._new_names(surfaces, rng).items()}
        edits: list[Edit] = []
        for mark in _whole_names(article):
            new = renamed.get((min(mark.ids, default=""), article.text[mark.start : mark.end]))
            if new is not None:
                edits.append((mark.start, mark.end, new))
        return edits

    def _new_names(self, surfaces: set[tuple[str, str]], rng: random.Random) -> dict[str, str]:
        """Old surface -> new one. A person's short names follow the full name word by word (`Ana Ruiz`, `Ruiz` -> `Eva Sand`, `Sand`)."""
        label, longest = max(surfaces, key=lambda s: (len(s[1].split()), s))
        donors = self._donors[_key(label, longest)]
        if label != "person":
            return {old: rng.choice(found) for its, old in sorted(surfaces) if (found := self._donors_like(its, old, rng))}
        new = dict(zip(longest.split(), rng.choice(donors).split(), strict=True))
        known = [old for _, old in sorted(surfaces) if all(word in new for word in old.split())]
        return {old: " ".join(new[word] for word in old.split()) for old in known}

    def _donors_like(self, label: str, surface: str, rng: random.Random) -> list[str]:
        """Names that may stand for `surface`: of the articles, or of the world."""
        key = _key(label, surface)
        return (self._world if self._world[key] and rng.random() < self._rates.world else self._donors)[key]


def edit(article: Article, edits: Iterable[Edit]) -> Article:
    """The article with stretches of its text replaced and everything marked in it moved along; edits must not overlap."""
    ordered = sorted(edits)
    parts: list[str] = []
    at = 0
    for start, end, new in ordered:
        parts += [article.text[at:start], new]
        at = end
    ends = [end for _, end, _ in ordered]
    growth = [0]
    for start, end, new in ordered:
        growth.append(growth[-1] + len(new) - (end - start))

    def moved(position: int) -> int:
        return position + growth[bisect_right(ends, position)]

    def all_moved(regions: Sequence[Region]) -> tuple[Region, ...]:
        return tuple((moved(a), moved(b)) for a, b in regions)

    marks = tuple(replace(m, start=moved(m.start), end=moved(m.end)) for m in article.marks)
    zones = {"regions": all_moved(article.regions), "headlines": all_moved(article.headlines), "furniture": all_moved(article.furniture)}
    return replace(article, text="".join([*parts, article.text[at:]]), marks=marks, **zones)


def restyle(article: Article, style: str) -> Article:
    """Other outermost quotation marks; `style` is the opening and the closing one."""
    letters = list(article.text)
    for start, end in article.regions:
        marks = find_marks(article.text, start, end)
        for i in marks.opening:
            letters[i] = style[0]
        for i in marks.closing:
            letters[i] = style[1]
    return replace(article, text="".join(letters))


def recase(article: Article, change: Callable[[str], str]) -> Article:
    """Headlines in another case; a letter whose other case is not one letter stays (`ß`)."""
    text = article.text
    for start, end in article.headlines:
        changed = change(text[start:end])
        if len(changed) == end - start:
            text = text[:start] + changed + text[end:]
    return replace(article, text=text)


def _title(line: str) -> str:
    return re.sub(r"\b[a-z](?=\w{3})", lambda m: m.group().upper(), line)


def _sentence(line: str) -> str:
    """Lower case throughout but for the first letter, as some feeds print it; names lose their capitals too."""
    return line[:1] + line[1:].lower()


def _whole_names(article: Article) -> list[Mark]:
    """Names that neither hold nor lie in another name."""
    names = sorted((m for m in article.marks if m.head == "name" and m.label != "event"), key=lambda m: (m.start, -m.end))
    return [
        m
        for m in names
        if not any(o is not m and o.head in ("name", "role") and o.start < m.end and m.start < o.end for o in article.marks)
        and "\n" not in article.text[m.start : m.end]
    ]


def _entities(article: Article) -> dict[str, set[tuple[str, str]]]:
    """Entity -> (label, surface) of its names."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for mark in _whole_names(article):
        found[min(mark.ids, default="")].add((mark.label, article.text[mark.start : mark.end]))
    return found


def _key(label: str, surface: str) -> tuple[str, ...]:
    """Names are exchanged for names of the same label, number of words and case (`CLR` for `NBC`)."""
    words = surface.split()
    return (label, str(min(len(words), 5) if label != "person" else len(words)), "upper" if surface.isupper() else "other")
