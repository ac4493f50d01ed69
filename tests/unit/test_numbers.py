"""The number grammar: words -> values, and properties over 10,000 generated numbers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.text.numbers import find_atoms, find_numbers, parse_number
from etl.text.span import Span

# words -> value, or low..high
VALUES = """
7 => 7
1,200 => 1200
1,346,215.18 => 1346215.18
12,34,567 => 1234567
29 000 => 29000
3 600 => 3600
1.200.000 => 1200000
1.200,50 => 1200.5
1'200 => 1200
2.5 => 2.5
0.75 => 0.75
.5 => 0.5
five => 5
twelve => 12
twenty-one => 21
twenty one => 21
ninety-nine => 99
a hundred => 100
one hundred => 100
one hundred and twenty-five => 125
two hundred thousand => 200000
five hundred and six => 506
three thousand four hundred => 3400
a thousand => 1000
one hundred and twenty-five thousand => 125000
a million => 1000000
a million and a half => 1500000
half a million => 500000
a quarter of a million => 250000
three quarters of a million => 750000
two and a half million => 2500000
two and a half => 2.5
six and three quarters => 6.75
one and a half => 1.5
2½ => 2.5
5 1/2 => 5.5
a dozen => 12
two dozen => 24
half a dozen => 6
1.6 million => 1600000
2-million => 2000000
5 mn => 5000000
5mn => 5000000
7bn => 7000000000
7 bn => 7000000000
1.29tr => 1290000000000
3.2tn => 3200000000000
40k => 40000
5m => 5000000
3 crore => 30000000
46 lakh => 4600000
1.5 lakh crore => 1500000000000
2.58 crore => 25800000
half => 0.5
a half => 0.5
a third => 0.3333333333
two-thirds => 0.6666666667
two thirds => 0.6666666667
three quarters => 0.75
three-quarters => 0.75
a quarter => 0.25
one fifth => 0.2
two-fifths => 0.4
a tenth => 0.1
3/4 => 0.75
½ => 0.5
one in five => 0.2
1 in 4 => 0.25
nine in ten => 0.9
seven in 10 => 0.7
one in a hundred => 0.01
two out of every three => 0.6666666667
four out of five => 0.8
nine out of 10 => 0.9
first => 1
third => 3
21st => 21
twenty-first => 21
66th => 66
1,000th => 1000
twice => 2
thrice => 3
doubled => 2
tripled => 3
quadrupled => 4
threefold => 3
10-fold => 10
40 to 50 => 40..50
5-7 => 5..7
5–7 => 5..7
between 12,000 and 16,000 => 12000..16000
between two and three => 2..3
2 to 3 million => 2000000..3000000
1.5 to 2 billion => 1500000000..2000000000
900,000 to 1.2 million => 900000..1200000
four or five => 4..5
six of every ten => 6
zero => 0
nil => 0
"""

# sentence -> all numbers in it
SENTENCES = [
    ("Two men and three women left.", [2, 3]),
    ("They have one million and two hundred.", [1000200]),
    ("two three four", [2, 3, 4]),
    ("It fell from 1,200 to 900.", [1200, 900]),
    ("Several hundred people and a few thousand more came.", []),
    ("Millions fled; thousands stayed.", []),
    ("a third strike and a third of the vote", [3, 1 / 3]),
    ("the third of nine children", [3, 9]),
    ("nine goals in 10 games", [9, 10]),
    ("twelve in 15 minutes", [12, 15]),
    ("In 2019 300 people came", [2019, 300]),
    ("No one answered anyone.", [1]),
    ("The often weight of tenants", []),
    ("R38m and US$5bn", [38e6, 5e9]),
    ("", []),
]


def rows() -> list[tuple[str, float, float | None]]:
    """The table as (words, value, upper value)."""
    parsed = []
    for line in VALUES.strip().splitlines():
        words, _, value = (part.strip() for part in line.partition("=>"))
        low, _, high = value.partition("..")
        parsed.append((words, float(low), float(high) if high else None))
    return parsed


@pytest.mark.parametrize(("words", "value", "top"), rows())
def test_words_have_values(words: str, value: float, top: float | None) -> None:
    number = parse_number(words)
    assert number is not None
    assert number.value == pytest.approx(value)
    assert number.value_max == (pytest.approx(top) if top is not None else None)


@pytest.mark.parametrize(("words", "value", "top"), rows()[::3])
def test_numbers_are_found_inside_a_sentence(words: str, value: float, top: float | None) -> None:
    text = f"They counted {words}, he said."
    found = find_numbers(text)
    assert [n.value for n in found] == [pytest.approx(value)]
    assert found[0].span.end == len("They counted ") + len(words)


@pytest.mark.parametrize("words", ["", "many", "several hundred", "12 men", "five and", "the", "a", "hundreds", "in", "one two", "million"])
def test_no_single_number(words: str) -> None:
    assert parse_number(words) is None


@pytest.mark.parametrize(("sentence", "values"), SENTENCES)
def test_all_numbers_of_a_sentence(sentence: str, values: list[float]) -> None:
    assert [n.value for n in find_numbers(sentence)] == pytest.approx(values)


def test_a_span_limits_the_search() -> None:
    assert [n.value for n in find_numbers("10 and 20 and 30", Span(3, 10))] == [20]


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ("third", "ordinal"),
        ("a third", "fraction"),
        ("three", "cardinal"),
        ("threefold", "multiple"),
        ("one in three", "fraction"),
        ("3rd", "ordinal"),
    ],
)
def test_forms(words: str, form: str) -> None:
    assert find_atoms(words)[0].form == form


def test_six_of_every_ten_keeps_its_base() -> None:
    number = find_atoms("six of every ten hulls")[0]
    assert (number.value, number.per_count) == (6, 10)


# --- 10,000 generated numbers: every way of printing one reads back --------------------------------------------------------------

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spelled(number: int) -> str:
    """A whole number below a trillion in English words."""
    if number < 20:
        return _ONES[number]
    if number < 100:
        return _TENS[number // 10 - 2] + (f"-{_ONES[number % 10]}" if number % 10 else "")
    if number < 1000:
        return f"{_ONES[number // 100]} hundred" + (f" and {spelled(number % 100)}" if number % 100 else "")
    for scale, name in ((10**9, "billion"), (10**6, "million"), (10**3, "thousand")):
        if number >= scale:
            rest = number % scale
            link = " and " if 0 < rest < 100 else " "
            return f"{spelled(number // scale)} {name}" + (f"{link}{spelled(rest)}" if rest else "")
    raise AssertionError(number)


def grouped(number: int, mark: str) -> str:
    """Digits in threes."""
    return f"{number:,}".replace(",", mark)


def indian(number: int) -> str:
    """Digits in the Indian grouping: 12,34,567."""
    digits = str(number)
    head, tail = digits[:-3], digits[-3:]
    pairs = [head[max(0, i - 2) : i] for i in range(len(head), 0, -2)][::-1]
    return ",".join([*pairs, tail]) if head else tail


@settings(max_examples=250, deadline=None)
@given(st.lists(st.integers(0, 10**12 - 1), min_size=10, max_size=10))
def test_whole_numbers_round_trip(numbers: list[int]) -> None:
    """2,500 numbers in four printings each: 10,000 round trips."""
    for number in numbers:
        for printed in (grouped(number, ","), grouped(number, "\u00a0"), spelled(number), indian(number)):
            parsed = parse_number(printed)
            assert parsed is not None, printed
            assert parsed.value == number, printed


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 9999), st.sampled_from(["million", "billion", "crore", "lakh", "bn", "trillion"])), min_size=5, max_size=5
    )
)
def test_magnitudes_round_trip(items: list[tuple[int, str]]) -> None:
    scales = {"million": 1e6, "billion": 1e9, "bn": 1e9, "crore": 1e7, "lakh": 1e5, "trillion": 1e12}
    for tenths, word in items:
        parsed = parse_number(f"{tenths / 10} {word}")
        assert parsed is not None
        assert parsed.value == pytest.approx(tenths / 10 * scales[word])


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**7), st.integers(1, 10**7))
def test_ranges_round_trip(low: int, width: int) -> None:
    for link in (" to ", "–", " and "):
        lead = "between " if link == " and " else ""
        parsed = parse_number(f"{lead}{low:,}{link}{low + width:,}")
        assert parsed is not None
        assert (parsed.value, parsed.value_max) == (low, low + width)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_read_without_error(text: str) -> None:
    """Whatever the text, numbers come in order, do not overlap and lie inside it."""
    found = find_numbers(text)
    ends = [n.span.end for n in found]
    assert all(0 <= n.span.start < n.span.end <= len(text) for n in found)
    assert all(end <= n.span.start for end, n in zip(ends, found[1:], strict=False))
