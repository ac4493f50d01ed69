"""How often two entities of two articles are rightly joined, on the table of hard pairs beside this file.

python -m tests.evaluation.who_is_who     the counts, and every pair judged wrongly
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from etl.resolve.across import Profile, block_keys, judge
from etl.text.fold import fold

TABLE = Path(__file__).with_name("who_is_who.txt")


@dataclass(frozen=True)
class Pair:
    """One line of the table."""

    left: Profile
    right: Profile
    is_same: bool
    hard: str


def read_pairs() -> Iterator[Pair]:
    """All pairs in order."""
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, left, right, verdict, hard = (part.strip() for part in line.split("|"))
            assert verdict in {"same", "different"}, line
            yield Pair(_profile(kind, left), _profile(kind, right), verdict == "same", hard)


def _profile(kind: str, words: str) -> Profile:
    name, country, third, fourth = [*(part.strip() for part in words.split(";")), "", "", ""][:4]
    if kind == "organisation":
        return Profile("organisation", name, country or None, organisation_kind=third or None, acronym=fourth or None)
    titles, bodies = (frozenset(fold(word) for word in part.split(",") if word.strip()) for part in (third, fourth))
    return Profile("person", name, country or None, titles, bodies)


def main() -> None:
    """Print counts and misses."""
    counts: Counter[str] = Counter()
    for pair in read_pairs():
        judged = judge(pair.left, pair.right)
        counts[f"{'same' if pair.is_same else 'different'}, judged {judged.verdict}"] += 1
        if pair.is_same != (judged.verdict == "same"):
            fault = "missed" if pair.is_same else "WRONG"
            print(f"{fault} {judged.verdict}: {pair.left.name} | {pair.right.name} ({pair.hard}): {judged.reason}")
        elif pair.is_same and not block_keys(pair.left) & block_keys(pair.right):
            print(f"no common block: {pair.left.name} | {pair.right.name}")
    print(sum(counts.values()), dict(sorted(counts.items())))


if __name__ == "__main__":
    main()
