"""What a page's lines, addresses and machine-readable dates say, and what they do not."""

from __future__ import annotations

from datetime import date

import pytest

from etl.readers import read
from etl.readers.moments import date_in_url, parse_moment
from etl.readers.page_facts import find_people
from tests.unit.page_samples import HEADLINE, TEXT, document


def article(*above: str, lead: str = "", below: str = ""):
    return read(document("\n\n".join([*above, lead + TEXT, *([below] if below else [])])))[0]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Bay Courier | Publication date 31 October 2024 | 07:05 ICT", date(2024, 10, 31)),
        ("Tue 23 Jul 2024 16.42 BST", date(2024, 7, 23)),
        ("Updated: March 14, 2023 08:41 pm IST", date(2023, 3, 14)),
        ("PUBLISHED: 19:04, 3 Aug 2023 | UPDATED: 08:12, 4 Aug 2023", date(2023, 8, 3)),
        ("Last updated 4 Aug 2023 | Published 3 Aug 2023", date(2023, 8, 3)),
        ("By Jane Roe | Jan. 14, 2025, 11:48 p.m.", date(2025, 1, 14)),
        ("Monday 09/Oct/2023", date(2023, 10, 9)),
        ("21.11.2024 - 19:05", date(2024, 11, 21)),
        # Nothing is guessed: month first or day first, no year, a bare year.
        ("11/07/2019 05:02 AM", None),
        ("Published on Tuesday at 5 pm", None),
        ("© 2024 The Bay Courier", None),
        ("The Bay Courier, since 1951", None),
        ("Share   Tweet   14 Comments", None),
    ],
)
def test_publication_date_from_a_line(line: str, day: date | None) -> None:
    found = article(HEADLINE, line).published
    assert (found.start if found else None) == day
    assert found is None or (found.basis, found.end) == ("byline", day)


@pytest.mark.parametrize(
    ("lead", "day"),
    [
        ("Pakse, Lao PDR, 17 June 2022 – ", date(2022, 6, 17)),
        ("WASHINGTON, July 16, 2021 (ANS) — ", date(2021, 7, 16)),
        ("HANOI, April 9 (Red River News Agency) – ", None),
        ("LIMA — ", None),
    ],
)
def test_publication_date_from_a_dateline_never_gains_a_year(lead: str, day: date | None) -> None:
    found = article(HEADLINE, lead=lead).published
    assert (found.start if found else None) == day
    assert found is None or found.basis == "dateline"


def test_dates_below_the_article_count_only_where_they_say_so() -> None:
    assert article(HEADLINE, below="© 2023 The Bay Courier. 12 May 2023").published is None
    printed = article(HEADLINE, below="Published in The Bay Courier, November 19th, 2022")
    assert printed.published is not None
    assert (printed.published.start, printed.source_name, printed.source_basis) == (date(2022, 11, 19), "The Bay Courier", "footer")


@pytest.mark.parametrize(
    ("byline", "people"),
    [
        ("By Jane Roe", ("Jane Roe",)),
        ("By Jane Roe and John Doe, Local reporter", ("Jane Roe", "John Doe")),
        ("By Ma. Teresa Ilagan, The Bay Courier", ("Ma. Teresa Ilagan",)),
        ("By Jane Roe, 22 May 2023, 08:15 EAT", ("Jane Roe",)),
        ("Words by Jane Roe  Photographs by John Doe", ("Jane Roe",)),
        ("By Jun de la Cruz and staff reports", ("Jun de la Cruz",)),
        ("JANE ROE", ("JANE ROE",)),
        ("Jane Roe | Bay Courier", ("Jane Roe",)),
        ("Staff Reporter", ()),
        ("From our Washington correspondent", ()),
        ("Home affairs correspondent, South East", ()),
        ("Bay Courier Staff", ()),
        ("Tuesday 14 February 2023", ()),
        ("", ()),
    ],
)
def test_byline_names_people_only(byline: str, people: tuple[str, ...]) -> None:
    assert find_people(byline) == people


@pytest.mark.parametrize(
    ("above", "lead", "outlet"),
    [
        (["The Bay Courier", HEADLINE], "", ("The Bay Courier", "logo")),
        (["BAY COURIER | World | Sport", HEADLINE], "", ("BAY COURIER", "logo")),
        (["Logo of The Bay Courier The Bay Courier - Since 1951", HEADLINE], "", ("The Bay Courier", "logo")),
        ([HEADLINE], "LIMA (Andes Wire) — ", ("Andes Wire", "agency")),
        ([HEADLINE], "New Delhi, Feb 6 (PTI) ", ("PTI", "agency")),
        ([HEADLINE], "The mayor told The Post on Monday that the pier was safe. ", ("The Post", "self_reference")),
        ([HEADLINE], "The mayor told the Washington Post on Monday that the pier was safe. ", (None, None)),
        ([HEADLINE, "By Bay Courier Staff"], "", (None, None)),
        ([HEADLINE], "", (None, None)),
    ],
)
def test_outlet(above: list[str], lead: str, outlet: tuple[str | None, str | None]) -> None:
    found = article(*above, lead=lead)
    assert (found.source_name, found.source_basis) == outlet


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("2024-10-31", (2024, 10, 31), (2024, 10, 31)),
        ("2024-10-31T23:30:00-05:00", (2024, 10, 31), (2024, 10, 31)),
        ("20241031", (2024, 10, 31), (2024, 10, 31)),
        ("20241031T070500Z", (2024, 10, 31), (2024, 10, 31)),
        ("Thu, 31 Oct 2024 07:05:00 +0700", (2024, 10, 31), (2024, 10, 31)),
        ("October 31, 2024 at 7:05", (2024, 10, 31), (2024, 10, 31)),
        ("1730358000", (2024, 10, 31), (2024, 10, 31)),
        ("1730358000123", (2024, 10, 31), (2024, 10, 31)),
        ("2024-10", (2024, 10, 1), (2024, 10, 31)),
        ("2024", (2024, 1, 1), (2024, 12, 31)),
    ],
)
def test_moments(words: str, first: tuple[int, int, int], last: tuple[int, int, int]) -> None:
    found = parse_moment(words, "metadata")
    assert found is not None
    assert (found.start, found.end, found.basis) == (date(*first), date(*last), "metadata")


@pytest.mark.parametrize("words", ["", "yesterday", "31 October", "2024-13-01", "12", "from 3 May 2023 to 9 June 2024"])
def test_no_moment(words: str) -> None:
    assert parse_moment(words, "metadata") is None


@pytest.mark.parametrize(
    ("url", "first"),
    [
        ("https://bay.example/2024/10/31/pier-closed", date(2024, 10, 31)),
        ("https://bay.example/news/2024-10-31-pier", date(2024, 10, 31)),
        ("https://bay.example/news/20241031/pier", date(2024, 10, 31)),
        ("https://bay.example/2024/10/pier", date(2024, 10, 1)),
        ("https://bay.example/pier-2024", None),
        ("https://bay.example/article/202410319", None),
        ("https://bay.example/2024/13/01/pier", None),
    ],
)
def test_date_in_address(url: str, first: date | None) -> None:
    found = date_in_url(url)
    assert (found[1].start if found else None) == first
    assert found is None or found[1].basis == "url"
