"""The tagger's label set: heads, their BIO tags, and the kinds of link. Weights are tied to it; `manifest.json` repeats it."""

from __future__ import annotations

from dataclasses import dataclass

LABELS: dict[str, tuple[str, ...]] = {
    "name": ("person", "organisation", "place", "event"),
    "role": ("role",),
    "quote": ("direct", "mixed", "indirect"),
    "cue": ("cue",),
    "source": ("source",),
    "figure": ("figure",),
    "measured": ("measured",),
    "time": ("time",),
    "meeting": ("meeting",),
    "ref": ("ref",),
    # What kind a figure, a meeting or a cue is of: over the same words as the head that finds it.
    "figure_type": (
        "stock",
        "flow",
        "cumulative",
        "share",
        "rate",
        "change",
        "price",
        "amount",
        "duration",
        "age",
        "rank",
        "score",
        "other",
    ),
    "meeting_status": ("held", "ongoing", "planned", "cancelled", "requested"),
    "meeting_kind": (
        "bilateral_meeting",
        "summit",
        "conference",
        "workshop",
        "forum",
        "visit",
        "talks",
        "call",
        "hearing",
        "signing",
        "ceremony",
        "press_conference",
        "other",
    ),
    "act": ("request", "denial", "promise", "thanks"),
}

# kind of link: (head it starts from, head it points to, label it points to or None for any)
LINKS: dict[str, tuple[str, str, str | None]] = {
    "source": ("cue", "source", None),
    "content": ("cue", "quote", None),
    "continues": ("quote", "quote", None),
    "measured": ("figure", "measured", None),
    "time": ("figure", "time", None),
    "person": ("role", "name", "person"),
    "body": ("role", "name", "organisation"),
    "antecedent": ("ref", "name", None),
    "addressee": ("cue", "name", None),
    "participant": ("meeting", "name", None),
    "attendee": ("meeting", "ref", None),
    "site": ("meeting", "name", "place"),
    "same": ("meeting", "meeting", None),
}

# A span has at most one link of these kinds: its candidates compete with each other and with having none.
EXCLUSIVE = ("source", "continues", "measured", "time", "person", "body", "antecedent", "site", "same")

# Links of these kinds point to what stands earlier in the text only.
BACKWARD = ("continues", "antecedent", "same")


@dataclass(frozen=True, slots=True)
class Head:
    """Where one head's tags stand in the logits of a word: `O` first, then `B-x`, `I-x` for each label x."""

    name: str
    labels: tuple[str, ...]
    offset: int

    @property
    def size(self) -> int:
        """Number of tags."""
        return 1 + 2 * len(self.labels)

    @property
    def columns(self) -> slice:
        """The head's stretch of the logits."""
        return slice(self.offset, self.offset + self.size)


def build_heads(labels: dict[str, tuple[str, ...]] = LABELS) -> tuple[Head, ...]:
    """Heads in the order of `labels`, with their offsets."""
    heads: list[Head] = []
    offset = 0
    for name, values in labels.items():
        heads.append(Head(name, values, offset))
        offset += heads[-1].size
    return tuple(heads)


HEADS = build_heads()
TAGS = sum(head.size for head in HEADS)
