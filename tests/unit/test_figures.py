"""Figures: sentence -> value, unit, comparator, rate; and numbers that measure nothing. Read by the grammar alone, without a tagger."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.extract.analysis import Analysis
from etl.extract.facts import Figure
from etl.extract.figures import find_figures
from etl.lexicon.gazetteer import country_of_domain
from etl.model import TaggedSpan, Tagging
from etl.text.segment import find_paragraphs

# sentence => value[..max] unit [comparator] [/per]; the sentence holds this one figure
ONE = """
The plant makes 1,200 bicycles. => 1200 bicycle
Some 340,000 maids work in the territory. => 340000 person approx
About 58,000 Laotians hold permits. => 58000 person approx
More than 8.8 million tourists came. => 8800000 person gt
At least 15,000 labourers stayed. => 15000 person ge
Fewer than 600 voters turned out. => 600 person lt
No more than 40 guests may enter. => 40 person le
Up to 60,000 women could leave. => 60000 person up_to
As many as 200 shops burned. => 200 shop up_to
Nearly 70 houses were lost. => 70 house approx
Just under 500 pupils sat the test. => 500 person lt
A little over 90 boats sank. => 90 boat gt
The ferry carries 212 passengers. => 212 person
Five countries signed. => 5 country
Twenty-seven villages were flooded. => 27 village
A dozen officers stood guard. => 12 person
Half a dozen dogs barked. => 6 dog
Two dozen eggs were broken. => 24 egg
The choir has 40-odd singers. => 40 person approx
She keeps 85 or more goats. => 85 goat ge
The firm has 1,700 or so staff. => 1700 person approx
They planted 29 000 trees. => 29000 tree
Voters number 2.58 crore there. => 25800000
He bought 46 lakh shares. => 4600000 share
Three of them escaped. => 3
A 23-page report was leaked. => 23 page
A three-judge bench sat. => 3 person
The 51-bed clinic reopened. => 51 bed
Between 40 and 50 homes collapsed. => 40..50 home
Four to six trucks were stuck. => 4..6 truck
Two or three cuts are likely. => 2..3 event
Ten to 12 soldiers deserted. => 10..12 person
The fee is $28. => 28 USD
It cost US$2.25 billion. => 2250000000 USD
Profits came to €1.7bn. => 1700000000 EUR
The grant is worth £9.3m. => 9300000 GBP
The haul was worth up to £152,000. => 152000 GBP up_to
He earns HK$4,730 a month. => 4730 HKD /month
The permit costs 1,900 baht per person. => 1900 THB /person
They paid Tk 6.35 lakh in cash. => 635000 BDT
The budget is JD12.37 billion. => 12370000000 JOD
Kenyan clubs face a fine of at least Sh50,000. => 50000 KES ge
Filipino vendors got P500 a day. => 500 PHP /day
South Africa spent R38m. => 38000000 ZAR
India froze Rs 46 lakh. => 4600000 INR
Pakistani farmers paid Rs1.4 million. => 1400000 PKR
A loan of DKK 18 million was agreed. => 18000000 DKK
They gave EUR 6 million. => 6000000 EUR
The bill was 3,000 riel. => 3000 KHR
It lost 1.29 trillion won in Korea. => 1290000000000 KRW
The bus costs 83 cents. => 0.83 USD
The ticket is A$14.27. => 14.27 AUD
Rent fell to C$980. => 980 CAD
A cut of RM5 was made. => 5 MYR
The note is worth ₩50,000. => 50000 KRW
Oil is at $82 a barrel. => 82 USD /barrel
Copper fetched $9,120 a tonne. => 9120 USD /tonne
The toll is $3 per vehicle. => 3 USD /vehicle
Guards get $3,500 each. => 3500 USD /person
Bribes run from $3,000 to $8,000. => 3000..8000 USD
The fine is P2 million to P5 million in the Philippines. => 2000000..5000000 PHP
Losses of $4 billion to $7 billion are feared. => 4000000000..7000000000 USD
Agents ask between 12,000 and 16,000 baht. => 12000..16000 THB
A $10-15 charge applies. => 10..15 USD
The strike costs an estimated $65 million a day. => 65000000 USD approx /day
The yen slid past 149 to the dollar. => 149 JPY /USD
Prices rose 14 per cent. => 14 percent
Turnout was 61.4%. => 61.4 percent
Output fell 9.7 pct. => 9.7 percent
Nine per cent of the patients died. => 9 percent
Growth of 10 to 15 per cent is planned. => 10..15 percent
A range of 4.25 percent to 4.50 percent holds. => 4.25..4.5 percent
Inflation slowed by 0.4 percentage points. => 0.4 percentage_point
The bank cut rates by a quarter of a percentage point. => 0.25 percentage_point
Yields climbed 11 basis points. => 11 basis_point
Its approval in the poll fell three points. => 3 percentage_point
Half of the roofs leaked. => 0.5 fraction
Two-thirds of the money vanished. => 0.6667 fraction
About a third of them left. => 0.3333 fraction approx
More than half of the doctors emigrated. => 0.5 fraction gt
Roughly three quarters of the staff walked out. => 0.75 fraction approx
One in five drivers was drunk. => 0.2 fraction
Two out of every three wells are dry. => 0.6667 fraction
A lawyer called six of every ten claims false. => 6 claim /10_claim
The talks lasted 25 minutes. => 25 minute
They talked for just under an hour. => 1 hour lt
A three-day visit ended. => 3 day
He got six and a half years. => 6.5 year
She was jailed for six years and nine months. => 81 month
The walk takes an hour and a half. => 1.5 hour
The queue took three hours and 14 minutes. => 194 minute
It has been four decades. => 40 year
The wait is up to two years. => 2 year up_to
It must rule within 10 days. => 10 day le
They served three more months. => 3 month
The sentence is three to seven years. => 3..7 year
Their 30th anniversary is near. => 30 year
They work up to 17 hours a day. => 17 hour up_to /day
A seven-year-old girl was found. => 7 year
Sok Dara, 46, runs a shop. => 46 year
The thief, 24, was caught. => 24 year
Lakhan (29) drove the car. => 29 year
He was 84. => 84 year
She died at 91. => 91 year
Only those aged 21 or over may apply. => 21 year ge
Her daughter, nine, was discharged. => 9 year
Ida Holm, a mother of 44, spoke. => 44 year
Children under five were spared. => 5 year lt
A man of 63 drowned. => 63 year
The road is 90 kilometres long. => 90 km
The 24-km stretch opened. => 24 km
It stood 15kg short. => 15 kg
Rain of 12 to 18 inches fell. => 12..18 inch
It reached 21.3°C. => 21.3 degree_celsius
It was minus 22 degrees Celsius. => -22 degree_celsius
The dam gives 36 megawatts. => 36 megawatt
The farm covers 4,600 acres. => 4600 acre
Wind of 215 kilometres per hour blew. => 215 km /hour
The tank holds 68,000 cubic metres. => 68000 cubic_metre
They export 3.3 million barrels a day. => 3300000 barrel /day
He swam 500m. => 500 metre
The film drew 9.5m viewers. => 9500000 person
It was their third meeting. => 3 event
She lost for a fifth time. => 5 event
It is the second drought since spring. => 2 drought
Burundi are third in the table. => 3
It is the fourth-largest port. => 4
They met 22 times. => 22 event
He was sold three times. => 3 event
They were interrupted twice. => 2 event
It is twice the price of bread. => 2 times
Its profit more than doubled. => 2 times gt
Sales rose threefold. => 3 times
Output is three times what it was. => 3 times
Vendors won 2-1. => 2..1
The board voted 5-2. => 5..2 vote
The motion was carried by 24 votes to 19. => 24..19 vote
The tie ended 1-1. => 1..1 goal
Buyers outnumbered sellers by a 3.2-to-1 ratio. => 3.2 ratio
Cases reached 33 per 100,000 people. => 33  /100000_person
"""

# sentence => values and units in order
SEVERAL = [
    ("The fee rose from $5 to $7.", [(5, "USD"), (7, "USD")]),
    ("The quota is 10,800, up from 9,400 in 2023.", [(10800, None), (9400, None)]),
    ("The wait was cut from 19 months to eight.", [(19, "month"), (8, "month")]),
    ("Exports fell 12% to $3bn from $3.4bn.", [(12, "percent"), (3e9, "USD"), (3.4e9, "USD")]),
    ("Two men, three women and a 12-year-old boy drowned.", [(2, "person"), (3, "person"), (12, "year")]),
    ("In March 2021, 14 miners died 300 metres down.", [(14, "person"), (300, "metre")]),
    ("Eight of the 11 members signed.", [(8, "person"), (11, "person")]),
    ("He fined 21 agents $3,500 each.", [(21, "person"), (3500, "USD")]),
    ("The index fell 412.66 points, or 1.0 percent, to 40,981.04.", [(412.66, "point"), (1.0, "percent"), (40981.04, "point")]),
    ("It was the third of nine floods.", [(3, "event"), (9, "event")]),
    ("Pay of 1,500 riyals ($400) a month was promised.", [(1500, "SAR"), (400, "USD")]),
    ("They spent $3m in 2020 and $4m in 2021.", [(3e6, "USD"), (4e6, "USD")]),
]

NOT_FIGURES = """
They met on 12 March 2024.
It began on March 12.
The war ended in 1945.
Since 2007 it has grown.
It ran from 2016 to 2021.
In the 1990s it was rare.
The call came at 3.10am.
Polls close at 18:00.
They met at nine o'clock.
It opens at 0730 GMT.
She rang at ten to seven.
The G20 met.
The G7 leaders agreed.
Covid-19 spread.
An F-16 crashed.
The A320 landed.
An ATR 72 was lost.
Highway 1 was shut.
Route 66 is long.
Routes 5, 17 and 32 were flooded.
Article 235 applies.
It breaches Section 8.
Resolution 2397 forbids it.
See page 12.
Chapter 3 is missing.
Paragraph 118 was read aloud.
Rule 12.4 holds.
Dial 999 at once.
Call 101 instead.
Ring 0800 555 0111.
Phone 555-0142 for help.
He flew on Air Force One.
Flight 370 vanished.
Gate 4 was closed.
Room 101 is locked.
Game 5 is on Sunday.
Local 397 went on strike.
It was a Category 4 storm.
A level three alert was issued.
The S&P 500 closed early.
The Nikkei 225 reopened.
The two ministers shook hands.
These two men agreed.
Both sides left.
No one came.
One man laughed.
This one is better.
She wants the red one.
Every one of the songs was sung.
Dozens were hurt.
Hundreds marched.
Thousands fled.
Several million were displaced.
A few hundred stayed.
Tens of thousands came.
The first lady spoke.
First Vice-President Amini spoke.
She was first elected in May.
He sold second-hand cars.
The first half was dull.
They led at half-time.
His half-brother fled.
The second quarter was weak.
He is second secretary at the embassy.
The Third Reich fell.
The Fifth Amendment protects him.
The 19th century was long.
A double room was free.
She polls in double digits.
He won the triple jump.
The zero-tolerance rule stays.
HBM3E chips sold well.
Version 10.1.2 is out.
Visit www.example.org/2021/04.
Write to box42@example.org.
Follow @rail2030 today.
The 5G network failed.
Industrial Revolution 4.0 is here.
Union No. 3 objected.
Exhibit 14 was shown.
Case no. 88 was dropped.
House Bill 1204 passed.
Proposition 8 failed.
Windows 11 crashed.
Serotype 3 returned.
The verdict comes on the 30th.
That was a year ago.
It snowed last year.
Prices rose in the second quarter of 2023.
He left in the early hours.
Nobody knew a thing.
Committee Room Two was empty.
""".strip().splitlines()

# sentence => type
TYPES = [
    ("He was jailed for six years.", "duration"),
    ("Sok Dara, 46, runs a shop.", "age"),
    ("The board voted 5-2.", "score"),
    ("Prices rose 14 per cent.", "change"),
    ("Some 61% of the voters backed him.", "share"),
    ("Inflation stood at 3.2 per cent.", "change"),
    ("The fee is $28.", "price"),
    ("Exports came to $3bn in 2023.", "flow"),
    ("It is the fourth-largest port.", "rank"),
    ("It was their third meeting.", "cumulative"),
    ("Since May, 300 people have drowned.", "cumulative"),
    ("Half of the roofs leaked.", "share"),
    ("Their 30th anniversary is near.", "duration"),
    ("Yields climbed 11 basis points.", "change"),
    ("Copper fetched $9,120 a tonne.", "price"),
    ("The yen slid past 149 to the dollar.", "price"),
    ("The town has 48,000 inhabitants.", "stock"),
]

# sentence => (figure's words, measured words)
MEASURED = [
    ("The plant employs 1,200 Cambodian workers.", "Cambodian workers"),
    ("Some 14 per cent of the patients died.", "patients"),
    ("Remittances from the kingdom fell to $1.6 billion.", "Remittances from the kingdom"),
    ("Sok Dara, 46, runs a shop.", "Sok Dara"),
    ("A 90-day extension was granted.", "extension"),
    ("They set a budget of $5m.", "budget"),
    ("A 23-page report was leaked.", "report"),
]


def figures(text: str, *tagged: TaggedSpan, country: str | None = None) -> tuple[Figure, ...]:
    """Figures of a text that the tagger has given these spans."""
    return find_figures(Analysis(text, find_paragraphs(text), (), Tagging(tuple(sorted(tagged, key=lambda s: s.start)))), country=country)


def tag(text: str, head: str, words: str) -> TaggedSpan:
    """A tagged span over the first occurrence of `words`."""
    at = text.index(words)
    return TaggedSpan(head, head, at, at + len(words), 1.0)


def rows() -> list[tuple[str, float, float | None, str, str, str | None]]:
    """The table as (sentence, value, upper value, unit, comparator, per)."""
    parsed = []
    for line in ONE.strip().splitlines():
        sentence, _, facts = (part.strip() for part in line.partition("=>"))
        per = next((w[1:] for w in facts.split() if w.startswith("/")), None)
        rest = [w for w in facts.split() if not w.startswith("/")]
        low, _, high = rest[0].partition("..")
        comparators = {"approx", "gt", "ge", "lt", "le", "up_to"}
        comparator = next((w for w in rest[1:] if w in comparators), "eq")
        unit = next((w for w in rest[1:] if w not in comparators), "")
        parsed.append((sentence, float(low), float(high) if high else None, unit, comparator, per))
    return parsed


def test_the_tables_are_large() -> None:
    assert len(rows()) + len(SEVERAL) >= 120
    assert len(NOT_FIGURES) >= 80


@pytest.mark.parametrize(("sentence", "value", "top", "unit", "comparator", "per"), rows())
def test_one_figure(sentence: str, value: float, top: float | None, unit: str, comparator: str, per: str | None) -> None:
    found = figures(sentence)
    assert [f.value for f in found] == [pytest.approx(value)]
    figure = found[0]
    assert figure.value_max == (pytest.approx(top) if top is not None else None)
    assert figure.comparator == comparator
    assert figure.per == per
    assert not unit or figure.unit == unit


@pytest.mark.parametrize(("sentence", "expected"), SEVERAL)
def test_several_figures(sentence: str, expected: list[tuple[float, str | None]]) -> None:
    found = figures(sentence)
    assert [f.value for f in found] == [pytest.approx(value) for value, _ in expected]
    assert all(unit is None or f.unit == unit for f, (_, unit) in zip(found, expected, strict=True))


@pytest.mark.parametrize("sentence", NOT_FIGURES)
def test_numbers_that_measure_nothing(sentence: str) -> None:
    assert [f.span.of(sentence) for f in figures(sentence)] == []


@pytest.mark.parametrize(("sentence", "kind"), TYPES)
def test_types(sentence: str, kind: str) -> None:
    assert [f.type for f in figures(sentence)] == [kind]


@pytest.mark.parametrize(("sentence", "words"), MEASURED)
def test_measured_by_rule(sentence: str, words: str) -> None:
    assert figures(sentence)[0].measured == words


def test_the_taggers_measured_phrase_is_taken() -> None:
    text = "Officials said the number of unlicensed kilns fell to 40 in June."
    figure = figures(text, tag(text, "figure", "40"), tag(text, "measured", "unlicensed kilns"), tag(text, "time", "in June"))[0]
    assert figure.measured == "unlicensed kilns"
    assert figure.time is not None
    assert figure.time.of(text) == "in June"


def test_each_figure_takes_its_own_phrase() -> None:
    text = "The port handled 300 ships and 90 trains last year."
    tags = [tag(text, "figure", w) for w in ("300", "90")] + [tag(text, "measured", w) for w in ("ships", "trains")]
    assert [f.measured for f in figures(text, *tags)] == ["ships", "trains"]


def test_a_tagged_span_without_a_number_is_dropped() -> None:
    text = "They lost many cows."
    assert figures(text, tag(text, "figure", "many cows")) == ()


def test_a_tagged_anaphor_is_kept_when_it_has_a_number() -> None:
    text = "One of the brothers fled."
    assert figures(text) == ()
    assert [f.value for f in figures(text, tag(text, "figure", "One"))] == [1]


@pytest.mark.parametrize(
    ("text", "country", "unit"),
    [
        ("A lamb costs $90.", None, "USD"),
        ("A lamb costs $90.", "AU", "AUD"),
        ("A lamb costs $90, far from Wellington.", "NZ", "NZD"),
        ("A lamb costs $90, said the Australian grower; in Australia few agree.", None, "AUD"),
        ("In Canada a loaf costs C$4, and $3 in Halifax.", None, "CAD"),
        ("It costs Rs 90 in Colombo, Sri Lanka.", None, "LKR"),
        ("It costs Rs 90 in Karachi.", None, "PKR"),
        ("It costs 90 pesos in Chile.", None, "CLP"),
    ],
)
def test_shared_signs_are_settled_by_context(text: str, country: str | None, unit: str) -> None:
    assert {f.unit for f in figures(text, country=country)} == {unit}


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("According to Terra Watch, 300 farms failed.", "Terra Watch"),
        ("Terra Watch puts the loss at $3m.", "Terra Watch"),
        ("Terra Watch estimates that 90 farms failed.", "Terra Watch"),
        ("Figures from Terra Watch show 90 farms failed.", "Terra Watch"),
        ("Some 90 farms failed, Terra Watch data show.", "Terra Watch"),
        ("Some 90 farms failed.", None),
    ],
)
def test_sources(text: str, source: str | None) -> None:
    at = text.find("Terra Watch")
    tags = [TaggedSpan("name", "organisation", at, at + 11, 1.0)] if at >= 0 else []
    found = figures(text, *tags)[0].source
    assert (found.of(text) if found else None) == source


def test_spans_hold_the_printed_words() -> None:
    text = "It could cost as much as $520 million a year, and take at least three months."
    assert [f.span.of(text) for f in figures(text)] == ["as much as $520 million a year", "at least three months"]


def test_headlines_and_paragraphs_are_read_apart() -> None:
    text = "Toll hits 12\n\n500 tonnes of rice arrived."
    assert [(f.value, f.unit) for f in figures(text)][1] == (500, "tonne")


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "1,200",
                "$",
                "per cent",
                "half",
                "-",
                "to",
                "the",
                "third",
                "of",
                "5m",
                "£",
                "year-old",
                "a",
                "(",
                ")",
                "Rs",
                "2-1",
                "for",
                "degrees",
                "million",
                "\n",
            ]
        ),
        max_size=14,
    )
)
def test_any_row_of_words_is_read_without_error(words: list[str]) -> None:
    """Whatever stands there, figures lie inside the text, have a value and come in order."""
    text = " ".join(words)
    found = figures(text)
    assert all(0 <= f.span.start < f.span.end <= len(text) for f in found)
    assert [f.span.start for f in found] == sorted(f.span.start for f in found)


@pytest.mark.parametrize(
    ("domain", "country"),
    [("bay-courier.co.nz", "NZ"), ("harbour.ca", "CA"), ("news.co.uk", "GB"), ("post.com", None), ("", None), (None, None)],
)
def test_an_outlets_address_tells_its_country(domain: str | None, country: str | None) -> None:
    assert country_of_domain(domain) == country


@pytest.mark.parametrize("text", ["They held one-to-one talks in Oban.", "It is a zero-sum game."])
def test_idioms_measure_nothing(text: str) -> None:
    assert figures(text) == ()


@pytest.mark.parametrize(("words", "dated"), [("within", None), ("in the most recent", None), ("in May", "in May")])
def test_words_that_name_no_time_date_nothing(words: str, dated: str | None) -> None:
    text = f"The firm built 40 boats {words} as it said."
    (figure,) = figures(text, tag(text, "figure", "40"), tag(text, "time", words))
    assert (figure.time.of(text) if figure.time else None) == dated
