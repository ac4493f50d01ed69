"""People's decisions: the file as written, and what becomes of them among the entities."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pytest

from etl.publish.identity import Accounts, Identity, Known, folded, judge_pairs, part_namesakes
from etl.publish.identity import settle as settle_parts
from etl.resolve.across import Profile
from etl.resolve.decisions import DecisionError, read_decisions


def known(number: int, name: str, country: str | None = None, kind: str = "person", articles: str = "a") -> Known:
    """An entity in the articles of these letters."""
    profile = Profile(kind, name, country)  # type: ignore[arg-type]
    return Known(number, profile, folded([name]), len(articles), tuple((ord(a), f"{a}.txt") for a in articles))


def identify(entities: Sequence[Known], accounts: Accounts, words: str = "") -> Identity:
    """Part, judge all pairs, settle."""
    decisions = read_decisions(words)
    parted = part_namesakes(entities, accounts, decisions)
    ids = [e.entity_id for e in entities]
    return settle_parts(parted, judge_pairs(parted, combinations(ids, 2), ids), decisions)


def settle(words: str, *entities: Known) -> Identity:
    return identify(entities, {}, words)


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("same: [A, B]", "must be a list"),
        ("- A is B", "must be a mapping"),
        ("- {same: [A]}", "two entities or more"),
        ("- {same: [A, B], name: C}", "nothing else"),
        ("- {different: A}", "two entities or more"),
        ("- {different: [A, B], in: [x.txt]}", "one entity and `in"),
        ("- {entity: A}", "name, kind or country"),
        ("- {entity: A, country: Norway}", "two-letter"),
        ("- {entity: A, country: no}", "quote 'NO'"),
        ("- {same: [A, B], becuase: C}", "unknown words: becuase"),
        ("- {same: [A, B], different: [A, B]}", "exactly one"),
        ("- {same: [A, ", "no YAML"),
        ("- {same: ['', B]}", "names no entity"),
    ],
)
def test_a_file_that_cannot_be_understood(words: str, complaint: str) -> None:
    with pytest.raises(DecisionError, match=complaint):
        read_decisions(words)


def test_an_empty_file_decides_nothing() -> None:
    assert read_decisions("") == () == read_decisions("# nothing yet\n")


ANA, ANNA, BO = known(1, "Ana Melo"), known(2, "Anna Mello", "PT"), known(3, "Bo Dahl")


@pytest.mark.parametrize(
    ("words", "joined", "statuses"),
    [
        ("- {same: [Ana Melo, Anna Mello], reason: one, author: AB}", {2: 1}, ["applied"]),
        ("- {same: ['person:ana melo', 'Anna Mello@PT']}", {2: 1}, ["applied"]),
        ("- {same: [1, 2, 3]}", {2: 1, 3: 1}, ["applied"]),
        ("- {same: [Ana Melo, Nobody Here]}", {}, ["unmatched"]),
        ("- {same: [Ana Melo, 'Anna Mello@ES']}", {}, ["unmatched"]),
        ("- {same: [1, 2]}\n- {different: [1, 2]}", {}, ["contradicted", "contradicted"]),
        ("- {same: [1, 2]}\n- {same: [2, 3]}\n- {different: [1, 3]}", {2: 1}, ["applied", "contradicted", "contradicted"]),
        ("- {different: [1, 2]}", {}, ["applied"]),
        ("", {}, []),
    ],
)
def test_decisions_join_and_part(words: str, joined: dict[int, int], statuses: list[str]) -> None:
    identity = settle(words, ANA, ANNA, BO)
    assert (identity.joined, [o.status for o in identity.outcomes]) == (joined, statuses)


def test_what_people_keep_apart_is_not_joined_nor_asked_again() -> None:
    pair = known(1, "Kim Min-jae", "KR"), known(2, "Min-jae Kim", "KR")
    assert settle("", *pair).joined == {2: 1}
    apart = settle("- {different: [1, 2]}", *pair)
    assert (apart.joined, apart.candidates) == ({}, [])


def test_different_kinds_are_never_one() -> None:
    identity = settle("- {same: [1, 2]}", known(1, "Selby"), known(2, "Selby", kind="organisation"))
    assert (identity.joined, [o.status for o in identity.outcomes]) == ({}, ["contradicted"])


def test_one_name_is_parted_by_article() -> None:
    identity = settle("- {different: Ana Melo, in: [b.txt]}", known(1, "Ana Melo", articles="ab"), BO)
    assert list(identity.parted) == [(1, ord("b"))] and not identity.joined and [o.status for o in identity.outcomes] == ["applied"]
    assert settle("- {different: Ana Melo, in: [c.txt]}", known(1, "Ana Melo", articles="ab")).outcomes[0].status == "unmatched"


def test_values_are_set_and_contradictions_are_left_out() -> None:
    words = ["{entity: Bo Dahl, name: Bo Dahl-Lund, country: dk}", "{entity: Ana Melo, country: PT}", "{entity: 1, country: ES}"]
    identity = settle("\n".join(f"- {line}" for line in [*words, "{entity: X, kind: ngo}"]), ANA, ANNA, BO)
    assert identity.values == {3: {"name": "Bo Dahl-Lund", "country": "DK"}}
    assert [o.status for o in identity.outcomes] == ["applied", "contradicted", "contradicted", "unmatched"]


def test_namesakes_are_parted_where_their_contexts_exclude_each_other() -> None:
    striker = Profile("person", "John Smith", "GB", frozenset({"striker"}))
    senator = Profile("person", "John Smith", "US", frozenset({"senator"}))
    whole = known(1, "John Smith", articles="abcd")
    identity = identify([whole], {1: [(striker, [ord("a"), ord("c")]), (senator, [ord("b")])]})
    apart = identity.parted
    assert apart[1, ord("a")] == apart[1, ord("c")] != apart[1, ord("b")] and (1, ord("d")) not in apart
    assert identity.joined == {} and any(
        "GB here and US there" in c.reason or "US here and GB there" in c.reason for c in identity.candidates
    )


def test_a_name_that_fits_two_is_joined_to_neither() -> None:
    short = known(1, "Ministry of Labour", "KH", "organisation")
    two = known(2, "Ministry of Labour and Training", "KH", "organisation"), known(3, "Ministry of Labour and Youth", "KH", "organisation")
    assert settle("", short, two[0]).joined == {2: 1}
    identity = settle("", short, *two)
    assert identity.joined == {} and len(identity.candidates) == 3


def test_the_order_of_the_entities_does_not_matter() -> None:
    entities = [known(1, "Kim Min-jae", "KR"), known(2, "Min-jae Kim", "KR"), known(3, "Kim Minjae"), known(4, "Kim Min-jae", "US")]
    assert settle("", *entities).joined == settle("", *reversed(entities)).joined
