"""What numbers count whose noun stands elsewhere, and what they measure: article -> unit, measured words and rate of each figure."""

from __future__ import annotations

import pytest

from etl.extract.analysis import Analysis
from etl.extract.facts import Figure
from etl.extract.figures import find_figures
from etl.extract.figures.counted import counted_unit, head_of
from etl.model import TaggedSpan, Tagging
from etl.text.segment import find_paragraphs
from etl.text.span import Span


def figures(text: str, *measured: str) -> tuple[Figure, ...]:
    """The figures of an article whose tagger marks `measured` words alone."""
    spans = tuple(TaggedSpan("measured", "measured", text.index(words), text.index(words) + len(words), 0.9) for words in measured)
    return find_figures(Analysis(text, find_paragraphs(text), (), Tagging(spans)))


UNITS = """
Applications for grants -> application
number of ferries in dock -> ferry
total number of tenants -> person
visitor numbers -> person
death toll -> person
toll from the flood -> person
waiting -> person
moving average of claims -> claim
four-week average -> -
the previous record -> -
weeks of rain -> -
quickly -> -
them -> ?
others -> ?
MPs -> person
restaurants -> restaurant
"""


@pytest.mark.parametrize("row", UNITS.strip().splitlines())
def test_the_unit_of_a_measured_phrase(row: str) -> None:
    words, unit = row.split(" -> ")
    assert counted_unit(words) == {"-": "", "?": None}.get(unit, unit)


@pytest.mark.parametrize(("phrase", "head"), [("people in the queue", "people"), ("late trains", "trains"), ("", "")])
def test_the_head_of_a_phrase(phrase: str, head: str) -> None:
    assert head_of(phrase) == head


def test_what_them_counts_was_counted_before() -> None:
    boats, two = figures("Five boats sank. Two of them carried coal.")
    assert (boats.unit, two.unit) == ("boat", "boat")


def test_a_share_alone_before_its_verb_measures_what_was_named_before() -> None:
    asked, left = figures("The union asked 612 nurses. Forty per cent had left by June.", "nurses")
    assert (asked.measured, left.measured) == ("nurses", "nurses")


def test_a_share_of_its_own_noun_keeps_it() -> None:
    _, share = figures("The union asked 612 nurses. Of those who replied, 40 per cent were men.", "nurses", "those who replied")
    assert share.measured == "those who replied"


RATES = """
The ferry carried 32 people per boat. => 32 person per boat
The clinic has 2.4 beds per 1,000 people. => 2.4 bed per 1000_person
The grant runs for a 12-month period. => 12 month per None
It sent two-person crews. => 2 person per None
"""


@pytest.mark.parametrize("row", RATES.strip().splitlines())
def test_rates(row: str) -> None:
    sentence, wanted = row.split(" => ")
    (figure,) = figures(sentence)
    assert f"{figure.value:g} {figure.unit} per {figure.per}" == wanted


RESTATED = """
Forty-two (42%) of tenants agreed. => 42 percent [Forty-two (42%)]
Fifty-seven percent (57%) disagreed. => 57 percent [Fifty-seven percent (57%)]
"""


@pytest.mark.parametrize("row", RESTATED.strip().splitlines())
def test_a_number_printed_twice_is_one_figure(row: str) -> None:
    sentence, wanted = row.split(" => ")
    (figure,) = figures(sentence)
    assert f"{figure.value:g} {figure.unit} [{figure.span.of(sentence)}]" == wanted


def test_another_value_in_brackets_is_another_figure() -> None:
    assert [figure.unit for figure in figures("It cost £2 billion ($2.3bn).")] == ["GBP", "USD"]


STRENGTHS = """
A magnitude 6.8 quake struck. => 6.8 [magnitude 6.8]
A 6.8-magnitude quake struck. => 6.8 [6.8-magnitude]
It measured 5.1 on the Richter scale. => 5.1 [5.1 on the Richter]
It had a magnitude of 7.4, they said. => 7.4 [7.4]
"""


@pytest.mark.parametrize("row", STRENGTHS.strip().splitlines())
def test_the_strength_of_an_earthquake(row: str) -> None:
    sentence, wanted = row.split(" => ")
    (figure,) = figures(sentence)
    assert (f"{figure.value:g} [{figure.span.of(sentence)}]", figure.unit) == (wanted, "magnitude")


PARTS_OF_POINTS = """
Traders expect a quarter-point cut in interest rates. => 0.25 percentage_point
The bank raised rates by half a percentage point. => 0.5 percentage_point
She trailed by a half-point in the chess league. => 0.5 point
"""


@pytest.mark.parametrize("row", PARTS_OF_POINTS.strip().splitlines())
def test_parts_of_points(row: str) -> None:
    sentence, wanted = row.split(" => ")
    (figure,) = figures(sentence)
    assert f"{figure.value:g} {figure.unit}" == wanted


@pytest.mark.parametrize(
    "sentence", ["HB 317 would fine drivers.", "The coach ran along U.S. 129 at night.", "They backed S.B. 44 in May."]
)
def test_bills_and_routes_measure_nothing(sentence: str) -> None:
    assert figures(sentence) == ()


LETTERS = """
The waiting list tops 7m for the first time. => 7000000
The wreck lies 700m away. => 700
The wave topped 7m at the pier. => 7
"""


@pytest.mark.parametrize("row", LETTERS.strip().splitlines())
def test_a_glued_m_is_a_million_or_a_metre(row: str) -> None:
    sentence, value = row.split(" => ")
    assert figures(sentence)[0].value == float(value)


def test_a_possessor_is_not_counted() -> None:
    _, provinces = figures("Half a dozen of the country's 34 provinces voted.")
    assert provinces.unit == "province"
    assert figures("Six of the country's provinces voted.")[0].unit == "province"


@pytest.mark.parametrize(
    ("measured", "kept"), [("tenants and", "tenants"), ("people making the", "people"), ("from late trains", "late trains")]
)
def test_a_phrase_has_no_loose_end(measured: str, kept: str) -> None:
    text = f"They counted {measured} 40 in May."
    figure = find_figures(
        Analysis(text, (Span(0, len(text)),), (), Tagging((TaggedSpan("measured", "measured", 13, 13 + len(measured), 0.9),)))
    )
    assert figure[0].measured == kept


def test_a_value_set_against_the_last_sentence_measures_the_same() -> None:
    waits, before = figures("Some 412 tenants were waiting. This is up from 380 in May.", "tenants")
    assert (before.measured, before.unit) == (waits.measured, "person")


SHARED_RATES = """
Parking went from £1.20 to £1.40 an hour. => hour hour
The ration is 3 kg a day, up from 2 kg. => day day
Rents rose from £900 to £950. => None None
"""


@pytest.mark.parametrize("row", SHARED_RATES.strip().splitlines())
def test_a_rate_holds_for_both_sides_of_a_change(row: str) -> None:
    sentence, wanted = row.split(" => ")
    assert " ".join(str(figure.per) for figure in figures(sentence)) == wanted


SINCE = """
Prices rose 3.8 percent, the most since 2008. => None
It was its worst day since 2008, down 4 percent. => None
At least 40 shops have closed since 2008. => since 2008
Since 2008, 40 shops have closed. => Since 2008
"""


@pytest.mark.parametrize("row", SINCE.strip().splitlines())
def test_a_superlative_since_a_day_dates_nothing(row: str) -> None:
    sentence, wanted = row.split(" => ")
    (figure,) = figures(sentence)
    assert (figure.time.of(sentence) if figure.time else "None") == wanted


def test_a_compound_length_of_time_lends_no_unit() -> None:
    week, claims = figures("The four-week average of claims rose to 419,500.", "average of claims")
    assert (week.unit, claims.unit) == ("week", "claim")


COUNTS = """
Ida Holm, a mother of four, won. => 4 person
The index fell to -20. => -20
"""


@pytest.mark.parametrize("row", COUNTS.strip().splitlines())
def test_children_and_signs(row: str) -> None:
    sentence, wanted = row.split(" => ")
    (figure,) = figures(sentence)
    assert f"{figure.value:g} {figure.unit}".startswith(wanted)


def test_months_and_papers_are_not_measured() -> None:
    (wait,) = figures("Queues averaged nine minutes in August, the new figures show.")
    assert wait.measured == "Queues"


NAMES = """
The Group of Seven leaders met.
Visit 10 Downing Street at noon.
It was the worst day since the 9/11 attacks.
The line flies the Boeing 737 Max 8 jets.
"""


@pytest.mark.parametrize("sentence", NAMES.strip().splitlines())
def test_names_with_numbers_measure_nothing(sentence: str) -> None:
    assert figures(sentence) == ()


STAFF = """
Some 10 Downing Street aides left. => 10 person
A 15,000-strong crowd came. => 15000 person
The line rose to fourth place. => 4 place
"""


@pytest.mark.parametrize("row", STAFF.strip().splitlines())
def test_counted_units(row: str) -> None:
    sentence, wanted = row.split(" => ")
    (figure,) = figures(sentence, *(["crowd"] if "crowd" in sentence else []))
    assert f"{figure.value:g} {figure.unit}" == wanted


def test_a_rise_and_the_level_reached_are_two_figures() -> None:
    assert [figure.value for figure in figures("Wheat rose 5 cents to $3.20 a bushel.")] == [0.05, 3.2]


def test_a_range_of_percent_stays_one() -> None:
    (figure,) = figures("The town grew 3 to 5 per cent.")
    assert (figure.value, figure.value_max) == (3, 5)


def test_a_vote_is_read_inside_a_tagged_name() -> None:
    text = "It passed the Senate 52-48 on Monday."
    spans = (TaggedSpan("name", "organisation", 14, 26, 0.9),)
    (vote,) = find_figures(Analysis(text, find_paragraphs(text), (), Tagging(spans)))
    assert (vote.value, vote.value_max, vote.unit) == (52, 48, "vote")


def test_the_rate_per_so_many_people() -> None:
    assert [figure.per for figure in figures("It fell to 4.8 per 100,000 residents from 5.1 per 100,000.")] == ["100000_person"] * 2


def test_a_quarter_without_its_noun_is_no_figure() -> None:
    assert [f.value for f in figures("It grew 1.5 per cent in the third quarter and 0.9 per cent in the second.")] == [1.5, 0.9]


def test_an_unknown_currency_has_no_unit() -> None:
    (figure,) = figures("The budget sets aside R38bn for roads.")
    assert (figure.value, figure.unit) == (38e9, "")


def test_after_a_percentage_a_count_is_no_level() -> None:
    _, before = figures("Net migration was down 49.9% from 860,000.", "Net migration")
    assert before.unit == "person"
    _, level = figures("The index fell 1.0 percent, to 40,981.04.", "index")
    assert level.unit == "point"


def test_a_length_of_time_that_dates_is_whole() -> None:
    text = "It brought 14 inches of rain in 24 hours."
    spans = (
        TaggedSpan("figure", "figure", 11, 20, 0.9),
        TaggedSpan("time", "time", 29, 34, 0.9),
        TaggedSpan("figure", "figure", 32, 40, 0.9),
    )
    rain, _ = find_figures(Analysis(text, find_paragraphs(text), (), Tagging(spans)))
    assert rain.time is not None and rain.time.of(text) == "in 24 hours"


SMALL = """
Rates rose by a half point in May. => 0.5 percentage_point
Tusker drew 0-0 at home on Sunday. => 0 goal
The levy brought in 14 million vatu. => 14000000 VUV
"""


@pytest.mark.parametrize("row", SMALL.strip().splitlines())
def test_small_forms(row: str) -> None:
    sentence, wanted = row.split(" => ")
    (figure,) = figures(sentence)
    value, unit = wanted.split()
    assert (figure.value, figure.unit) == (float(value), unit)
