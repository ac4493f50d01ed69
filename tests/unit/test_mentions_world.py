"""Bodies the whole world knows, found where the tagger missed them: sentence -> mentions."""

from __future__ import annotations

import pytest

from tests.unit.test_mentions import names


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        # sure names, whatever the tagger thought
        ("Workers at Walmart struck.", ["o:Walmart"]),
        ("Fighters of {l Hamas} left {l Selby}.", ["o:Hamas", "l:Selby"]),
        ("The note by {p? Jefferies} was short.", ["o:Jefferies"]),
        ("She told {l? BBC Radio} 4 so.", ["o:BBC Radio 4"]),
        ("A Novartis-backed trial began.", ["o:Novartis"]),
        # not inside a longer name, a person's name or a title of a work; not in capitals, not as a product
        ("{o Walmart Drivers’ Choir} sang.", ["o:Walmart Drivers’ Choir"]),
        ("{p Ana Jefferies} left. Then {p? Jefferies} sang.", ["p:Ana Jefferies", "p:Jefferies"]),
        ("Old Walmart Lane is closed.", []),
        ("He read “Rolling Stone” again.", []),
        ("WALMART OF THE SOUTH", []),
        ("He sold his Volkswagen in May.", []),
        ("A Volkswagen spokesperson agreed.", ["o:Volkswagen"]),
        ("By single transferable vote (SPD) they chose.", []),
        # a name that may be something else needs evidence
        ("They sailed up the {l Amazon} in May.", ["l:Amazon"]),
        ("She bought shares in {l? Amazon} and left.", ["o:Amazon"]),
        ("{l? Amazon} and Walmart agreed.", ["o:Amazon", "o:Walmart"]),
        ("Ford Motor gained. “We sell more,” {p? Ford} said.", ["o:Ford Motor", "o:Ford"]),
        ("The {p? Ford} plant closed.", ["o:Ford"]),
        # two bodies in one span; an owner and its unit; what is no part of the name
        ("{o Boeing and Airbus} agreed.", ["o:Boeing", "o:Airbus"]),
        ("{o Trading Standards and Selby Aid} agreed.", ["o:Trading Standards", "o:Selby Aid"]),
        ("The {o Mediation and Security Council} met.", ["o:Mediation and Security Council"]),
        ("{o Kent Police’s Rural Fraud Unit} met.", ["o:Kent Police", "o:Rural Fraud Unit"]),
        ("{p? Boeing Whistleblower} speaks.", ["o:Boeing"]),
        ("{l? Lufthansa Cargo} grew.", ["o:Lufthansa Cargo"]),
        ("{o Walmart CFO} {p Bo Dahl} left.", ["o:Walmart", "p:Bo Dahl"]),
    ],
)
def test_bodies_of_the_world(marked: str, expected: list[str]) -> None:
    assert names(marked) == expected
