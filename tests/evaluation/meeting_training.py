"""Learn the weights of the meeting decisions from corpus train, and write them to `etl/lexicon/meeting_weights.csv`.

    python -m tests.evaluation.meeting_training [--write] [--check] [--only DECISION]
        [--taggings FILE:IDS …]

`--check` prints five-fold cross-validation on train, and dev. Each of `--taggings` is a pickle of article -> Tagging and a file with the
ids of articles that this tagger was not trained on. The decisions are then also learned on names, references and meeting words as the
first tagger finds them; the scorers that weigh in a tagger's scores and links are learned on articles it has not seen.

Plain numpy: ridge-penalised logistic regression by Newton's method with conjugate gradients, one against the rest for several labels.
"""

from __future__ import annotations

import argparse
import csv
import pickle
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

import etl.lexicon
from etl.extract.meetings import linear
from etl.extract.meetings.linear import agreement
from etl.extract.meetings.nature import kind_features, said_kind, status_features
from etl.extract.meetings.occasion import occasion_of
from etl.extract.meetings.pairs import pair_features, pair_links
from etl.extract.meetings.participants import candidates, taking_part
from etl.extract.meetings.profile import profile_of
from etl.extract.meetings.propose import trigger_features, trigger_links, weighed
from etl.extract.meetings.sameness import read_reports, same_features
from etl.extract.meetings.setting import (
    dates_near,
    may_hold,
    parent_features,
    place_candidates,
    place_features,
    time_features,
)
from etl.extract.meetings.triggers import find_triggers
from etl.text.dates import resolve_expression
from etl.text.span import Span
from tests.evaluation.meeting_gold import GoldScene, agrees, gold_scene, read_scene
from tests.gold import read_gold, split

CUT = -0.5
FOLDS = 5
HEADER = (
    "# Weights of the meeting decisions (etl/extract/meetings/linear.py); written by tests/evaluation/meeting_training.py, not by hand.\n"
)
Found = Iterator[tuple[set[str], set[str] | tuple[str, float] | None, str]]


@dataclass(frozen=True)
class Case:
    """One decision: its features, what the links say (features, or the tagger's own label), the right label, its article, and whether the
    tagger that read it had never seen it."""

    features: frozenset[str]
    links: frozenset[str] | tuple[str, float] | None
    label: str
    article: str
    fresh: bool


@dataclass(frozen=True)
class Decision:
    """What is learned: where the cases come from, and how strongly weights are held down."""

    name: str
    cases: Callable[[GoldScene], Found]
    ridge: float = 3.0
    rarest: int = 4
    builds_on_others: bool = False


def participant_cases(gold: GoldScene) -> Found:
    for event, numbers in gold.events.items():
        triggers = [gold.triggers[n] for n in numbers]
        right = gold.sides(event)
        occasion = occasion_of(gold.scene, triggers)
        for entity in candidates(gold.scene, triggers):
            somebody = profile_of(gold.scene, entity)
            yield pair_features(occasion, somebody), pair_links(occasion, somebody), "yes" if entity in right else "no"


def status_cases(gold: GoldScene) -> Found:
    for event, numbers in gold.events.items():
        for number in numbers:
            trigger = gold.triggers[number]
            said = gold.scene.links.label("meeting_status", trigger.span)
            yield status_features(gold.scene, trigger), said, gold.meeting(event).get("status", "held")


def kind_cases(gold: GoldScene) -> Found:
    for event, numbers in gold.events.items():
        triggers = [gold.triggers[n] for n in numbers]
        kinds = [gold.scene.by_entity[e][0].kind for e in gold.sides(event)]
        counts = kinds.count("person"), kinds.count("organisation"), kinds.count("place")
        yield kind_features(gold.scene, triggers, *counts), said_kind(gold.scene, triggers), gold.meeting(event)["kind"]


def guessed_sides(gold: GoldScene, event: str) -> set[int]:
    return {e for e, _ in taking_part(gold.scene, [gold.triggers[n] for n in gold.events[event]])}


def same_cases(gold: GoldScene) -> Found:
    reports = read_reports(gold.scene)
    home = {n: {e for e, numbers in gold.events.items() if n in numbers} for n in range(len(reports))}
    for later in reports:
        for earlier in reports[max(0, later.index - 14) : later.index]:
            label = "yes" if home[earlier.index] & home[later.index] else "no"
            features = same_features(gold.scene, earlier, later, reports[earlier.index + 1 : later.index])
            yield features, None, label


def place_cases(gold: GoldScene) -> Found:
    for event, numbers in gold.events.items():
        triggers = [gold.triggers[n] for n in numbers]
        right = gold.meeting(event).get("place", "").split()
        for entity in place_candidates(gold.scene, triggers):
            items = gold.scene.by_entity[entity]
            label = "yes" if gold.ids[entity] in right else "no"
            yield place_features(gold.scene, triggers, items), None, label


def time_cases(gold: GoldScene) -> Found:
    published = gold.published
    for event, numbers in gold.events.items():
        when, status = gold.meeting(event).get("when"), gold.meeting(event).get("status", "held")
        if not when or not published:
            continue
        triggers = [gold.triggers[n] for n in numbers]
        for index, trigger in enumerate(triggers):
            dates = dates_near(gold.scene, trigger)
            for date in dates:
                period = resolve_expression(date, published, future=status in ("planned", "requested"))
                right = period is not None and period.start is not None and agrees(when, period)
                yield time_features(gold.scene, trigger, index == 0, date, dates, status), None, "yes" if right else "no"


def parent_cases(gold: GoldScene) -> Found:
    triggers = {e: [gold.triggers[n] for n in numbers] for e, numbers in gold.events.items()}
    sides = {e: guessed_sides(gold, e) for e in gold.events}
    for child in gold.events:
        for parent in gold.events:
            if parent != child and may_hold(triggers[parent]):
                statuses = gold.scene.status_of(triggers[child]), gold.scene.status_of(triggers[parent])
                features = parent_features(gold.scene, triggers[child], triggers[parent], (sides[child], sides[parent]), statuses)
                yield features, None, "yes" if gold.meeting(child).get("part_of") == parent else "no"


def trigger_cases(gold: GoldScene) -> Found:
    analysis = gold.scene.analysis
    names = sorted((m for m in gold.scene.mentions if m.form in ("name", "short_name", "acronym")), key=lambda m: m.span)
    marked = [Span(s["start"], s["end"]) for s in gold.gold.spans("meet", "evt")]
    for candidate in weighed(analysis, names, [t for t in find_triggers(analysis) if trigger_links(analysis, t)]):
        right = any(m.overlaps(candidate.span) for m in marked)
        yield trigger_features(analysis, names, candidate), trigger_links(analysis, candidate), "yes" if right else "no"


PARTICIPANT = Decision("participant", participant_cases)
STATUS = Decision("status", status_cases, ridge=2.0)
DECISIONS = [
    Decision("trigger", trigger_cases),
    STATUS,
    PARTICIPANT,
    Decision("kind", kind_cases),
    Decision("same", same_cases, builds_on_others=True),
    Decision("place", place_cases),
    Decision("time", time_cases),
    Decision("parent", parent_cases, builds_on_others=True),
]


@dataclass(frozen=True)
class Tagged:
    """What one tagger says of the articles, and which of them it was not trained on."""

    taggings: Mapping[str, Any]
    unseen: frozenset[str]

    def __hash__(self) -> int:
        return id(self)


@dataclass(frozen=True)
class Material:
    """The articles by gold spans and as taggers have them: the first one all it has read, the others those they have not seen."""

    tagged: Sequence[Tagged] = ()

    def scenes(self, article: str) -> Iterator[tuple[GoldScene, bool]]:
        """Each scene of an article, and whether its tagger had never seen it."""
        yield gold_scene(article), False
        for number, tagged in enumerate(self.tagged):
            if article in tagged.taggings and (number == 0 or article in tagged.unseen):
                yield tagged_scene(article, tagged), article in tagged.unseen

    def in_use(self, article: str) -> list[tuple[GoldScene, bool]]:
        """The scene as it is in use: the first tagger's, or the gold one where there is none."""
        return list(self.scenes(article))[:2][-1:]


@cache
def tagged_scene(article: str, tagged: Tagged) -> GoldScene:
    return read_scene(read_gold(article), tagged.taggings[article])


Table = dict[str, dict[str, float]]
Scenes = Callable[[str], Iterable[tuple[GoldScene, bool]]]


def gather(decision: Decision, articles: Iterable[str], scenes: Scenes) -> list[Case]:
    return [
        Case(frozenset(features), frozenset(links) if isinstance(links, set) else links, label, article, fresh)
        for article in articles
        for scene, fresh in scenes(article)
        for features, links, label in decision.cases(scene)
    ]


def folds(articles: Sequence[str]) -> list[set[str]]:
    return [set(articles[number::FOLDS]) for number in range(FOLDS)]


def gather_crossed(decision: Decision, articles: Sequence[str], scenes: Scenes, crossed: Mapping[str, Sequence[Table]]) -> list[Case]:
    """Cases of a decision that builds on others: those are made by weights that have not seen the article, as they will be in use."""
    kept, found = dict(linear.all_weights()), []
    for number, fold in enumerate(folds(articles)):
        linear.use({name: tables[number] for name, tables in crossed.items()})
        tagged_scene.cache_clear()
        found += gather(decision, sorted(fold), scenes)
    linear.use(kept)
    tagged_scene.cache_clear()
    return found


def fit(decision: Decision, cases: Sequence[Case]) -> Table:
    """Label -> feature -> weight."""
    rows, labels = [c.features for c in cases], [c.label for c in cases]
    spread = Counter(f for f, _ in {(f, c.article) for c in cases for f in c.features})
    names = sorted(f for f, n in spread.items() if n >= decision.rarest)
    wanted = ["yes"] if set(labels) <= {"yes", "no"} else sorted(set(labels))
    return {label: learn(rows, [1.0] * len(rows), [c == label for c in labels], names, decision.ridge) for label in wanted}


def fit_links(table: Callable[[Case], dict[str, float]], cases: Sequence[Case]) -> Table:
    """The scorer that weighs another one's score against the links. `table(case)` gives that one's score of each label for a case."""
    rows, scores, right = [], [], []
    for case in cases:
        for label, score in table(case).items():
            rows.append(case.links if isinstance(case.links, frozenset) else agreement(label, case.links))
            scores.append(score)
            right.append(case.label == label)
    known = [i for i, row in enumerate(rows) if row]
    names = sorted({f for i in known for f in rows[i]})
    return {
        "yes": learn(
            [{*rows[i], linear.SCORE} for i in known], [scores[i] for i in known], [right[i] for i in known], [*names, linear.SCORE], 1.0
        )
    }


def learn(
    rows: Sequence[Iterable[str]], scores: Sequence[float], right: Sequence[bool], names: Sequence[str], ridge: float
) -> dict[str, float]:
    """Ridge-penalised logistic weights by feature; the feature `(score)` has the value of `scores`, all others 1."""
    column = {f: i for i, f in enumerate(names)}
    listed = [[column[f] for f in row if f in column] + [len(names)] for row in rows]
    counts = np.array([len(row) for row in listed])
    index = np.array([i for row in listed for i in row])
    number = np.repeat(np.arange(len(rows)), counts)
    value = np.where(index == column.get(linear.SCORE, -1), np.repeat(np.array(scores), counts), 1.0)
    penalty = np.full(len(names) + 1, ridge)
    penalty[-1] = 0.01
    weights = _newton(index, number, value, np.array(right, float), penalty)
    return {**{f: float(weights[i]) for f, i in column.items() if abs(weights[i]) >= 0.02}, linear.BIAS: float(weights[-1])}


def _newton(index: np.ndarray, number: np.ndarray, value: np.ndarray, truth: np.ndarray, penalty: np.ndarray) -> np.ndarray:
    """The weights at the minimum; the matrix is given by its entries: `value` in row `number`, column `index`."""
    weights = np.zeros(len(penalty))
    times = lambda w: np.bincount(number, value * w[index], len(truth))  # noqa: E731
    back = lambda r: np.bincount(index, value * r[number], len(penalty))  # noqa: E731
    for _ in range(30):
        chance = 1 / (1 + np.exp(-np.clip(times(weights), -30, 30)))
        spread = chance * (1 - chance)
        step = _solve(lambda w, s=spread: back(s * times(w)) + penalty * w, back(chance - truth) + penalty * weights)
        weights -= step
        if np.abs(step).max() < 1e-4:
            break
    return weights


def _solve(apply: Callable[[np.ndarray], np.ndarray], right: np.ndarray) -> np.ndarray:
    """Conjugate gradients: x with apply(x) = right."""
    found, rest = np.zeros_like(right), right.copy()
    direction, size = rest.copy(), float(rest @ rest)
    for _ in range(200):
        if size < 1e-10:
            break
        ahead = apply(direction)
        length = size / float(direction @ ahead)
        found += length * direction
        rest -= length * ahead
        size, old = float(rest @ rest), size
        direction = rest + size / old * direction
    return found


def scores_of(table: Table, case: Case) -> dict[str, float]:
    """Score of each label by the features alone."""
    return {label: weights[linear.BIAS] + sum(weights.get(f, 0.0) for f in case.features) for label, weights in table.items()}


def guess(table: Table, with_links: Table, case: Case) -> str:
    """The label that the scorers give."""
    scores = scores_of(table, case)
    for label, score in scores.items() if with_links else ():
        said = case.links if isinstance(case.links, frozenset) else agreement(label, case.links)
        weights = with_links["yes"]
        if said:
            scores[label] = weights[linear.BIAS] + weights.get(linear.SCORE, 0.0) * score + sum(weights.get(f, 0.0) for f in said)
    if set(table) == {"yes"}:
        return "yes" if scores["yes"] > CUT else "no"
    return max(scores, key=lambda label: (scores[label], label))


def report(name: str, what: str, pairs: Sequence[tuple[str, str]]) -> None:
    """Print precision, recall and F1 (yes-or-no) or accuracy of (guess, right) pairs."""
    if {w for _, w in pairs} <= {"yes", "no"}:
        wanted, right = sum(w == "yes" for _, w in pairs), sum(g == w == "yes" for g, w in pairs)
        p, r = right / max(1, sum(g == "yes" for g, _ in pairs)), right / max(1, wanted)
        print(f"{name:12} {what:10} P {p:.3f} R {r:.3f} F1 {2 * p * r / max(p + r, 1e-9):.3f} of {wanted}", flush=True)
    else:
        print(f"{name:12} {what:10} right {sum(g == w for g, w in pairs) / max(1, len(pairs)):.3f} of {len(pairs)}", flush=True)


def write(tables: dict[str, Table]) -> None:
    path = Path(etl.lexicon.__file__).with_name(linear.TABLE)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(HEADER)
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["decision", "label", "feature", "weight"])
        for decision, labels in sorted(tables.items()):
            for label, weights in sorted(labels.items()):
                writer.writerows([decision, label, f, f"{w:.3f}"] for f, w in sorted(weights.items()))


def learn_decision(decision: Decision, material: Material, crossed: dict[str, list[Table]], checking: bool) -> None:
    """Learn one decision and its scorer of links; both are used at once by the decisions learned after it. `crossed` holds, for each
    decision learned, the weights that have not seen each fold.
    """
    articles, weights = split("train"), linear.all_weights()
    builds = decision.builds_on_others
    cases = gather_crossed(decision, articles, material.scenes, crossed) if builds else gather(decision, articles, material.scenes)
    crossed[decision.name] = [fit(decision, [c for c in cases if c.article not in fold]) for fold in folds(articles)]
    table_of = {article: table for table, fold in zip(crossed[decision.name], folds(articles), strict=True) for article in fold}
    linear.use({decision.name: fit(decision, cases)})
    linked = [c for c in cases if c.links and c.fresh]
    with_links: Table = {}
    if linked:
        with_links = fit_links(lambda c: scores_of(table_of[c.article], c), linked)
        linear.use({decision.name + linear.WITH_LINKS: with_links})
    if checking:
        report(decision.name, "cross", [(guess(table_of[c.article], {}, c), c.label) for c in cases])
        if linked:
            report(decision.name, "unseen", [(guess(table_of[c.article], {}, c), c.label) for c in linked])
            report(decision.name, "+links", [(guess(table_of[c.article], with_links, c), c.label) for c in linked])
        others = gather(decision, split("dev"), material.in_use)
        report(decision.name, "dev", [(guess(weights[decision.name], {}, c), c.label) for c in others])
        report(decision.name, "dev+links", [(guess(weights[decision.name], with_links, c), c.label) for c in others])


def read_tagged(argument: str) -> Tagged:
    """`FILE:IDS`, a pickle of article -> Tagging and a list of the articles that the tagger has not seen."""
    taggings, _, unseen = argument.partition(":")
    return Tagged(pickle.loads(Path(taggings).read_bytes()), frozenset(Path(unseen).read_text().split()) if unseen else frozenset())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--taggings", nargs="*", type=read_tagged, default=[])
    args = parser.parse_args()
    material = Material(args.taggings)
    crossed: dict[str, list[Table]] = {}
    for decision in DECISIONS:
        if args.only and decision.name not in args.only:
            continue
        learn_decision(decision, material, crossed, args.check)
        if decision.name == "trigger":
            tagged_scene.cache_clear()  # their meeting words are chosen by these weights
        if args.write:
            write(linear.all_weights())


if __name__ == "__main__":
    main()
