"""Who gives a figure: the one whom its attribution names, and those whom the words join to him."""

from __future__ import annotations

import re

from etl.extract.facts import Mention
from etl.resolve.article import ArticleEntities
from etl.text.span import Span

_REACH = 200
"""Characters on either side in which joined names are looked for."""
_BRACKETS = r"(?: \([A-Z][\w&.-]*\))?"  # `the Fisheries Board| (FB)| and the union`
_AND = re.compile(rf"{_BRACKETS}(?:,? (?:and|&) (?:the )?|/)")
_COMMA = re.compile(rf"{_BRACKETS}, (?:the )?")


def find_sources(entities: ArticleEntities, source: Span) -> tuple[int, ...]:
    """Entities that give a figure where `source` names one of them, that one first: `the |Fisheries Board| and the Dockers Union estimate`.

    Joined are names of one kind by `and` or a stroke (`a Gazette/Polling House survey`), several also by commas (`A, B and C`). A comma
    before the `and` of two begins another clause: `according to the board, and the union agreed`.
    """
    first = entities.refer(source)
    if first is None:
        return ()
    near = entities.named_in(Span(max(0, source.start - _REACH), source.end + _REACH))
    own = next((m for m in near if m.span.overlaps(source)), None)
    if own is None or own.entity_kind == "place":
        return (first,)
    alike = [m for m in near if m.entity_kind == own.entity_kind]
    joined = [*_before(entities.analysis.text, alike, own), *_behind(entities.analysis.text, alike, own)]
    return tuple(dict.fromkeys([first, *entities.known(joined)]))


def _behind(text: str, names: list[Mention], own: Mention) -> list[Mention]:
    """Names joined behind the source; those after commas only where an `and` closes the list."""
    found, last = list[Mention](), own
    while (following := _next(text, names, last, _AND)) or (following := _next(text, names, last, _COMMA)):
        found.append(following)
        is_closed = _AND.fullmatch(text, last.span.end, following.span.start) is not None
        last = following
        if is_closed:
            between = text[own.span.end : found[0].span.start]
            return found if len(found) > 1 or "," not in between else []
    return []


def _next(text: str, names: list[Mention], last: Mention, joint: re.Pattern[str]) -> Mention | None:
    behind = (m for m in names if m.span.start >= last.span.end)
    return next((m for m in behind if joint.fullmatch(text, last.span.end, m.span.start)), None)


def _before(text: str, names: list[Mention], own: Mention) -> list[Mention]:
    """The name joined before the source, where the source is the nearest to its verb: `|Gazette|/Polling House poll`, `|A| and B estimate`.

    What stands in a clause of its own is no source: `sales fell at |Tesco| and Kantar data showed`.
    """
    ahead = [m for m in names if m.span.end <= own.span.start]
    if not ahead or not (joint := _AND.fullmatch(text, ahead[-1].span.end, own.span.start)) or "," in joint.group():
        return []
    opens = joint.group().endswith("/") or _OPENS.search(text[max(0, ahead[-1].span.start - 20) : ahead[-1].span.start])
    return ahead[-1:] if opens else []


_OPENS = re.compile(r"(?:^|[.!?:;“\"\n]|\b(?:[Bb]y|from|to)) ?(?:[Tt]he )?$")
