"""How well meetings are put together when names and triggers are perfect: an upper bound for `find_meetings`, by hand.

python -m tests.evaluation.meeting_scores [train|dev] [--misses]
"""

from __future__ import annotations

import sys

from etl.extract.facts import Mention
from etl.extract.meetings import find_meetings
from etl.text.span import Span
from tests.evaluation.score import pair
from tests.gold import GoldArticle, gold_analysis, read_gold, split

_KINDS = {"per": "person", "org": "organisation", "loc": "place", "ref": "person"}


def gold_mentions(gold: GoldArticle) -> tuple[list[Mention], dict[Span, str]]:
    """Gold names and references as mentions, and who they are (first id)."""
    mentions, who = [], {}
    for s in gold.spans("per", "org", "loc", "ref"):
        span, entity = Span(s["start"], s["end"]), s["id"].split()[0]
        kind = {"P": "person", "O": "organisation", "L": "place"}[entity[0]]
        mentions.append(Mention(span, kind, "name" if s["tag"] != "ref" else "nominal", s["text"]))  # type: ignore[arg-type]
        who[span] = entity
    return mentions, who


def main() -> None:
    """Print events F1, participants, place, status, parent over one split."""
    name = next((a for a in sys.argv[1:] if not a.startswith("-")), "train")
    found = wanted_n = right = 0
    sides = [0, 0, 0]
    place = [0, 0]
    status = [0, 0]
    kind = [0, 0]
    parent = [0, 0]
    for article in split(name):
        gold = read_gold(article)
        mentions, who = gold_mentions(gold)
        meetings = find_meetings(gold_analysis(gold), mentions, who.get)
        wanted = [
            (m, [Span(s["start"], s["end"]) for s in gold.spans("meet", "evt") if m["id"] in s["id"].split()], set((m.get("participants", "") + " " + m.get("organisers", "")).split()))
            for m in gold.facts["meeting"]
        ]
        guessed = [(m, {who[p.span] for p in m.participants if p.span in who}) for m in meetings]

        def alike(g: tuple, p: tuple) -> float:  # type: ignore[type-arg]
            touch = sum(a.overlaps(b) for a in p[0].reports for b in g[1])
            return 0 if not touch or (g[2] and p[1] and not g[2] & p[1]) else touch + len(g[2] & p[1])

        pairs = pair(wanted, guessed, alike)
        right += len(pairs)
        found += len(guessed)
        wanted_n += len(wanted)
        for i, j in pairs:
            g, p = wanted[i], guessed[j]
            for k, n in enumerate((len(g[2] & p[1]), len(p[1]), len(g[2]))):
                sides[k] += n
            status[0] += g[0].get("status", "held") == p[0].status
            status[1] += 1
            kind[0] += g[0]["kind"] == p[0].kind
            kind[1] += 1
            if g[0].get("place"):
                place[1] += 1
                place[0] += p[0].place is not None and who.get(p[0].place) in g[0]["place"].split()
            if g[0].get("part_of"):
                parent[1] += 1
                parent[0] += p[0].parent is not None
            if "--misses" in sys.argv and (g[2] != p[1] or g[0].get("status", "held") != p[0].status):
                print(article, "SIDES", sorted(g[2]), sorted(p[1]), g[0].get("status", "held"), p[0].status, [s.of(gold.text) for s in g[1]])
        if "--misses" in sys.argv:
            for i in set(range(len(wanted))) - {i for i, _ in pairs}:
                print(article, "MISSED", wanted[i][0]["id"], [s.of(gold.text) for s in wanted[i][1]])
            for j in set(range(len(guessed))) - {j for _, j in pairs}:
                print(article, "SPURIOUS", guessed[j][1], [s.of(gold.text) for s in guessed[j][0].reports])
    p, r = right / max(found, 1), right / max(wanted_n, 1)
    print(f"events P {p:.3f} R {r:.3f} F1 {2 * p * r / (p + r):.3f} of {wanted_n}")
    p, r = sides[0] / max(sides[1], 1), sides[0] / max(sides[2], 1)
    print(f"participants P {p:.3f} R {r:.3f} F1 {2 * p * r / (p + r):.3f} of {sides[2]}")
    for row, (ok, n) in (("status", status), ("kind", kind), ("place", place), ("parent", parent)):
        print(f"{row} {ok / max(n, 1):.3f} of {n}")


if __name__ == "__main__":
    main()
