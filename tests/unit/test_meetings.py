"""Sentences and short texts of our own with the meetings they report.

Mark-up: `<P Jane Roe>` a person, `<O …>` a body, `<L …>` a place, `<P she=Jane Roe>` a reference, `<P they=A+B>` several, `{met}` a
meeting word, `[[…]]` the name of an event, `~minister~` a title, `^…^` the words naming a speaker.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from etl.extract.analysis import Analysis, regions_of
from etl.extract.facts import Meeting, Mention
from etl.extract.meetings import find_meetings, participants
from etl.extract.meetings.assemble import read_meetings
from etl.extract.meetings.scene import Scene
from etl.extract.meetings.triggers import find_triggers
from etl.model import TaggedSpan, Tagging
from etl.text.span import Span

_MARK = re.compile(r"<([POL]) ([^<>=]+)(?:=([^<>]+))?>|(\{)|(\})|(\[\[)|(\]\])|(~)|(\^)")
_KIND = {"P": "person", "O": "organisation", "L": "place"}
_HEADS = {"{": ("meeting", "meeting"), "[[": ("name", "event"), "~": ("role", "role"), "^": ("source", "source")}


@dataclass
class Names:
    """Who the marked words mean: entities are numbered by their names."""

    names: list[str]
    meaning: dict[Span, tuple[int, ...]]

    def refer(self, span: Span) -> int | None:
        found = self.meaning.get(span, ())
        return found[0] if len(found) == 1 else None

    def refer_all(self, span: Span) -> tuple[int, ...]:
        found = self.meaning.get(span, ())
        return found if len(found) > 1 else ()


def read(marked: str) -> tuple[Analysis, list[Mention], Names]:
    """The plain text with its spans."""
    text, at, mentions, spans, names, open_at = "", 0, [], [], Names([], {}), {}
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        at = match.end()
        token = match.group()
        if match.group(1):
            start = len(text)
            text += match.group(2)
            span = Span(start, len(text))
            known = match.group(3) or match.group(2)
            for name in known.split("+"):
                if name not in names.names:
                    names.names.append(name)
            names.meaning[span] = tuple(names.names.index(n) for n in known.split("+"))
            form = "name" if not match.group(3) else "nominal" if " " in match.group(2) else "pronoun"
            mentions.append(Mention(span, _KIND[match.group(1)], form, match.group(2)))
            if form == "name":
                spans.append(TaggedSpan("name", _KIND[match.group(1)], span.start, span.end, 1.0))
        elif token in ("{", "[[") or (token in "~^" and token not in open_at):
            open_at[token] = len(text)
        else:
            opener = {"}": "{", "]]": "[["}.get(token, token)
            spans.append(TaggedSpan(*_HEADS[opener], open_at.pop(opener), len(text), 1.0))
    text += marked[at:]
    tagging = Tagging(tuple(sorted(spans, key=lambda s: (s.start, -s.end))))
    return Analysis(text, regions_of(text, [Span(0, len(text))]), (), tagging), mentions, names


def told(marked: str, *, only_marked: bool = True) -> tuple[list[Meeting], Analysis, Names]:
    analysis, mentions, names = read(marked)
    meetings = (
        read_meetings(Scene(analysis, mentions, names, find_triggers(analysis)))
        if only_marked
        else find_meetings(analysis, mentions, names)
    )
    return list(meetings), analysis, names


def sides(meeting: Meeting, names: Names) -> set[str]:
    return {names.names[names.refer(p.span)] for p in meeting.participants}  # type: ignore[index]


def place(meeting: Meeting, analysis: Analysis) -> str | None:
    return meeting.place.of(analysis.text) if meeting.place else None


WHO = [  # one event: who takes part
    ("~President~ <P Alma Reyes> {met} <P Joon Park> in <L Lima> on Monday.", {"Alma Reyes", "Joon Park"}),
    ("<P Alma Reyes> {met} with <P Joon Park> and <P Omar Haddad> on Tuesday.", {"Alma Reyes", "Joon Park", "Omar Haddad"}),
    ("~Trade Minister~ <P Ivo Lund> held {talks} with his Chilean counterpart, <P Rosa Vidal>, on Friday.", {"Ivo Lund", "Rosa Vidal"}),
    ("A {meeting} between <P Ivo Lund> and <P Rosa Vidal> took place in <L Oslo>.", {"Ivo Lund", "Rosa Vidal"}),
    ("<P Ivo Lund> {called on} ~Governor~ <P Tessa Bright> on Thursday.", {"Ivo Lund", "Tessa Bright"}),
    ("<P Dana Wolfe> was {received} by ~King~ <P Harald Moen> at the palace.", {"Dana Wolfe", "Harald Moen"}),
    ("<P Dana Wolfe> {received} ~Ambassador~ <P Kofi Mensah> on Wednesday.", {"Dana Wolfe", "Kofi Mensah"}),
    ("<P Dana Wolfe> {spoke by telephone} with ~Prime Minister~ <P Kofi Mensah> on Sunday.", {"Dana Wolfe", "Kofi Mensah"}),
    ("In a {phone call} with <P Kofi Mensah> on Sunday, <P Dana Wolfe> promised help.", {"Dana Wolfe", "Kofi Mensah"}),
    ("<P Dana Wolfe> {telephoned} <P Kofi Mensah> on Sunday.", {"Dana Wolfe", "Kofi Mensah"}),
    ("^<P Mira Stone>^ told a {press conference} in <L Quito> that the road would open.", {"Mira Stone"}),
    ("^<P Mira Stone>^ told the {hearing} that she had seen nothing.", {"Mira Stone"}),
    ("<O Northern Rail> and the <O Drivers' Union> held {talks} in <L York> on Monday.", {"Northern Rail", "Drivers' Union"}),
    ("Wage {talks} between <O Northern Rail> and the <O Drivers' Union> resumed on Monday.", {"Northern Rail", "Drivers' Union"}),
    ("The <O Transport Committee> will hold a {hearing} on May 3.", {"Transport Committee"}),
    ("<P Alma Reyes>, {visiting} <L Hanoi>, {met} <P Tran Van Duc> on Monday.", None),
    ("<P Alma Reyes> {toured} a port in <L Callao> with <P Luis Ponce> on Friday.", {"Alma Reyes", "Luis Ponce"}),
    ("<P Alma Reyes> and <P Luis Ponce> {signed} an agreement in <L Lima> on Friday.", {"Alma Reyes", "Luis Ponce"}),
    ("The agreement was {signed} by <P Alma Reyes> and <P Luis Ponce> in <L Lima>.", {"Alma Reyes", "Luis Ponce"}),
    ("A {workshop} organised by the <O Labour Institute> was held in <L Accra> in May.", {"Labour Institute"}),
    ("The <O Labour Institute> hosted a {workshop} in <L Accra> on Monday.", {"Labour Institute"}),
    ("<P Alma Reyes> {met} <P Joon Park>, head of the <O Coast Guard>, on Monday.", {"Alma Reyes", "Joon Park"}),
    ("<P Alma Reyes> {met} <O Coast Guard> ~chief~ <P Joon Park> on Monday.", {"Alma Reyes", "Joon Park"}),
    ("~Minister~ <P Ivo Lund> {met} <P Rosa Vidal> on Monday, ^a spokesman for the <O Trade Ministry>^ said.", {"Ivo Lund", "Rosa Vidal"}),
    ("<P Ivo Lund> {met} <P Rosa Vidal> in <L Oslo>, ^<P Nils Berg>^ said.", {"Ivo Lund", "Rosa Vidal"}),
    ("<P Rosa Vidal> arrived on Sunday. On Monday <P she=Rosa Vidal> {met} <P Ivo Lund> in <L Oslo>.", {"Ivo Lund", "Rosa Vidal"}),
    ("<P Ivo Lund> and <P Rosa Vidal> fell out. <P They=Ivo Lund+Rosa Vidal> {met} again in <L Oslo>.", {"Ivo Lund", "Rosa Vidal"}),
    ("{Talks} between <L Peru> and <L Chile> opened on Monday.", {"Peru", "Chile"}),
    ("~Minister~ <P Ivo Lund> asked for help. The request was made at a {meeting} with <P Rosa Vidal>.", {"Ivo Lund", "Rosa Vidal"}),
]  # fmt: skip

STATUS = [
    ("<P Ivo Lund> {met} <P Rosa Vidal> on Monday.", "held"),
    ("<P Ivo Lund> will {meet} <P Rosa Vidal> on Monday.", "planned"),
    ("<P Ivo Lund> is to {meet} <P Rosa Vidal> next week.", "planned"),
    ("<P Ivo Lund> is due to {visit} <L Chile> in May.", "planned"),
    ("A {meeting} between <P Ivo Lund> and <P Rosa Vidal> was called off on Monday.", "cancelled"),
    ("A planned {visit} to <L Chile> by <P Ivo Lund> was scrapped after the storm.", "cancelled"),
    ("The {summit} in <L Oslo>, set for May, has been postponed, ^<P Ivo Lund>^ said.", "postponed"),
    ("<P Rosa Vidal> has asked <P Ivo Lund> to {meet} her before the vote.", "requested"),
    ("The <O Growers Council> has requested a {meeting} with <P Ivo Lund>.", "requested"),
    ("<P Ivo Lund> is on a four-day {visit} to <L Chile>.", "ongoing"),
    ("<P Ivo Lund> denied having met <P Rosa Vidal> and said no {meeting} had taken place.", "denied"),
    ("<P Ivo Lund> held {talks} with <P Rosa Vidal> on Monday and will travel home today.", "held"),
    ("The {summit} between <L Peru> and <L Chile> in <L Oslo> has not been held yet, ^<P Ivo Lund>^ said.", "planned"),
    ("The {summit} of <L Peru> and <L Chile> in <L Oslo> has yet to take place.", "planned"),
    ("The {hearing} was adjourned; a second {hearing} is set for June 4 in <L Leeds>.", None),
]  # fmt: skip

WHERE = [
    ("<P Ivo Lund> {met} <P Rosa Vidal> in <L Oslo> on Monday.", "Oslo"),
    ("At a {meeting} in <L Lima> on Monday, <P Ivo Lund> thanked <P Rosa Vidal>.", "Lima"),
    ("^<P Mira Stone>^ told a {press conference} in <L Quito> that the road would open.", "Quito"),
    ("<P Ivo Lund> will {visit} <L Chile> in May.", "Chile"),
    ("In <L Lima>, <P Ivo Lund> {met} <P Rosa Vidal>.", "Lima"),
    ("The {workshop} will be held in <L Accra> in May.", "Accra"),
    ("<P Ivo Lund> {spoke by phone} with <P Rosa Vidal> on Monday.", None),
    ("In <L Lima>, <P Ivo Lund> {spoke by phone} with <P Rosa Vidal> on Monday.", None),
    ("<P Ivo Lund> and <P Rosa Vidal> {discussed} the situation in <L Chad> on Monday.", None),
    ("Leaders will hold a {summit} on <L Chad> in <L Oslo> on Monday.", "Oslo"),
    ("<P Ivo Lund> spoke at a {rally} on <L Pier Road> on Monday.", "Pier Road"),
    ("A {hearing} in <L Leeds> on Monday lasted an hour.", "Leeds"),
    ("^<P Mira Stone>^ told a {press conference} that the <L Coral Sea> had come up.", None),
]  # fmt: skip

KINDS = [
    ("<P Ivo Lund> {met} <P Rosa Vidal> in <L Oslo> on Monday.", "bilateral_meeting"),
    ("<P Ivo Lund> held a {video call} with <P Rosa Vidal> on Monday.", "call"),
    ("^<P Mira Stone>^ told a {press conference} in <L Quito> that the road would open.", "press_conference"),
    ("<P Ivo Lund> will {visit} <L Chile> in May.", "visit"),
    ("The {workshop} was held in <L Accra>.", "workshop"),
    ("^<P Mira Stone>^ told the {inquest} that she had seen nothing.", "hearing"),
    ("<P Alma Reyes> and <P Luis Ponce> {signed} an agreement in <L Lima> on Friday.", "signing"),
    ("Leaders closed their {summit} in <L Cebu> on Friday.", "summit"),
    ("<P Ivo Lund> {met} <O the Harbour Union> in <L Oslo> on Monday.", "bilateral_meeting"),
    ("<P Ivo Lund> will {host} <O the Dyers Guild> at <L Quay House> on Monday.", "bilateral_meeting"),
    ("<P Ivo Lund> held {talks} with <O the Harbour Union> in <L Oslo> on Monday.", "talks"),
    ("<O The Dyers Council>, led by <P Ivo Lund>, {met} in <L Oslo> on Monday.", "other"),
    ("<P Ivo Lund> took questions at a {drop-in session} in <L Accra> on Monday.", "forum"),
    ("^<P Mira Stone>^ told a {media conference} in <L Quito> that the road would open.", "press_conference"),
]  # fmt: skip

NOTHING = [  # words that look like meetings and are none; the proposals of the scorer are on
    "Officials should meet workers more often, ^<P Mira Stone>^ said.",
    "The new plant will meet demand in <L Chile> until 2030.",
    "The ceiling of the meeting room leaked on Monday.",
    "<P Ivo Lund> will sign off on the budget if the figures are right.",
    "The company failed to meet its target for the third year.",
    "Prices rang up by 3 per cent in May.",
    "He received a letter from <L Chile>.",
    "The call for lower taxes was popular.",
    "Visitors to the <O City Museum> rose by a tenth.",
    "The talk of the town was the weather.",
    "<P Ivo Lund> and <P Rosa Vidal> meet in next Tuesday's runoff.",
]  # fmt: skip

GROUPED = [  # how many events, and how many times the first is told
    ("<P Ivo Lund> {met} <P Rosa Vidal> in <L Oslo> on Monday. The {meeting} lasted an hour.", 1, 2),
    ("<P Ivo Lund> held {talks} with <P Rosa Vidal> on Monday. ^<P He=Ivo Lund>^ said the {talks} were useful.", 1, 2),
    ("<P Ivo Lund> held a {phone call} with <P Rosa Vidal> on Monday. The {call} lasted 20 minutes.", 1, 2),
    ("<P Ivo Lund> {met} <P Rosa Vidal> on Monday. On Tuesday <P he=Ivo Lund> {met} <P Kofi Mensah>.", 2, 1),
    ("<P Ivo Lund> {met} <P Rosa Vidal> on Monday. A second {meeting} will be held in <L Lima> in June.", 2, 1),
    ("A {workshop} was held in <L Accra>. Another {workshop} is planned in <L Kumasi> in May.", 2, 1),
    ("<P Ivo Lund> held {talks} with <P Rosa Vidal>. They were followed by a short {meeting} in a hotel in <L Lima>.", 2, 1),
    ("<P Ivo Lund> {met} <P Rosa Vidal>. <P He=Ivo Lund> asked her to the upcoming {summit} on Syria, which will be held in May.", 2, 1),
    ("<P Ivo Lund> {met} <P Rosa Vidal> at the [[12th Nordic Water Summit]] in <L Oslo>.", 2, 1),
    ("<P Ivo Lund> held {talks} with <P Rosa Vidal> on the sidelines of the 12-member [[Nordic Water Meeting]] in <L Oslo>.", 2, 1),
    ("<P Ivo Lund> {met} <P Rosa Vidal>. <P Kofi Orr> said so. In his first {meeting} with <P Mira Stone>, <P Ivo Lund> was late.", 2, 1),
    ("<P Ivo Lund> spoke at the [[N30 Summit]] in <L Oslo>. Money was short before the NEP12 ocean {summit} in <L Lima>.", 2, 1),
    ("<P Ivo Lund> {spoke by phone} with <P Rosa Vidal>. An envoy will be sent to the {talks} in <L Lima> in May.", 2, 1),
    ("<P Ivo Lund> {met} <P Rosa Vidal> in <L Oslo>. ^<P He=Ivo Lund>^ told the joint {news conference} that it went well.", 2, 1),
    ("<P Ivo Lund> will hold a {working lunch} {meeting} with <P Rosa Vidal> on Monday.", 1, 2),
    ("The 22-member [[Nordic Water Dialogue meeting]] opened. <P Ivo Lund> is in <L Oslo> for the [[Nordic Water Dialogue]].", 1, 2),
    (
        "<P Ivo Lund> {met} <P Rosa Vidal> on Monday. It rained. Nobody minded. The ferry was late. <P Kofi Orr> wants {talks} on reefs.",
        2,
        1,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "expected"), [row for row in WHO if row[1]])
def test_participants(marked: str, expected: set[str]) -> None:
    meetings, _, names = told(marked)
    assert len(meetings) == 1
    assert sides(meetings[0], names) == expected


@pytest.mark.parametrize(("marked", "expected"), [row for row in STATUS if row[1]])
def test_status(marked: str, expected: str) -> None:
    meetings, _, _ = told(marked)
    assert [m.status for m in meetings] == [expected]


@pytest.mark.parametrize(("marked", "expected"), WHERE)
def test_place(marked: str, expected: str | None) -> None:
    meetings, analysis, _ = told(marked)
    assert [place(m, analysis) for m in meetings] == [expected]


@pytest.mark.parametrize(("marked", "expected"), KINDS)
def test_kind(marked: str, expected: str) -> None:
    meetings, _, _ = told(marked)
    assert [m.kind for m in meetings] == [expected]


@pytest.mark.parametrize("marked", NOTHING)
def test_no_meeting(marked: str) -> None:
    assert told(marked, only_marked=False)[0] == []


@pytest.mark.parametrize(("marked", "events", "times"), GROUPED)
def test_one_event_told_again(marked: str, events: int, times: int) -> None:
    meetings, _, _ = told(marked)
    assert (len(meetings), len(meetings[0].reports)) == (events, times)


def test_sidelines_are_a_stated_parent() -> None:
    meetings, _, _ = told("<P Ivo Lund> {met} <P Rosa Vidal> on the sidelines of the [[12th Nordic Water Summit]] in <L Oslo>.")
    met, summit = meetings
    assert summit.name == "12th Nordic Water Summit"
    assert (met.parent, met.parent_relation) == (1, "sidelines")


def test_two_names_are_two_events() -> None:
    meetings, _, _ = told("<P Ivo Lund> attended the [[Nordic Water Summit]] and the [[Second Baltic Forest Summit]] in <L Oslo>.")
    assert [m.name for m in meetings] == ["Nordic Water Summit", "Second Baltic Forest Summit"]


def test_a_visit_to_two_places_has_two_stops() -> None:
    meetings, analysis, _ = told("<P Ivo Lund> will {visit} <L Lyon> and <L Turin> on Friday.")
    assert [(m.kind, m.parent) for m in meetings] == [("visit", None), ("visit", 0), ("visit", 0)]
    assert {place(m, analysis) for m in meetings[1:]} == {"Lyon", "Turin"}


def test_time_is_the_nearest_date() -> None:
    meetings, analysis, _ = told("<P Ivo Lund> {met} <P Rosa Vidal> in <L Oslo> on 3 May 2024.")
    assert meetings[0].time is not None
    assert meetings[0].time.of(analysis.text) == "3 May 2024"


def test_hosts_and_organisers_have_their_role() -> None:
    meetings, _, names = told("A {workshop} organised by the <O Labour Institute> was held in <L Accra> in May.")
    assert [(names.names[names.refer(p.span)], p.role) for p in meetings[0].participants] == [("Labour Institute", "organiser")]  # type: ignore[index]


def test_words_that_the_tagger_left_out_are_proposed() -> None:
    meetings, _, names = told("~President~ <P Alma Reyes> met ~Prime Minister~ <P Joon Park> in <L Lima> on Monday.", only_marked=False)
    assert [sides(m, names) for m in meetings] == [{"Alma Reyes", "Joon Park"}]


def roles(meeting: Meeting, names: Names) -> dict[str, str]:
    return {names.names[names.refer(p.span)]: p.role for p in meeting.participants}  # type: ignore[index]


def test_partners_stand_beside_the_organiser_and_share_their_role() -> None:
    meetings, _, names = told(
        "The [[3rd Delta Forum on Ports]] opened in <L Accra>. The initiative is organised by the <O Labour Institute> along with its "
        "partners <O Harbour Watch> in <L Ghana> and the <O Dockers' Aid>."
    )
    assert roles(meetings[0], names) == {"Labour Institute": "organiser", "Harbour Watch": "partner", "Dockers' Aid": "partner"}


def test_who_is_represented_is_not_present() -> None:
    meetings, analysis, names = told("<P Rosa Vidal> attended the [[12th Nordic Water Summit]] in <L Oslo>, representing <P Ivo Lund>.")
    assert roles(meetings[0], names) == {"Rosa Vidal": "representing"}
    (side,) = meetings[0].participants
    assert side.represents is not None
    assert side.represents.of(analysis.text) == "Ivo Lund"


NO_SIDES = [  # who or what stands beside an event and takes no part
    ("<P Ivo Lund> {met} <P Rosa Vidal> at the <O Harbour Hotel> on Monday.", "Harbour Hotel"),
    ("<P Ivo Lund>, who {met} <P Rosa Vidal> in <L Oslo>, told <O The Courier> on Monday that it went well.", "The Courier"),
    ("<P Ivo Lund> {met} <P Rosa Vidal> on Monday. State broadcaster <O Channel Nine> showed the {meeting} in <L Oslo>.", "Channel Nine"),
    ("The ministers of <L Peru> and <L Chile> {met} on Monday. <P Ivo Lund> and <P Rosa Vidal> shook hands at the {meeting}.", "Peru"),
    ("<P Ivo Lund> {met} <P Rosa Vidal> on Monday. The {meeting} was short, ^spokesman <P Nils Berg>^ said in a statement.", "Nils Berg"),
]


@pytest.mark.parametrize(("marked", "absent"), NO_SIDES)
def test_venues_outlets_spokesmen_and_states_beside_their_ministers_are_no_sides(marked: str, absent: str) -> None:
    meetings, _, names = told(marked)
    assert absent not in sides(meetings[0], names)


def when(meeting: Meeting, analysis: Analysis) -> str | None:
    return meeting.time.of(analysis.text) if meeting.time else None


WHEN = [
    (
        "<P Ivo Lund> on Monday asked <P Rosa Vidal> for help. The request was made at a {meeting} with <P Rosa Vidal> in <L Oslo>.",
        "Monday",
    ),
    ("<P Ivo Lund>, who attended the {conference} in <L Oslo>, told <O The Courier> on Wednesday that it went well.", None),
    ("It was the first {phone call} of <P Ivo Lund> and <P Rosa Vidal> since the ferry sank on April 6.", None),
]


@pytest.mark.parametrize(("marked", "expected"), WHEN)
def test_a_day_is_of_the_act_or_of_the_telling(marked: str, expected: str | None) -> None:
    meetings, analysis, _ = told(marked)
    day = when(meetings[0], analysis)
    assert (expected in day if day else None) if expected else day is None


def test_a_part_was_where_its_gathering_was() -> None:
    meetings, analysis, _ = told(
        "<P Ivo Lund> {met} <P Rosa Vidal> on the sidelines of the [[12th Nordic Water Summit]]. The {summit} was held in <L Oslo>."
    )
    met = meetings[0]
    assert (met.parent, met.parent_relation, place(met, analysis), met.place_basis) == (1, "sidelines", "Oslo", "parent")


def test_what_an_event_includes_is_part_of_it() -> None:
    meetings, _, _ = told("The [[3rd Delta Forum on Ports]] includes a {workshop} in <L Accra> and a {field visit} on Friday.")
    assert [(m.parent, m.parent_relation) for m in meetings] == [(None, None), (0, "part_of"), (0, "part_of")]


def test_events_of_one_list_are_no_parts_of_each_other_and_share_the_place() -> None:
    meetings, analysis, _ = told("<P Ivo Lund> attended the [[Nordic Water Summit]] and the [[Second Baltic Forest Summit]] in <L Oslo>.")
    assert [(m.parent, place(m, analysis)) for m in meetings] == [(None, "Oslo"), (None, "Oslo")]


NAMED = [
    ("Delegates are in <L Accra> for the “2nd [[Delta Exchange]] for Better Ports” this week.", "2nd Delta Exchange for Better Ports"),
    ("<P Ivo Lund> attended the 4th [[Nordic Water Summit]] in <L Oslo>.", "4th Nordic Water Summit"),
    ("<P Ivo Lund> attended a {conference} in <L Oslo> entitled “Ports after Steam: the long view”.", "Ports after Steam"),
    ("<P Ivo Lund> {met} <P Rosa Vidal> on the sidelines of the <O Pacific Forum> in <L Suva>.", "Pacific Forum"),
]


@pytest.mark.parametrize(("marked", "name"), NAMED)
def test_names_are_whole(marked: str, name: str) -> None:
    meetings, _, _ = told(marked, only_marked=False)
    assert name in [m.name for m in meetings]


def test_a_body_is_no_event_without_words_for_one() -> None:
    meetings, _, _ = told("<P Ivo Lund> {met} <P Rosa Vidal>, who runs the <O Pacific Forum>, in <L Suva>.", only_marked=False)
    assert [m.name for m in meetings] == [None]


MATTERS = [  # what it was about, and what came of it
    ("<P Ivo Lund> held {talks} with <P Rosa Vidal> on fishing quotas on Monday.", "fishing quotas", None),
    ("<P Ivo Lund> {met} <P Rosa Vidal> in <L Oslo> on Monday to discuss the northern border.", "the northern border", None),
    ("<P Ivo Lund> {met} <P Rosa Vidal> in <L Oslo>. The two discussed grain exports and signed documents on two ports.",
     "grain exports", "signed documents on two ports"),
    ("<P Ivo Lund> and <P Rosa Vidal> {signed} documents on customs and rail links in <L Oslo>.",
     None, "signed documents on customs and rail links"),
    ("{Talks} between <L Peru> and <L Chile> on water rights ended without agreement.", "water rights", "ended without agreement"),
    ("<P Ivo Lund> {met} <P Rosa Vidal> on Monday on the sidelines of the [[12th Nordic Water Summit]].", None, None),
    ("<P Ivo Lund> {called on} ~Governor~ <P Tessa Bright> on Thursday.", None, None),
    ("<P Ivo Lund> will {meet} <P Rosa Vidal> in May, and hopes they will have signed a treaty by June.", None, None),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "agenda", "outcome"), MATTERS)
def test_what_it_was_about_and_what_came_of_it(marked: str, agenda: str | None, outcome: str | None) -> None:
    meetings, analysis, _ = told(marked)
    words = [span.of(analysis.text) if span else None for span in (meetings[0].agenda, meetings[0].outcome)]
    assert words == [agenda, outcome]


def test_who_signs_after_a_session_was_not_thereby_at_it() -> None:
    meetings, _, names = told(
        "<P Ivo Lund> {received} <P Rosa Vidal> in his office. After the {session}, the <O Coast Guard> and the <O Port Office> {signed} "
        "a memorandum."
    )
    assert sides(meetings[0], names) == {"Ivo Lund", "Rosa Vidal"}
    assert sides(meetings[-1], names) == {"Coast Guard", "Port Office"}


RELATIONS = [
    ("<P Ivo Lund> {met} <P Rosa Vidal> during the [[12th Nordic Water Summit]] in <L Oslo>.", "during"),
    ("<P Ivo Lund> {met} <P Rosa Vidal> in the margins of the [[12th Nordic Water Summit]] in <L Oslo>.", "sidelines"),
    ("A {workshop} was held in <L Oslo> as part of the [[12th Nordic Water Summit]].", "part_of"),
]


@pytest.mark.parametrize(("marked", "relation"), RELATIONS)
def test_what_the_text_states_of_a_parent(marked: str, relation: str) -> None:
    meetings, _, _ = told(marked)
    assert [(m.parent, m.parent_relation) for m in meetings] == [(1, relation), (None, None)]


def test_who_stands_behind_talks_with_is_a_side_whatever_the_look_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(participants, "look", lambda scene, _: dict.fromkeys(scene.by_entity, (-9.0, -9.0)))
    (meeting,), _, names = told("<P Ivo Lund> held {talks} with <P Rosa Vidal> on Monday. <P Leo Pratt> stayed.")
    assert "Rosa Vidal" in sides(meeting, names)
    assert "Leo Pratt" not in sides(meeting, names)


def test_a_host_is_a_side_with_its_role() -> None:
    meetings, _, names = told("The {workshop} in <L Accra> was hosted by the <O Labour Institute>.")
    assert roles(meetings[0], names) == {"Labour Institute": "host"}


CARRIED = [
    ("<P Ivo Lund> will {host} a news {conference} with <P Rosa Vidal> today.", {"conference"}),
    ("<P Ivo Lund> {attended} a short {meeting} with <P Rosa Vidal>.", {"meeting"}),
    ("<P Ivo Lund> will {travel} to <L Turin> on Friday for {talks} with <P Rosa Vidal>.", {"talks"}),
    ("<P Ivo Lund> {hosted} <P Rosa Vidal> and later {visited} <L Turin>.", {"hosted", "visited"}),
    ("<P Ivo Lund> {met} <P Rosa Vidal> on Monday to {discuss} the ferry.", {"met"}),
    ("<P Ivo Lund> {met} <P Rosa Vidal> on Monday. They also {discussed} the ferry.", {"met"}),
    ("<P Ivo Lund> laid flowers at the quay on Monday.", {"flowers"}),
    ("<P Ivo Lund> and <P Rosa Vidal> will reconvene on Monday.", {"reconvene"}),
    ("<P Ivo Lund> and <P Rosa Vidal> should reconvene.", set()),
]


@pytest.mark.parametrize(("marked", "words"), CARRIED)
def test_a_verb_that_only_carries_an_event_tells_none_of_its_own(marked: str, words: set[str]) -> None:
    found, analysis, _ = told(marked, only_marked=False)
    assert {span.of(analysis.text).split()[-1] for m in found for span in m.reports} == words


BESIDE = [  # two events; where the second was
    ("<P Ivo Lund> {met} <P Rosa Vidal> in <L Oslo> on Monday. On the margins, <P Kofi Orr> {saw} <P Mira Stone>.", "Oslo"),
    ("<P Ivo Lund> {met} <P Rosa Vidal> in <L Oslo> on Monday. On the same day, <P Mira Stone> {received} <P Kofi Orr>.", "Oslo"),
    ("<P Ivo Lund> {met} <P Rosa Vidal> in <L Oslo> on Monday. In May, <P Mira Stone> {received} <P Kofi Orr>.", None),
    ("<P Ivo Lund> {met} <P Rosa Vidal> in <L Oslo> on Monday. Later that day <P Mira Stone> held a {phone call} with <P Kofi Orr>.", None),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "expected"), BESIDE)
def test_what_was_beside_an_event_was_where_that_was(marked: str, expected: str | None) -> None:
    meetings, analysis, _ = told(marked)
    assert place(meetings[1], analysis) == expected


LAST_MET = [  # two events; who met in the second
    ("<P Ivo Lund> and <P Rosa Vidal> {signed} a pact in <L Oslo>. It rained. The two ministers last {met} in <L Lima> in 2021.", 2),
    ("<P Ivo Lund> and <P Rosa Vidal> {signed} a pact in <L Oslo>. It rained. The two countries last {met} in <L Lima> in 2021.", 0),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "people"), LAST_MET)
def test_the_two_are_those_of_the_event_before(marked: str, people: int) -> None:
    meetings, _, names = told(marked)
    assert sides(meetings[1], names) == set(["Ivo Lund", "Rosa Vidal"][:people])
