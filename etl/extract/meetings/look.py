"""The second look: an article's mentions, sentences and meeting words as tokens of the small network of `etl.model.look`.

The pair features of `participants` settle who is named in the sentence that reports an event. Who is there and named elsewhere (the chair
who `thanked the House` two paragraphs on, the lawyer who `countered`) is a question of the whole article: here every mention is seen
beside all others and every event.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from etl.extract.meetings.scene import Scene
from etl.extract.meetings.triggers import PUBLIC, Trigger
from etl.model.look import CHANNELS, RELATIONS, Floats, Ints, Look, Tokens, load_look
from etl.model.schema import LABELS
from etl.text.span import Span

_NEIGHBOURS = 32  # stretches of words whose means are worked out together
_CONTEXT = 8  # words on each side of a mention, within its sentence, whose states stand for what is said of it
LONGEST = 400  # tokens: every one is weighed against every other, and the corpus, from which this is learned, has none half as long
_WHAT = {"person": 0, "organisation": 1, "place": 2}
_SENTENCE, _OWN, _OTHER = 3, 4, 5  # further values of the channel `what`
_FORMS = ("name", "short_name", "acronym", "pronoun", "nominal")
_QUALIFIERS = ("", "of", "owner", "title", "after")
_KINDS = LABELS["meeting_kind"]
_STEPS = (1, 2, 4, 7, 12, 20)  # borders of the distance in words
_FAR = 7  # sentences; beyond that all are alike
_OFF, _APART, _BESIDE = (list(CHANNELS).index(name) for name in ("sentences_off", "words_off", "same_paragraph"))
_NEXT, _SAME, _ENTITY, _OWN_SENTENCE, _TO_EVENT = (RELATIONS.index(r) for r in RELATIONS[1:])


@dataclass(frozen=True)
class _Token:
    """What of a token does not depend on the event: its words and those around it (`[first, end)`), its sentence and channels."""

    words: tuple[int, int]
    around: tuple[int, int]
    sentence: int
    known: dict[str, int]

    @property
    def word(self) -> int:
        """Its first word."""
        return self.words[0]


class Page:
    """An article's tokens, made once; `seen_from` completes them for one event. `governors` numbers the words that govern mentions."""

    def __init__(self, scene: Scene, governors: dict[str, int]) -> None:
        states = scene.analysis.tagging.states
        assert states is not None
        self._scene, self._governors = scene, governors
        self._starts, self._ends = states.starts.tolist(), states.ends.tolist()
        number = np.maximum(np.searchsorted([s.start for s in scene.sentences], states.starts, side="right") - 1, 0)
        self._sentence_of = number.tolist()
        told, first = np.unique(number, return_index=True)
        self._words = dict(zip(told.tolist(), pairwise([*first.tolist(), len(number)]), strict=True))
        self._quoted = self._quotes()
        self._reported = [self._sentence_of[self._place(t.span)[0]] for t in scene.triggers]
        self._events_here = Counter(self._reported)
        self._stands = {sentence: self._standing(sentence) for sentence in self._words}
        self.entities = [i.entity for i in scene.items]
        self.entered: list[Floats] = []
        tokens = [*self._mentions(), *self._sentences(), *self._triggers()]
        self.vectors = _means(states.values, [(t.words, t.around) for t in tokens]).reshape(len(tokens), -1)
        self._word, self._sentence = (np.array(column) for column in zip(*((t.word, t.sentence) for t in tokens), strict=True))
        self._paragraph = [scene.paragraph_no(self._starts[t.word]) for t in tokens]
        self.channels: Ints = np.array([[t.known.get(name, 0) for name in CHANNELS] for t in tokens], dtype=np.int64)
        self._off = self._sentence[:, None] - self._sentence
        self._related = self._relations()

    def seen_from(self, triggers: Sequence[Trigger]) -> Tokens:
        """The tokens as the event sees them that these triggers report: first the mentions, in the order of `scene.items`."""
        spans = {t.span for t in triggers}
        own = [n for n, t in enumerate(self._scene.triggers) if t.span in spans]
        homes = [self._reported[n] for n in own]
        first_trigger = len(self._word) - len(self._scene.triggers)
        channels = self.channels.copy()
        channels[:, _OFF] = _FAR + np.clip(_nearest(self._sentence[:, None] - np.array(homes)), -_FAR, _FAR)
        paragraphs = {self._scene.paragraph_no(self._scene.triggers[n].span.start) for n in own}
        channels[:first_trigger, _BESIDE] = [p in paragraphs for p in self._paragraph[:first_trigger]]
        channels[: len(self.entities), _APART] = _apart([])
        words = [int(self._word[first_trigger + n]) for n in own]
        for number, sentence in enumerate(self._sentence[: len(self.entities)].tolist()):
            if sentence in homes:
                at = int(self._word[number])
                channels[number, _APART] = _apart([at - w for w, home in zip(words, homes, strict=True) if home == sentence])
        channels[first_trigger:, 0] = _OTHER
        relations = self._related.copy()
        for column in (first_trigger + n for n in own):
            channels[column, 0] = _OWN
            relations[self._off[:, column] != 0, column] = _TO_EVENT
        return Tokens(self.vectors, channels, relations)

    def _relations(self) -> Ints:
        """How each token stands to each other whatever the event; of several relations the last named counts."""
        entity = np.full(len(self._word), -1)
        entity[: len(self.entities)] = self.entities
        is_sentence = self.channels[:, 0] == _SENTENCE
        found = np.zeros(self._off.shape, dtype=np.int64)
        found[np.abs(self._off) == 1] = _NEXT
        found[self._off == 0] = _SAME
        found[(entity[:, None] == entity[None]) & (entity[:, None] >= 0)] = _ENTITY
        found[(self._off == 0) & (is_sentence[:, None] | is_sentence[None])] = _OWN_SENTENCE
        return found

    def _mentions(self) -> Iterator[_Token]:
        scene = self._scene
        named = Counter(self.entities)
        for item in scene.items:
            first, end = self._place(item.span)
            known = {
                "what": _WHAT[item.kind],
                "form": 1 + _FORMS.index(item.form) if item.form in _FORMS else 0,
                "governor": self._governors.get(item.prep, 1),
                "qualifier": 1 + _QUALIFIERS.index(item.qualifier) if item.qualifier in _QUALIFIERS else 0,
                "in_source": int(item.in_source),
                "plural": int(item.plural),
                "times_named": min(named[item.entity], 4),
                "quoted": self._quoted[first],
                "speaks": int(item.entity in scene.quoted),
            }
            yield self._token(first, end, known)

    def _sentences(self) -> Iterator[_Token]:
        for sentence, (first, end) in sorted(self._words.items()):
            known = {"what": _SENTENCE} | self._stands[sentence]
            yield _Token((first, end), (first, end), sentence, known)

    def _triggers(self) -> Iterator[_Token]:
        for trigger in self._scene.triggers:
            first, end = self._place(trigger.span)
            kind = trigger.word.kind
            known = {
                "quoted": self._quoted[first],
                "kind": 1 + _KINDS.index(kind) if kind in _KINDS else 0,
                "verb": 1 + trigger.word.is_verb,
                "public": 1 + (kind in PUBLIC),
            }
            yield self._token(first, end, known)

    def _token(self, first: int, end: int, known: dict[str, int]) -> _Token:
        sentence = self._sentence_of[first]
        low, high = self._words[sentence]
        around = max(low, first - _CONTEXT), max(end, min(high, end + _CONTEXT))
        return _Token((first, end), around, sentence, known | self._stands[sentence])

    def _standing(self, sentence: int) -> dict[str, int]:
        """What holds for every token of a sentence."""
        first = self._words[sentence][0]
        headline = self._scene.analysis.is_headline(Span(self._starts[first], self._ends[first]))
        return {"headline": int(headline), "sentence": min(sentence, 7), "events_here": min(self._events_here[sentence], 2)}

    def _place(self, span: Span) -> tuple[int, int]:
        """The words of a span, `[first, end)`, at least one."""
        first = min(bisect_right(self._ends, span.start), len(self._starts) - 1)
        return first, max(bisect_left(self._starts, span.end), first + 1)

    def _quotes(self) -> list[int]:
        found = [0] * len(self._starts)
        for quote in self._scene.analysis.tagging.of("quote"):
            first, end = self._place(Span(quote.start, quote.end))
            found[first:end] = [1 if quote.label == "indirect" else 2] * (end - first)
        return found


def _means(states: Floats, parts: Sequence[Sequence[tuple[int, int]]]) -> Floats:
    """The mean state of each stretch of words; rows of stretches give rows of means.

    A product over few neighbouring stretches at once: most words of an article stand in none of them.
    """
    spans = np.array(parts)
    first, end = spans[..., 0].ravel(), spans[..., 1].ravel()
    means = np.empty((len(first), states.shape[1]), np.float32)
    for few in np.array_split(np.argsort(first), -(-len(first) // _NEIGHBOURS)):
        begins, ends = first[few, None], end[few, None]
        number = np.arange(begins[0, 0], ends.max())
        share: Floats = (((begins <= number) & (number < ends)) / (ends - begins)).astype(np.float32)
        means[few] = share @ states[number[0] : number[-1] + 1]
    return means.reshape(*spans.shape[:-1], -1)


def _nearest(off: Ints) -> Ints:
    """Of each row the number nearest to nothing, the first of equal ones."""
    nearest: Ints = np.take_along_axis(off, np.abs(off).argmin(axis=1)[:, None], axis=1)[:, 0]
    return nearest


def _apart(words: Sequence[int]) -> int:
    """Value of the channel `words_off`: how far from the nearest word that reports the event, and on which side; 13 in other sentences."""
    if not words:
        return 13
    nearest = min(words, key=abs)
    return min(bisect_left(_STEPS, abs(nearest)) + (_FAR if nearest < 0 else 0), 13)


def look(scene: Scene, triggers: Sequence[Trigger]) -> dict[int, tuple[float, float]]:
    """Entity -> logits that it takes part in the event, and that it is its place; empty where the tagger gives no states or the text is
    too long.
    """
    look_at_all(scene, [triggers])
    return scene.looks.get(_key(triggers), {})


def look_at_all(scene: Scene, events: Sequence[Sequence[Trigger]]) -> None:
    """Look from each of these events, given by their triggers, at once: takes a third less time than one after another."""
    length = len(scene.items) + len(scene.sentences) + len(scene.triggers)
    if scene.analysis.tagging.states is None or not scene.items or length > LONGEST:
        return
    new = {key: triggers for triggers in events if (key := _key(triggers)) not in scene.looks}
    if new:
        network = load_look()
        if scene.page is None:
            scene.page = Page(scene, network.governors)
        scene.looks.update(zip(new, _by_entity(scene.page, network, list(new.values())), strict=True))


def _key(triggers: Sequence[Trigger]) -> tuple[Span, ...]:
    return tuple([t.span for t in triggers])


def _by_entity(page: Page, network: Look, events: Sequence[Sequence[Trigger]]) -> Iterator[dict[int, tuple[float, float]]]:
    """For each event the scores of an entity's mentions together: whichever of them tells of it."""
    if not page.entered:
        page.entered = network.enter(page.vectors, page.channels)
    scores = network.scores_of([page.seen_from(triggers) for triggers in events], page.entered, len(page.entities))
    order = np.argsort(page.entities, kind="stable")
    entities, firsts = np.unique(np.array(page.entities)[order], return_index=True)
    together = np.logaddexp.reduceat(scores[:, order].astype(np.float64), firsts, axis=1)
    for event in together.tolist():
        yield {entity: (takes_part, place) for entity, (takes_part, place) in zip(entities.tolist(), event, strict=True)}
