"""Entities of different articles: hard pairs as a table, and properties of the judgement."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from etl.resolve.across import Profile, block_keys, conflict_of_people, judge, line_of, name_forms
from etl.resolve.person_name import read_name
from etl.resolve.person_spelling import are_alike, transliterated
from tests.evaluation.who_is_who import read_pairs

PAIRS = list(read_pairs())


def test_there_are_three_hundred_hard_pairs() -> None:
    assert len({(p.left, p.right) for p in PAIRS}) == len(PAIRS) >= 300


def test_no_pair_is_joined_wrongly() -> None:
    assert [f"{p.left.name} | {p.right.name}" for p in PAIRS if not p.is_same and judge(p.left, p.right).verdict == "same"] == []


def test_nine_of_ten_right_pairs_are_joined() -> None:
    right = [judge(p.left, p.right).verdict == "same" for p in PAIRS if p.is_same]
    assert sum(right) >= 0.9 * len(right)


def test_who_is_joined_stands_in_one_block() -> None:
    joined = [p for p in PAIRS if judge(p.left, p.right).verdict == "same"]
    assert [p.left.name for p in joined if not block_keys(p.left) & block_keys(p.right)] == []


NAMES = st.sampled_from(sorted({p.left.name for p in PAIRS} | {p.right.name for p in PAIRS}))
PROFILES = st.builds(
    Profile,
    kind=st.sampled_from(["person", "organisation"]),
    name=NAMES,
    country=st.sampled_from([None, "KH", "KR"]),
    titles=st.sampled_from([frozenset(), frozenset({"minister"}), frozenset({"farmer"})]),
)


@settings(deadline=None, max_examples=200)
@given(PROFILES, PROFILES)
def test_the_order_of_two_entities_does_not_matter(a: Profile, b: Profile) -> None:
    assert judge(a, b) == judge(b, a)


@settings(deadline=None, max_examples=50)
@given(PROFILES, PROFILES)
def test_two_countries_part_people(a: Profile, b: Profile) -> None:
    if a.kind == "person" and a.country and b.country and a.country != b.country:
        assert judge(a, b).verdict != "same"


RELATED = st.sampled_from([(p.left.name, p.right.name) for p in PAIRS if p.left.kind == "person"])
"""Names that resemble each other: two at random hardly ever do."""


@settings(deadline=None, max_examples=300)
@given(st.one_of(RELATED, st.tuples(NAMES, NAMES)), st.sampled_from([None, "KH", "KR", "UA", "IR"]))
def test_names_that_cannot_be_one_are_judged_different(names: tuple[str, str], country: str | None) -> None:
    a, b = (Profile("person", name, country, frozenset({"minister"})) for name in names)
    if judge(a, b).verdict != "different":
        one, other = read_name(a.name), read_name(b.name)
        share = any(x == y for x, y in zip(name_forms(one), name_forms(other), strict=True))
        assert share or (country in transliterated() and are_alike(one, other, transliterated()))


TITLES = st.sampled_from(
    ["mayor", "mayor of duncastle", "minister", "prime minister", "goalkeeper", "striker", "farmer", "spokesman", "king"]
)
ACCOUNTS = st.builds(
    Profile,
    kind=st.just("person"),
    name=st.just("Ana Melo"),
    country=st.sampled_from([None, "KH", "KR"]),
    titles=st.frozensets(TITLES, max_size=3),
    bodies=st.frozensets(st.sampled_from(["town of a", "town of b", "club"]), max_size=2),
)


@settings(deadline=None, max_examples=300)
@given(ACCOUNTS, ACCOUNTS)
def test_accounts_exclude_each_other_only_by_countries_lines_of_work_or_local_offices(a: Profile, b: Profile) -> None:
    """`etl.publish.kinship` reads the accounts of nobody else."""
    told = [line_of(title) for title in a.titles | b.titles]
    countries, lines = {a.country, b.country} - {None}, {line for line, _ in told} - {None}
    several = len(countries) > 1 or len(lines) > 1 or (any(is_local for _, is_local in told) and len(a.bodies | b.bodies) > 1)
    assert several or conflict_of_people(a, b) is None
