"""Who gives a figure together: marked text, the source marked with {s …} -> names."""

from __future__ import annotations

import pytest

from etl.resolve.figure_sources import find_sources
from etl.text.span import Span
from tests.unit.marked_text import read_marked


@pytest.mark.parametrize(
    ("marked", "names"),
    [
        ("It is put at 40 by the {s {o Fisheries Board}} and the {o Dockers Union}.", ["Fisheries Board", "Dockers Union"]),
        ("It is put at 40 by the {s {o Fisheries Board}} (FB) and the {o Dockers Union}.", ["Fisheries Board", "Dockers Union"]),
        ("A {o Quay Gazette}/{s {o Polling House}} survey found 40 per cent.", ["Polling House", "Quay Gazette"]),
        ("The {o Fisheries Board} and the {s {o Dockers Union}} estimate 40.", ["Dockers Union", "Fisheries Board"]),
        (
            "Rations for 40 run out, the {s {o Fisheries Board}}, the {o Dockers Union} and {o Quay Aid} warned.",
            ["Fisheries Board", "Dockers Union", "Quay Aid"],
        ),
        ("There were 40, according to {s {p Ana Melo}} and {p Bo Lindqvist}.", ["Ana Melo", "Bo Lindqvist"]),
        ("There were 40, according to the {s {o Fisheries Board}}, and the {o Dockers Union} left.", ["Fisheries Board"]),
        ("There were 40, according to the {s {o Fisheries Board}}, the {o Dockers Union} left.", ["Fisheries Board"]),
        ("There were 40, according to the {s {o Fisheries Board}} and {p Bo Lindqvist} left.", ["Fisheries Board"]),
        ("Sales fell at {o Boreal Zinc} and {s {o Polling House}} data showed 40.", ["Polling House"]),
        ("There were 40 at the {o Dockers Union}, the {s {o Fisheries Board}} said.", ["Fisheries Board"]),
        ("There were 40, somebody in {s {l Oban}} said.", ["Oban"]),
        ("There were 40, {s somebody} said.", []),
    ],
)
def test_who_gives_a_figure(marked: str, names: list[str]) -> None:
    read = read_marked(marked)
    (source,) = read.analysis.tagging.of("source")
    assert [read.name(entity) for entity in find_sources(read.entities, Span(source.start, source.end))] == names
