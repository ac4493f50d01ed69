"""Who is who among people: marked article -> people with the surfaces that name them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.resolve import resolve_article
from etl.resolve.person_name import person_key, read_name, same_person, split_name
from tests.unit.marked_text import read_marked

People = dict[str, set[str]]


def people(marked: str) -> People:
    """Names of the article's people and how it calls them, pronouns left out."""
    return read_marked(marked).named("person")


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        # second references by culture
        ("{p Prak Vuthy} spoke. {p Vuthy} left.", {"Prak Vuthy": {"Prak Vuthy", "Vuthy"}}),  # Khmer: given name
        ("{p Somsak Phrom} spoke. {p Somsak} left.", {"Somsak Phrom": {"Somsak Phrom", "Somsak"}}),  # Thai: given name
        ("{p Katrin Jonsdottir} spoke. {p Katrin} left.", {"Katrin Jonsdottir": {"Katrin Jonsdottir", "Katrin"}}),  # Icelandic
        ("{p Abel Tadele Girma} spoke. {p Abel} left.", {"Abel Tadele Girma": {"Abel Tadele Girma", "Abel"}}),  # Ethiopian
        ("{p Kang Min-ji} spoke. {p Kang} left.", {"Kang Min-ji": {"Kang Min-ji", "Kang"}}),  # Korean: family name first
        ("{p Zhao Lihua} spoke. {p Zhao} left.", {"Zhao Lihua": {"Zhao Lihua", "Zhao"}}),  # Chinese
        ("{p Pham Van Duc} spoke. {p Duc} left.", {"Pham Van Duc": {"Pham Van Duc", "Duc"}}),  # Vietnamese
        ("{p Kovács Endre} spoke. {p Kovács} left.", {"Kovács Endre": {"Kovács Endre", "Kovács"}}),  # Hungarian
        (
            "{p Luz Ramos Ibarra} spoke. {p Ramos Ibarra} left. {p Ramos} sat.",
            {"Luz Ramos Ibarra": {"Luz Ramos Ibarra", "Ramos Ibarra", "Ramos"}},
        ),
        ("{p Tiago dos Anjos Melo} spoke. {p Melo} left.", {"Tiago dos Anjos Melo": {"Tiago dos Anjos Melo", "Melo"}}),
        ("{p Hendrik van der Berg} spoke. {p van der Berg} left.", {"Hendrik van der Berg": {"Hendrik van der Berg", "van der Berg"}}),
        ("{p Omar bin Said} spoke. {p Omar} left.", {"Omar bin Said": {"Omar bin Said", "Omar"}}),
        (
            "{p Nasser al-Harbi} spoke. {p al-Harbi} left. {p Al Harbi} sat.",
            {"Nasser al-Harbi": {"Nasser al-Harbi", "al-Harbi", "Al Harbi"}},
        ),
        ("{p Colm Ó Broin} spoke. {p Ó Broin} left.", {"Colm Ó Broin": {"Colm Ó Broin", "Ó Broin"}}),
        (
            "{p Sergei Petrovich Lunin} spoke. {p Sergei Petrovich} left.",
            {"Sergei Petrovich Lunin": {"Sergei Petrovich Lunin", "Sergei Petrovich"}},
        ),
        ("{p Ruth Lacombe-Hall} spoke. {p Lacombe-Hall} left.", {"Ruth Lacombe-Hall": {"Ruth Lacombe-Hall", "Lacombe-Hall"}}),
        (
            "{p Adanech Tulu Bekele} spoke. {p Adanech} left. {p Adanech Tulu} sat.",  # Ethiopian: own and father's name
            {"Adanech Tulu Bekele": {"Adanech Tulu Bekele", "Adanech", "Adanech Tulu"}},
        ),
        (
            "{p Gunnar Palsson} spoke. {p Gunnar} left. {p Katla Palsdottir} sat.",  # Icelandic patronymics of one father are no family
            {"Gunnar Palsson": {"Gunnar Palsson", "Gunnar"}, "Katla Palsdottir": {"Katla Palsdottir"}},
        ),
        ("{p Endre Kovács} spoke. {p Kovács Endre} left.", {"Kovács Endre": {"Endre Kovács", "Kovács Endre"}}),  # Hungarian order
        (
            "{p Rui Costa Lemos} spoke. {p Costa Lemos} left. {p Lemos} sat.",  # Portuguese: mother's, then father's surname
            {"Rui Costa Lemos": {"Rui Costa Lemos", "Costa Lemos", "Lemos"}},
        ),
        ("“{p Samdech [Chan Rith]} will go. {p Rith} said so.", {"Chan Rith": {"Chan Rith", "Samdech", "Rith"}}),
        ("{p Sukandar} spoke. {p Sukandar} left.", {"Sukandar": {"Sukandar"}}),  # a single name
        # spelling, order, middle names, initials, nicknames, suffixes
        ("{p Bae Su-Jin} met {p Bae Su Jin}.", {"Bae Su-Jin": {"Bae Su-Jin", "Bae Su Jin"}}),
        ("{p Su-jin Bae} met {p Bae Su-jin}.", {"Su-jin Bae": {"Su-jin Bae", "Bae Su-jin"}}),
        ("{p José Peña} met {p Jose Pena}.", {"José Peña": {"José Peña", "Jose Pena"}}),
        ("{p Everett Amos Dale} met {p Everett Dale}.", {"Everett Amos Dale": {"Everett Amos Dale", "Everett Dale"}}),
        ("{p Everett A. Dale} met {p Everett Dale}.", {"Everett A. Dale": {"Everett A. Dale", "Everett Dale"}}),
        ("{p E. Dale} met {p Everett Dale}.", {"Everett Dale": {"Everett Dale", "E. Dale"}}),
        ("{p Daniel “Duke” Lund} spoke. {p Lund} left. {p Duke} sat.", {"Daniel Lund": {"Daniel “Duke” Lund", "Lund", "Duke"}}),
        ("{p Tom Lund Jr.} spoke. {p Lund} left.", {"Tom Lund Jr.": {"Tom Lund Jr.", "Lund"}}),
        # two stay two
        ("{p Hun Vicheka} met {p Hun Rithy}.", {"Hun Vicheka": {"Hun Vicheka"}, "Hun Rithy": {"Hun Rithy"}}),
        ("{p Tom Lund Jr.} met {p Tom Lund Sr.}", {"Tom Lund Jr.": {"Tom Lund Jr."}, "Tom Lund Sr.": {"Tom Lund Sr."}}),
        ("{p James Thomas} met {p Peter James}.", {"James Thomas": {"James Thomas"}, "Peter James": {"Peter James"}}),
        ("{p Ada Lund} and {p Bo Lund} sat.\n\nThen {p Lund} rose.", {"Ada Lund": {"Ada Lund"}, "Bo Lund": {"Bo Lund"}}),
        ("{p J. Lund} met {p Jan Lund} and {p Jon Lund}.", {"J. Lund": {"J. Lund"}, "Jan Lund": {"Jan Lund"}, "Jon Lund": {"Jon Lund"}}),
        ("{p Asha Rao Mehta} and her husband, {p Rao Mehta}, sat.", {"Asha Rao Mehta": {"Asha Rao Mehta"}, "Rao Mehta": {"Rao Mehta"}}),
        # namesakes told apart by address, paragraph or custom
        ("{p Ada Lund} and Mr {p Bo Lund} sat.\n\nThen Ms {p Lund} rose.", {"Ada Lund": {"Ada Lund", "Lund"}, "Bo Lund": {"Bo Lund"}}),
        ("{p Ada Lund} sat.\n\n{p Bo Lund} spoke. {p Lund} left.", {"Ada Lund": {"Ada Lund"}, "Bo Lund": {"Bo Lund", "Lund"}}),
        (
            "{p Kofi Lund} and {p Esi Lund} sat.\n\n{p Esi} sang. {p Esi} wept.\n\n{p Lund} rose.",
            {"Kofi Lund": {"Kofi Lund", "Lund"}, "Esi Lund": {"Esi Lund", "Esi"}},
        ),
        ("Ms {p Esi Lund} sat.\n\nMr {p Lund} rose.", {"Esi Lund": {"Esi Lund"}}),
    ],
)
def test_people(marked: str, expected: People) -> None:
    assert people(marked) == expected


@pytest.mark.parametrize(
    ("written", "country", "family", "given", "order"),
    [
        ("Kang Min-ji", None, "Kang", "Min-ji", "family_first"),
        ("Min-ji Kang", None, "Kang", "Min-ji", "given_first"),
        ("Prak Vuthy", "KH", "Prak", "Vuthy", "family_first"),
        ("Pham Van Duc", "VN", "Pham", "Van Duc", "family_first"),
        ("Carol Lam", "HK", "Lam", "Carol", "given_first"),
        ("Katrin Jonsdottir", "IS", None, "Katrin", "given_only"),
        ("Abel Tadele", "ET", None, "Abel", "given_only"),
        ("Hendrik van der Berg", None, "van der Berg", "Hendrik", "given_first"),
        ("Luz Ramos Ibarra", "PE", "Ramos Ibarra", "Luz", "given_first"),
        ("Ana Melo", "PT", "Melo", "Ana", "given_first"),
        ("Tom Lund Jr.", "US", "Lund", "Tom", "given_first"),
        ("Sukandar", "ID", None, None, None),
        ("Zhao Lihua", "CN", "Zhao", "Lihua", "family_first"),
        ("Somsak Phrom", "TH", "Phrom", "Somsak", "given_first"),
        ("Rui Costa Lemos", "PT", "Lemos", "Rui Costa", "given_first"),
        ("Omar bin Said", "MY", None, "Omar", "given_only"),
        ("Katla Pálsdóttir", None, None, "Katla", "given_only"),
        ("Nasser bin Omar al-Harbi", "OM", "al-Harbi", "Nasser bin Omar", "given_first"),
        ("Bat Dorj", "MN", None, "Dorj", "given_only"),
    ],
)
def test_name_parts(written: str, country: str | None, family: str | None, given: str | None, order: str | None) -> None:
    parts = split_name(read_name(written), country)
    assert (parts.family, parts.given, parts.order) == (family, given, order)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Yun Seo-Yeon", "Yun Seo Yeon", True),
        ("Seo-yeon Yun", "Yun Seo-yeon", True),
        ("José Peña", "Jose Pena", True),
        ("James Thomas", "Thomas James", False),
        ("Tom Lund Jr.", "Tom Lund", False),
        ("Everett Dale", "Everett A. Dale", False),
        ("O’Brien Ann", "O'Brien Ann", True),
        ("Hun Vicheka", "Hun Rithy", False),
    ],
)
def test_keys_across_articles(one: str, other: str, same: bool) -> None:
    """Equal keys make candidates to be one; a key never joins two names whose order or suffix differs without reason."""
    assert (person_key(read_name(one)) == person_key(read_name(other))) is same


def test_only_full_names_are_global() -> None:
    scopes = {e.name: e.scope for e in read_marked("{p Prak Vuthy} met {p Sukandar}.").entities.entities}
    assert scopes == {"Prak Vuthy": "global", "Sukandar": "article"}


def test_country_is_told_by_the_office() -> None:
    read = read_marked("South Korean {r Foreign Minister} {p Bae Su-jin} met {p Ana Melo}.")
    people = (e for e in read.entities.entities if e.kind == "person")
    assert {e.name: e.country_code for e in people} == {"Bae Su-jin": "KR", "Ana Melo": None}


NAMES = st.sampled_from(["Ada Lund", "Bo Lund", "Lund", "Ada", "Hun Vicheka", "Vicheka", "A. Lund", "Ada B. Lund", "Kang Min-ji", "Kang"])


@settings(deadline=None, max_examples=50)
@given(st.lists(NAMES, min_size=1, max_size=8), st.randoms())
def test_order_of_mentions_is_irrelevant(called: list[str], dice: object) -> None:
    read = read_marked(". ".join(f"Then {{p {name}}} rose" for name in called))
    shuffled = list(read.mentions)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    again = resolve_article(read.analysis, shuffled, read.positions)
    assert again.entities == read.entities.entities
    assert [again.mention_entity(shuffled.index(m)) for m in read.mentions] == [
        read.entities.mention_entity(i) for i in range(len(read.mentions))
    ]


@given(
    st.sampled_from(["Ada Lund", "Ada B. Lund", "Lund Ada", "A. Lund", "Ada Lund Jr.", "Hun Vicheka"]),
    st.sampled_from(["Ada Lund", "Ada Berg", "Bo Lund", "Vicheka Hun"]),
)
def test_sameness_is_symmetric(one: str, other: str) -> None:
    assert same_person(read_name(one), read_name(other)) == same_person(read_name(other), read_name(one))
