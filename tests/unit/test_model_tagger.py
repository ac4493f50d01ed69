"""The tagger with the weights of the package: what callers rely on."""

from __future__ import annotations

import base64
import json
import shutil
import zlib
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from etl.model import ModelError, TaggedSpan, Tagger, Tagging
from etl.model.manifest import FOLDER, MANIFEST, NETWORK, VOCABULARY
from etl.model.schema import LABELS, LINKS
from etl.model.tagger import session_options

TEXT = """Ferry operators ask for subsidy

“We cannot sail at a loss for another winter,” Harbour Commissioner Elin Strand told reporters in Bergvik on Tuesday. “Somebody has to pay.”

Strand met Transport Minister Paolo Reggi last week. The Association of Coastal Ferries said that it had lost 4.5 million euros in 2023."""
REGIONS = [(0, 31), (33, 173), (175, len(TEXT))]


@cache
def tagger() -> Tagger:
    return Tagger()


@cache
def tagging() -> Tagging:
    return tagger().tag(TEXT, REGIONS)


def words(head: str, label: str | None = None) -> list[str]:
    return [TEXT[s.start : s.end] for s in tagging().of(head, label)]


def test_finds_people_and_cues() -> None:
    assert "Elin Strand" in words("name", "person")
    assert "told" in words("cue")
    assert any(w.startswith("We cannot sail") for w in words("quote", "direct"))


def test_spans_are_sorted_whole_words_of_the_regions() -> None:
    spans = tagging().spans
    assert spans
    assert all((a.start, -a.end) <= (b.start, -b.end) for a, b in pairwise(spans))
    for span in spans:
        assert span.label in LABELS[span.head]
        assert 0 < span.score <= 1
        assert any(start <= span.start < span.end <= end for start, end in REGIONS)
        assert TEXT[span.start : span.end] == TEXT[span.start : span.end].strip()


def test_spans_of_one_head_never_overlap() -> None:
    for head in LABELS:
        assert all(a.end <= b.start for a, b in pairwise(tagging().of(head)))


def test_links_join_the_heads_they_are_for() -> None:
    spans = tagging().spans
    assert tagging().links
    for link in tagging().links:
        source, target, label = LINKS[link.kind]
        assert spans[link.source].head == source
        assert spans[link.target].head == target
        assert label in (None, spans[link.target].label)
        assert 0 < link.score <= 1


def test_linked_gives_the_best_first() -> None:
    spans = tuple(TaggedSpan(head, head, i, i + 1, 1.0) for i, head in enumerate(("source", "cue", "source")))
    links = tuple(type(tagging().links[0])("source", 1, target, score) for target, score in ((0, 0.6), (2, 0.9)))
    assert Tagging(spans, links).linked("source", 1) == [(2, 0.9), (0, 0.6)]
    assert Tagging(spans, links).linked("source", 1, least=0.7) == [(2, 0.9)]
    assert Tagging(spans, links).linked("content", 1) == []


def test_the_same_text_gives_the_same_spans_whatever_stands_beside_it() -> None:
    many = tagger().tag_many([("Nobody met Ann Ho in Lima.", [(0, 26)]), (TEXT, REGIONS)])
    assert many[1] == tagging()
    assert Tagger().tag(TEXT, REGIONS) == tagging()


def test_nothing_outside_the_regions_is_looked_at() -> None:
    alone = tagger().tag(TEXT[33:173], [(0, 140)])
    shifted = tagger().tag(TEXT, [REGIONS[1]])
    assert [(s.head, s.label, s.start + 33, s.end + 33) for s in alone.spans] == [(s.head, s.label, s.start, s.end) for s in shifted.spans]


@pytest.mark.parametrize(("text", "regions"), [("", []), ("abc", []), ("   \n", [(0, 4)])])
def test_nothing_to_read_gives_nothing(text: str, regions: list[tuple[int, int]]) -> None:
    assert tagger().tag(text, regions) == Tagging(())


def test_a_paragraph_longer_than_the_window_has_no_seam() -> None:
    line = "Mayor Tomas Lindqvist met Elin Strand in Bergvik . "
    text = line * 60
    found = [text[s.start : s.end] for s in tagger().tag(text, [(0, len(text))]).of("name", "person")]
    assert set(found) == {"Tomas Lindqvist", "Elin Strand"}  # no name is cut in two
    assert len(found) > 60


@pytest.mark.parametrize("name", [NETWORK, VOCABULARY])
def test_damaged_weights_are_refused(tmp_path: Path, name: str) -> None:
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    data = bytearray((tmp_path / name).read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ModelError, match="make model"):
        Tagger(tmp_path)


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=str(tmp_path)):
        Tagger(tmp_path)
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    (tmp_path / NETWORK).unlink()
    with pytest.raises(ModelError, match=NETWORK):
        Tagger(tmp_path)


def test_weights_for_other_labels_are_refused(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    manifest = json.loads((tmp_path / MANIFEST).read_text())
    manifest["labels"]["name"].append("ship")
    (tmp_path / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(ModelError, match="other labels"):
        Tagger(tmp_path)


def test_the_network_is_small() -> None:
    assert (FOLDER / NETWORK).stat().st_size <= 30_000_000


# One eight-bit product of the kind the network consists of, as ONNX: 64 inputs, all 16 x 64 weights 127.
PRODUCT = (
    r"""c-rIOu<GRGGUH;b;9@N2Vl3uj;9?MBtW*+psmx2v%}fp~P0TCFtV;DwEb%SPvEoh6&(#A87v&e{r<Dk?7Zl~ElqQ#G^>A=Fa"""
    r"""0m!6J294fHE`6Af>AIEMl8_c<zN(GbYd*_Vqsutu#XZ37B514Ts$0%LL6L79E?EhkOUO0L=zNnV&P&C5OfmcLM>+m7y*Ua9^3"""
)


def test_products_are_exact_on_every_processor() -> None:
    """Without VNNI, onnxruntime's default adds in sixteen bits and gives half of this."""
    graph = zlib.decompress(base64.b85decode(PRODUCT))
    session = onnxruntime.InferenceSession(graph, session_options(1), providers=["CPUExecutionProvider"])
    (found,) = session.run(None, {"x": np.ones((1, 64), np.float32)})
    assert found == pytest.approx(64 * 127, rel=1e-3)
