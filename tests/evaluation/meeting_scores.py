"""How well meetings are put together, by hand.

    python -m tests.evaluation.meeting_scores [train|dev|test] [--real] [--misses]

Without `--real` names, references and triggers are the gold ones (an upper bound); with it the tagger, the mentions and the
resolver are the real ones.
Train scores are of weights learned on it. `--misses` refuses to show test's.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from etl.extract.facts import Meeting
from etl.extract.meetings import find_meetings
from etl.extract.meetings.assemble import read_meetings
from etl.extract.meetings.scene import Scene
from etl.extract.meetings.triggers import find_triggers
from etl.extract.mentions import find_mentions
from etl.extract.positions import find_positions
from etl.resolve import resolve_article
from etl.text.dates import resolve_period
from etl.text.span import Span
from tests.evaluation.meeting_gold import agrees, day_of, gold_mentions
from tests.evaluation.score import Tally, pair
from tests.gold import GoldArticle, gold_analysis, gold_regions, read_gold, split


@dataclass(frozen=True)
class Wanted:
    """A gold meeting with its report spans and sides (gold ids)."""

    facts: dict[str, str]
    spans: tuple[Span, ...]
    sides: frozenset[str]


@dataclass(frozen=True)
class Guessed:
    """A meeting found, its sides and place as gold ids (`?…` where gold has no such entity)."""

    meeting: Meeting
    sides: frozenset[str]
    place: str | None


def from_gold(gold: GoldArticle) -> tuple[Sequence[Meeting], Callable[[Span], str | None]]:
    """Meetings by gold spans and gold identities."""
    mentions, who = gold_mentions(gold)
    analysis = gold_analysis(gold)
    meetings = read_meetings(Scene(analysis, mentions, who, find_triggers(analysis)))
    return meetings, lambda span: None if (e := who.refer(span)) is None else who.ids[e]


def from_tagger() -> Callable[[GoldArticle], tuple[Sequence[Meeting], Callable[[Span], str | None]]]:
    """Meetings by the real tagger, mentions and resolver; identities mapped to gold by the names they share."""
    from etl.model import Tagger

    tagger = Tagger()

    def read(gold: GoldArticle) -> tuple[Sequence[Meeting], Callable[[Span], str | None]]:
        regions, _ = gold_regions(gold)
        analysis = gold_analysis(gold, tagger.tag(gold.text, [(s.start, s.end) for s in regions]))
        mentions = find_mentions(analysis)
        entities = resolve_article(analysis, mentions, find_positions(analysis, mentions))
        votes: dict[int, Counter[str]] = defaultdict(Counter)
        for index, mention in enumerate(mentions):
            entity = entities.mention_entity(index)
            for s in gold.spans("per", "org", "loc") if entity is not None and mention.form in ("name", "short_name", "acronym") else ():
                if mention.span.overlaps(Span(s["start"], s["end"])):
                    votes[entity][s["id"].split()[0]] += 1
        return find_meetings(
            analysis, mentions, entities
        ), lambda span: None if (e := entities.refer(span)) is None else votes[e].most_common(1)[0][0] if votes[e] else f"?{e}"

    return read


def score(tally: Tally, gold: GoldArticle, meetings: Sequence[Meeting], who: Callable[[Span], str | None]) -> None:
    """Count one article."""
    wanted = [_wanted(gold, m) for m in gold.facts["meeting"]]
    guessed = [Guessed(m, frozenset(e for p in m.participants if (e := who(p.span))), who(m.place) if m.place else None) for m in meetings]
    pairs = pair(wanted, guessed, _alike)
    tally.add("events", len(pairs), len(guessed), len(wanted))
    for i, j in pairs:
        _score_pair(tally, gold, wanted[i], guessed[j], {b: a for a, b in pairs}, wanted)
    text = lambda spans: [s.of(gold.text) for s in spans]  # noqa: E731
    for i in sorted(set(range(len(wanted))) - {i for i, _ in pairs}):
        tally.note("missed", gold.id, f"{wanted[i].facts['id']} {text(wanted[i].spans)}")
    for j in sorted(set(range(len(guessed))) - {j for _, j in pairs}):
        tally.note("spurious", gold.id, f"{text(guessed[j].meeting.reports)} {sorted(guessed[j].sides)}")


def _wanted(gold: GoldArticle, meeting: dict[str, str]) -> Wanted:
    spans = tuple(Span(s["start"], s["end"]) for s in gold.spans("meet", "evt") if meeting["id"] in s["id"].split())
    return Wanted(meeting, spans, frozenset((meeting.get("participants", "") + " " + meeting.get("organisers", "")).split()))


def _alike(g: Wanted, p: Guessed) -> float:
    touch = sum(a.overlaps(b) for a in p.meeting.reports for b in g.spans)
    return 0 if not touch or (g.sides and p.sides and not g.sides & p.sides) else touch + len(g.sides & p.sides)


def _score_pair(tally: Tally, gold: GoldArticle, g: Wanted, p: Guessed, matched: dict[int, int], wanted: Sequence[Wanted]) -> None:
    words = [s.of(gold.text) for s in g.spans]
    tally.add("participants", len(g.sides & p.sides), len(p.sides), len(g.sides))
    status = g.facts.get("status", "held")
    for row, ours, theirs in (("status", p.meeting.status, status), ("kind", p.meeting.kind, g.facts["kind"])):
        tally.add(row, ours == theirs, 1, 1)
        if ours != theirs:
            tally.note(row, gold.id, f"{g.facts['id']} {theirs} got {ours} {words}")
    if g.sides != p.sides:
        tally.note(
            "sides",
            gold.id,
            f"{g.facts['id']} lack {sorted(g.sides - p.sides)} extra {sorted(p.sides - g.sides)} {g.facts['kind']} {words}",
        )
    place = g.facts.get("place", "").split()
    if place or p.place:
        tally.add("place", p.place in place, p.place is not None, bool(place))
        if p.place not in place:
            tally.note("place", gold.id, f"{g.facts['id']} {place} got {p.place} {words}")
    parent = g.facts.get("part_of")
    got = matched.get(p.meeting.parent) if p.meeting.parent is not None else None
    if parent or p.meeting.parent is not None:
        tally.add("parent", got is not None and wanted[got].facts["id"] == parent, p.meeting.parent is not None, bool(parent))
        if (wanted[got].facts["id"] if got is not None else None) != parent:
            tally.note(
                "parent",
                gold.id,
                f"{g.facts['id']} {parent} got {got is not None and wanted[got].facts['id']} ({p.meeting.parent_relation}) {words}",
            )
    _score_date(tally, gold, g, p)


def _score_date(tally: Tally, gold: GoldArticle, g: Wanted, p: Guessed) -> None:
    """A date counts where gold settles one; any other guess is wrong only where gold says nothing of a day the page could settle."""
    when = g.facts.get("when")
    words = p.meeting.time.of(gold.text) if p.meeting.time else None
    period = resolve_period(words, day_of(gold), future=p.meeting.status in ("planned", "requested")) if words else None
    if when:
        right = period is not None and agrees(when, period)
        tally.add("date", right, period is not None, 1)
        if not right:
            tally.note("date", gold.id, f"{g.facts['id']} {when} got {words!r} {period}")


def main() -> None:
    """Print the scores of one split."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("split", nargs="?", default="dev", choices=["train", "dev", "test"])
    parser.add_argument("--real", action="store_true")
    parser.add_argument("--misses", action="store_true")
    args = parser.parse_args()
    tally, read = Tally(), from_tagger() if args.real else from_gold
    for article in split(args.split):
        gold = read_gold(article)
        score(tally, gold, *read(gold))
    for row, r in tally.results().items():
        print(f"{row:14} P {r['p']:.3f} R {r['r']:.3f} F1 {r['f1']:.3f} of {r['gold']:.0f}")
    if args.misses and args.split != "test":
        print("\n".join(tally.misses))


if __name__ == "__main__":
    main()
