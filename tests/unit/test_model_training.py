"""What the tagger learns from: gold articles as windows, tags and pairs, and their variations."""

from __future__ import annotations

import random
import xml.etree.ElementTree as ET

import pytest

from etl.model.evaluate import Counts, Scores, fold, match, show
from etl.model.pieces import Pieces
from etl.model.schema import HEADS, LINKS
from etl.model.training.augment import Augmenter, Rates, edit, restyle
from etl.model.training.corpus import Article, Mark, build_article
from etl.model.training.examples import IGNORED, build_examples, find_pairs, place_marks, tag_words
from etl.model.windows import build_row
from etl.model.words import read_paragraphs
from tests.gold import compiler

PIECES = Pieces(["[UNK]", "[CLS]", "[SEP]"])
MARKED = """<text>
<headline>Guild wants <fig id="F1" value="20" unit="boat" type="other">20</fig> <what f="F1">boats</what></headline>

<byline>By Somebody</byline>

“<q id="Q1" kind="direct" by="P1">Our boats are old,</q>” \
<src q="Q1"><role per="P1" org="O1">harbour master</role> <per id="P1">Ida Sund</per></src> \
<cue q="Q1">said</cue>. “<q id="Q1">They leak.</q>”

<per id="P1">Sund</per> of the <org id="O1">Guild of Pilots</org> \
<meet id="M1"><meet id="M2">met</meet></meet> <per id="P2">Ola Berg</per> in <loc id="L1">Vik</loc>.

<noise kind="teaser">More news</noise>
</text>"""
OTHER = """<text>
<per id="P7">Rosa Lund</per> left the <org id="O5">Board of Trade</org> in <loc id="L5">Moss</loc>. <per id="P7">Lund</per> is ill.
</text>"""


def article(marked: str = MARKED, name: str = "x001") -> Article:
    text, spans = compiler().flatten(ET.fromstring(marked))
    return build_article(name, text, spans)


def surfaces(found: Article, head: str) -> list[str]:
    return [found.text[m.start : m.end] for m in found.marks if m.head == head]


def test_only_headline_and_body_are_read() -> None:
    found = article()
    assert [found.text[a:b].split()[0] for a, b in found.regions] == ["Guild", "“Our", "Sund"]
    assert [found.text[a:b] for a, b in found.furniture] == ["By Somebody", "More news"]


def test_pieces_of_a_quote_have_the_kind_of_the_first() -> None:
    assert [m.label for m in article().marks if m.head == "quote"] == ["direct", "direct"]


def test_tags_of_words() -> None:
    found = article()
    row = build_row(read_paragraphs(found.text, found.regions), PIECES)
    tags = tag_words(place_marks(found.marks, row), len(row.words))
    words = [w.spelling for w in row.words]
    column = [head.name for head in HEADS].index("name")
    assert [(words[i], t) for i, t in enumerate(tags[:, column]) if t] == [
        ("Ida", 1), ("Sund", 2), ("Sund", 1), ("Guild", 3), ("of", 4), ("Pilots", 4), ("Ola", 1), ("Berg", 2), ("Vik", 5),
    ]  # fmt: skip


def test_equal_marks_become_one_with_both_ids() -> None:
    found = article()
    row = build_row(read_paragraphs(found.text, found.regions), PIECES)
    meetings = [p for p in place_marks(found.marks, row) if p.head == "meeting"]
    assert [p.ids for p in meetings] == [frozenset({"M1", "M2"})]


def test_of_overlapping_marks_of_one_head_the_outermost_stays() -> None:
    text = "the old pilots met"
    marks = (Mark("measured", "measured", 4, 14, frozenset({"F1"})), Mark("measured", "measured", 8, 14, frozenset({"F2"})))
    row = build_row(read_paragraphs(text, [(0, len(text))]), PIECES)
    assert [(p.first, p.end) for p in place_marks(marks, row)] == [(1, 3)]


def test_pairs_of_links() -> None:
    found = article()
    row = build_row(read_paragraphs(found.text, found.regions), PIECES)
    placed = place_marks(found.marks, row)
    kinds = list(LINKS)
    right = {
        (kinds[k], row.words[placed[s].first].spelling, row.words[placed[t].first].spelling)
        for k, s, t, ok in find_pairs(placed, row)
        if ok
    }
    assert right == {
        ("source", "said", "harbour"), ("content", "said", "Our"), ("content", "said", "They"), ("continues", "They", "Our"),
        ("measured", "20", "boats"), ("person", "harbour", "Ida"),
    }  # fmt: skip


def test_examples_tag_first_pieces_only() -> None:
    pieces = Pieces(["[UNK]", "[CLS]", "[SEP]", "b", "##o", "##a", "##t", "##s"])
    (example,) = build_examples(article(), pieces, 254, 64)
    assert example.tags.shape == (len(example.ids), len(HEADS))
    spelt = [i for i, number in enumerate(example.ids) if number == 3]
    assert (example.tags[spelt] != IGNORED).all()
    assert (example.tags[[i + 1 for i in spelt]] == IGNORED).all()
    assert all(example.tags[p.source[0], 0] != IGNORED for p in example.pairs)


@pytest.mark.parametrize("size", [20, 30])
def test_small_windows_keep_all_tags(size: int) -> None:
    whole = build_examples(article(), PIECES, 254, 64)[0]
    cut = build_examples(article(), PIECES, size, 8)
    assert len(cut) > 1
    assert sum((e.tags == 1).sum() for e in cut) >= (whole.tags == 1).sum()


def test_edits_move_marks_along() -> None:
    found = article()
    ola = found.text.index("Ola Berg")
    changed = edit(found, [(ola, ola + 8, "Maximiliane von Hof"), (0, 5, "Union")])
    assert surfaces(changed, "name") == ["Ida Sund", "Sund", "Guild of Pilots", "Maximiliane von Hof", "Vik"]
    assert surfaces(changed, "cue") == ["said"]
    assert [changed.text[a:b][:5] for a, b in changed.regions] == ["Union", "“Our ", "Sund "]


def test_exchanged_names_keep_their_label_and_short_forms() -> None:
    always = Rates(names=1, entities=1, quotation_marks=0, headlines=0, furniture=0)
    changed = Augmenter([article(OTHER)], always).vary(article(), random.Random(3))
    assert surfaces(changed, "name") == ["Rosa Lund", "Lund", "Board of Trade", "Rosa Lund", "Moss"]
    assert surfaces(changed, "source") == ["harbour master Rosa Lund"]


@pytest.mark.parametrize(
    ("style", "quote"), [("''", "'Our boats are old,'"), ("‘’", "‘Our boats are old,’"), ('""', '"Our boats are old,"')]
)
def test_other_quotation_marks(style: str, quote: str) -> None:
    changed = restyle(article(), style)
    assert quote in changed.text
    assert len(changed.text) == len(article().text)


@pytest.mark.parametrize("seed", range(20))
def test_variations_keep_every_mark_on_words(seed: int) -> None:
    changed = Augmenter([article(), article(OTHER)], Rates(1, 1, 1, 1, 1)).vary(article(), random.Random(seed))
    assert len(changed.marks) == len(article().marks)
    assert all(changed.text[m.start : m.end].strip() == changed.text[m.start : m.end] for m in changed.marks)
    assert surfaces(changed, "cue") == ["said"]


def test_fold_drops_article_possessive_and_marks() -> None:
    text = "of “the Guild’s” boats"
    assert text[slice(*fold(text, 3, 16))] == "Guild"


def test_match_is_one_to_one_and_prefers_the_better() -> None:
    assert match([(0, 10), (0, 8)], [(0, 8)]) == [(1, 0)]
    assert match([(0, 10)], [(6, 30)]) == []


def test_the_table_has_spacy_beside_names_only() -> None:
    ours = Scores({"cue": Counts(1, 1, 1, 1), "name person": Counts(2, 2, 1, 2)})
    spacy = Scores({"cue": Counts(0, 1, 0, 0), "name person": Counts(2, 2, 0, 1)})
    assert [line.split() for line in show(ours, spacy).splitlines()[1:]] == [
        ["cue", "100.0", "100.0", "100.0", "100.0", "1"],
        ["name", "person", "50.0", "100.0", "100.0", "100.0", "2", "0.0", "50.0"],
    ]
    assert "spaCy" not in show(ours)


def test_toy_network_learns_and_runs(tmp_path: object) -> None:
    pytest.importorskip("torch")
    pytest.importorskip("onnx")
    from tests.unit.toy_tagger import train_toy

    found = train_toy(article(), str(tmp_path))
    assert ("name", "person", "Ida Sund") in found
    assert ("cue", "cue", "said") in found


def test_exported_graph_says_what_the_network_says(tmp_path: object) -> None:
    pytest.importorskip("torch")
    pytest.importorskip("onnx")
    from tests.unit.toy_tagger import compare_toy

    assert compare_toy(str(tmp_path)) < 0.05


def test_weights_are_read_back_from_the_exported_graph(tmp_path: object) -> None:
    pytest.importorskip("torch")
    pytest.importorskip("onnx")
    from tests.unit.toy_tagger import export_twice

    made, found = export_twice(str(tmp_path))
    made["places.weight"], found["places.weight"] = (
        made["places.weight"][1:],
        found["places.weight"][1:],
    )  # `[CLS]` is a constant of the graph
    assert made.keys() == found.keys()
    for name, weight in made.items():
        assert (weight - found[name]).abs().max() <= weight.abs().max() / 127, name  # half a step of eight bits, reach has four decimals
