"""The tagger at run time: onnxruntime and numpy, one pass over a text, all heads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from etl.model.decode import Floats, find_spans
from etl.model.links import LEAST, Ends, Place, near_pairs, score_pairs
from etl.model.manifest import FOLDER, NETWORK, VOCABULARY, ModelError, read_manifest
from etl.model.pieces import Pieces
from etl.model.schema import HEADS, LINKS, TAGS
from etl.model.tagging import Link, TaggedSpan, Tagging, WordStates
from etl.model.windows import Row, build_row, cut_windows, window_input
from etl.model.words import read_paragraphs

if TYPE_CHECKING:
    import onnxruntime

Region = tuple[int, int]
_Found = tuple[TaggedSpan, Place]

INPUTS = ("ids", "types", "wanted")  # of the network: a window's pieces without `[CLS]`, their type rows, and which of them to describe
OUTPUTS = ("marks", "states")  # logits and link vectors; states that `etl.model.look` goes on from


class Tagger:
    """Marks names, roles, quotes, figures and meeting words in English news text.

    One window at a time goes through the network, never a batch: its arithmetic is quantised by what stands in the input, and a text must
    give the same spans whatever stands beside it.
    """

    def __init__(self, path: Path | None = None, threads: int = 1) -> None:
        """Loads the weights in folder `path` (default: those of the package); raises ModelError when they are missing or damaged."""
        folder = path or FOLDER
        self._manifest = read_manifest(folder)
        self.version = self._manifest.version
        self._pieces = Pieces.read(folder / VOCABULARY)
        self._session = _open(folder / NETWORK, threads)
        self._width = self._session.get_outputs()[1].shape[1]

    def tag(self, text: str, regions: Sequence[Region]) -> Tagging:
        """Spans and links in the stretches `regions` of `text` (paragraphs, in text order); nothing outside them is looked at."""
        row = build_row(read_paragraphs(text, regions), self._pieces)
        if not row.words:
            return Tagging(())
        described, states = self._read(row)
        found = _spans(row, described[:, :TAGS])
        places = (np.array([word.start for word in row.words]), np.array([word.end for word in row.words]))
        return Tagging(tuple(span for span, _ in found), self._links(found, described[:, TAGS:]), WordStates(*places, states))

    def tag_many(self, items: Sequence[tuple[str, Sequence[Region]]]) -> list[Tagging]:
        """`tag` for each (text, regions)."""
        return [self.tag(text, regions) for text, regions in items]

    def _read(self, row: Row) -> tuple[Floats, Floats]:
        """For each word of the row: its logits and then its link vectors (query and key of each kind of link), and its states."""
        described = np.empty((len(row.words), TAGS + len(LINKS) * 2 * self._manifest.links_width), dtype=np.float32)
        # as the network gives them: to halve their precision and double it again takes a fiftieth of the reading
        states = np.empty((len(row.words), self._width), dtype=np.float32)
        for window in cut_windows(row):
            words = slice(window.word_from, window.word_to)
            ids, types = window_input(row, window, self._pieces)
            inputs = (ids[1:], types[1:], row.first[words] - window.start)  # the network has the state of `[CLS]` built in
            described[words], states[words] = self._session.run(OUTPUTS, dict(zip(INPUTS, inputs, strict=True)))
        return described, states

    def _links(self, found: Sequence[_Found], vectors: Floats) -> tuple[Link, ...]:
        """Links among the found spans; a span's vector is the mean of its first and last word's."""
        if not found:
            return ()
        ends = Ends([(span.head, span.label) for span, _ in found], [place for _, place in found])
        means: Floats = (vectors[ends.places[:, 0]] + vectors[ends.places[:, 1] - 1]) * np.float32(0.5)
        shaped = means.reshape(len(found), len(LINKS), 2, self._manifest.links_width)
        links: list[Link] = []
        for number, kind in enumerate(LINKS):
            pairs = near_pairs(kind, ends)
            if len(pairs):
                scores = score_pairs(kind, shaped[:, number, 0], shaped[:, number, 1], self._manifest.reach[kind], pairs, ends.places)
                likely = scores >= LEAST
                links += [Link(kind, s, t, p) for (s, t), p in zip(pairs[likely].tolist(), scores[likely].tolist(), strict=True)]
        return tuple(links)


def _spans(row: Row, logits: Floats) -> list[_Found]:
    """Spans of all heads and paragraphs, sorted by start, the longer first."""
    found: list[_Found] = []
    by_tag = np.ascontiguousarray(logits.T)  # a head's tags lie together: several times as fast to compare
    for head in HEADS:
        for label, first, end, score in find_spans(head, by_tag[head.columns].T, row.paragraphs):
            found.append((TaggedSpan(head.name, label, row.words[first].start, row.words[end - 1].end, score), (first, end)))
    return sorted(found, key=lambda f: (f[0].start, -f[0].end, f[0].head))


def session_options(threads: int) -> onnxruntime.SessionOptions:
    """How onnxruntime runs the network: one text, the same numbers, on every processor."""
    import onnxruntime  # here: it begins a thread, and commands that read no article would wait for it

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # Processors without eight-bit dot products (VNNI) add pairs of products in sixteen bits, where sums overflow: logits were off by up to
    # 1.2, and one article gave other rows on another machine. This makes them exact everywhere, for a seventh more time on such processors.
    options.add_session_config_entry("session.x64quantprecision", "1")
    return options


def _open(path: Path, threads: int) -> onnxruntime.InferenceSession:
    import onnxruntime

    slow = ["SkipLayerNormFusion"]  # onnxruntime's fused form takes several times as long on a CPU as sum and normalisation apart
    try:
        options = session_options(threads)
        session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=slow)
    except Exception as error:  # onnxruntime raises its own classes, which it does not export
        raise ModelError(f"{path} cannot be opened by onnxruntime {onnxruntime.__version__}: {error}. Run `make model`.") from error
    inside, outside = ([value.name for value in values] for values in (session.get_inputs(), session.get_outputs()))
    if (inside, outside) != (list(INPUTS), list(OUTPUTS)):
        raise ModelError(f"{path} was made by another version of this program. Run `make model`.")
    return session
