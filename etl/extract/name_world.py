"""Bodies the whole world knows (`etl/lexicon/bodies.csv`), where the tagger left them out or took them for a place or a person.

    add_world(analysis, mentions) -> list[Mention]     in text order

A name that can hardly be anything else (`Walmart`, `Bundestag`) is a body wherever it stands as a run of its own. One that may be a
place, a person or a word (`Amazon`, `Ford`) needs evidence: a company's noun beside it, a listed body beside it in one enumeration, or
the body's other name elsewhere in the article.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from etl.extract.analysis import Analysis
from etl.extract.facts import Mention
from etl.extract.name_known import known_names
from etl.extract.name_repair import form_of, is_acronym, make_mention
from etl.lexicon import load_words
from etl.lexicon.bodies import Spelling, WorldBody, world_bodies
from etl.lexicon.gazetteer import country_of_demonym
from etl.text.fold import fold
from etl.text.patterns import alternation
from etl.text.span import Span

_WORD = re.compile(r"(?<![\w@#.-])\w+")
_CLOSED = re.compile(r"(?!\w|-[A-ZÀ-Þ]|[’'](?!s\b)\w|\.(?:com|org|net|co|gov)\b|@)")
_CAPITAL_BEHIND = re.compile(r" (?:& )?([A-ZÀ-Þ][\w’'-]*)")
_WORD_BEFORE = re.compile(r"([^\s(\[“\"‘]+) $")
_STARTS = re.compile(r"(?:^|[.!?:;]['\"”’)]*\s+|\n\s*|[“\"‘(—–]\s?)$")
_AS_PRODUCT = re.compile(r"\b(?:an?|his|her|my|your|their|our|old|new|black|white|red|blue|silver|stolen|parked) $", re.IGNORECASE)
_OTHERWISE = re.compile(r"[a-zà-þ]\S* \($")  # `single transferable vote (STV)`
_QUOTE_MARKS = '“”"‘’'
_BETWEEN = re.compile(r", (?:and |or |the )?|,? (?:and|or|&|versus|vs\.?) (?:the )?|/| – | — ")
_ENUMERATED = frozenset({"company", "bank", "media", "team", "party", "ngo", "union", "university"})
_GLUE_BEHIND = re.compile(r",? and (?:the )?(?=[A-ZÀ-Þ])|/(?=[A-ZÀ-Þ])|[’']s? (?=[A-ZÀ-Þ])")
_GLUE_BEFORE = re.compile(r",? and (?:the )?$|/$")
_UNSURE = 0.8
_LISTED = 0.96  # above `name_runs.SURE`: what the list says the vote does not unsay


def add_world(analysis: Analysis, mentions: Sequence[Mention]) -> list[Mention]:
    """All mentions, with the listed bodies that stand alone in the text; in text order and without overlaps."""
    found = [hit for region in analysis.regions if not _is_capitals(region.of(analysis.text)) for hit in _hits(analysis.text, region)]
    if not found:
        return list(mentions)
    sure = {span: spelling.body for span, spelling in found if spelling.alone}
    mentions = [part for m in mentions for part in _parted(analysis.text, m, sure)]
    people = {fold(w) for m in mentions if m.entity_kind == "person" and " " in m.surface for w in re.split(r"[ -]", m.surface)}
    free = [(span, spelling) for span, spelling in found if _is_free(analysis, span, spelling, mentions, people)]
    told = _with_evidence(analysis.text, free, set(sure.values()), mentions)
    fresh = [_body(analysis.text, span) for span in told]
    return sorted([*fresh, *(m for m in mentions if not any(s.overlaps(m.span) for s in told))], key=lambda m: m.span)


def _hits(text: str, region: Span) -> Iterator[tuple[Span, Spelling]]:
    """Where listed names stand as whole words, the longest at each place."""
    end = region.start
    for word in _WORD.finditer(text, region.start, region.end):
        at = word.start()
        for name in _by_opening().get(word.group(), ()) if at >= end else ():
            if text.startswith(name, at, region.end) and _CLOSED.match(text, at + len(name)):
                end = at + len(name)
                yield Span(at, end), world_bodies()[name]
                break


def _parted(text: str, mention: Mention, sure: Mapping[Span, WorldBody]) -> list[Mention]:
    """CASE 1: two bodies in one span: `Boeing | and | Tern Aerospace`, `Drake Union/ | Reuters`. CASE 2: a body that owns the other:
    `Kent Police’s | Fraud Unit`. CASE 3: an unsure person or place that opens with a body: `Boeing | Whistleblower`; a body with an
    officer's title behind: `Walmart | CFO`.
    """
    inner = [span for span in sure if mention.span.contains(span) and span != mention.span]
    if not inner or mention.surface in world_bodies() or mention.surface in known_names():
        return [mention]
    officers = load_words("name_phrases.yaml", "officers_by_initials")
    for span in inner:
        opens = span.start == mention.span.start
        rest = text[span.end : mention.span.end] if opens else text[mention.span.start : span.start]
        glue = (_GLUE_BEHIND.match(rest) if opens else _GLUE_BEFORE.search(rest)) if mention.entity_kind == "organisation" else None
        if glue is not None:
            other = Span(span.end + glue.end(), mention.span.end) if opens else Span(mention.span.start, span.start - len(glue.group()))
            if not glue.group().startswith(("’", "'")) and _goes_on(span.of(text), other.of(text)):
                return [mention]
            return [_body(text, span), make_mention(text, other, mention)]
        words = rest.split()
        if opens and all(word.lower().rstrip("s") in _titles() or word in officers for word in words):
            return [_body(text, span)]
        if opens and mention.entity_kind != "organisation" and mention.score < _UNSURE:
            whole = words[-1].lower() in _tails()  # `Lufthansa Cargo`
            return [_body(text, mention.span if whole else span)]
    return [mention]


def _goes_on(listed: str, other: str) -> bool:
    """Whether what stands beside an `and` may belong to the one name: `Tesco and Sons`, `Mediation and Security Council`."""
    words = load_words("name_phrases.yaml", "joined_behind") | load_words("org_kinds.yaml", "portfolio")
    is_topic = " " not in other and listed.split()[0].lower() in words
    return is_topic or all(word in words for word in other.lower().split())


def _body(text: str, span: Span) -> Mention:
    """A listed body at this place."""
    words = span.of(text)
    return Mention(span, "organisation", form_of(words, "organisation"), words, _LISTED)


def _is_capitals(words: str) -> bool:
    """A line in capitals says nothing of names: `TARGET OF THE YEAR`."""
    return words.isupper() and " " in words


def _is_free(analysis: Analysis, span: Span, spelling: Spelling, mentions: Sequence[Mention], people: set[str]) -> bool:
    """Whether the name stands there as a run of its own and the tagger sees no body already (or sees it, unsure, where it is sure)."""
    text = analysis.text
    touching = [m for m in mentions if m.span.overlaps(span)]
    if any(m.span == span and m.entity_kind == "organisation" for m in touching):
        return spelling.alone
    if not all(span.contains(m.span) for m in touching):
        return False  # part of a longer name
    words = span.of(text)
    if all(fold(word) in people for word in words.split()) or _is_quoted(text, span):
        return False
    exact = any(m.span == span for m in touching)
    if is_acronym(words) and (_OTHERWISE.search(text[max(0, span.start - 24) : span.start]) and text[span.end : span.end + 1] == ")"):
        return False
    if not exact and spelling.body.kind == "company" and _is_product(text, span):
        return False
    return exact or not _beside_name(analysis, span, mentions)


def _is_quoted(text: str, span: Span) -> bool:
    """A title of a work between marks: `“Rolling Stone”`."""
    return text[span.start - 1 : span.start] in _QUOTE_MARKS and text[span.end : span.end + 1] in _QUOTE_MARKS and span.start > 0


def _is_product(text: str, span: Span) -> bool:
    """`her Volkswagen`, `a BMW near the gate`; not `a Walmart spokesperson`, `a Pfizer-backed trial`."""
    return (
        text[span.end : span.end + 1] != "-"
        and bool(_AS_PRODUCT.search(text[max(0, span.start - 12) : span.start]))
        and not _behind_company().match(text, span.end)
    )


def _beside_name(analysis: Analysis, span: Span, mentions: Sequence[Mention]) -> bool:
    """Whether a capital word touches that is no title, nationality, sentence opener or name of its own."""
    text = analysis.text
    behind = _CAPITAL_BEHIND.match(text, span.end)
    own = {i for m in mentions for i in (m.span.start, m.span.end)} | {t.start for t in analysis.tagging.of("role")}
    if behind and behind.start(1) not in own and behind.group(1).lower().rstrip("s’'") not in _titles():
        return True
    before = _WORD_BEFORE.search(text, max(0, span.start - 30), span.start)
    if before is None or not before.group(1)[:1].isupper() or before.group(1)[-1] in ",;:.)—–":
        return False
    word = before.group(1)
    is_open = word.lower() in _openers() or bool(_STARTS.search(text, max(0, before.start() - 4), before.start()))
    return not (is_open or span.start - 1 in own or word.lower() in _titles() or country_of_demonym(word))


def _with_evidence(text: str, free: Sequence[tuple[Span, Spelling]], sure: set[WorldBody], mentions: Sequence[Mention]) -> list[Span]:
    """The names that are sure, those the words beside them tell, those of a body named in full elsewhere; then their neighbours in one
    enumeration with them.
    """
    told = {
        span: spelling.body.kind
        for span, spelling in free
        if spelling.alone or spelling.body in sure or (spelling.body.kind in _ENUMERATED and _tells_company(text, span, spelling.body.kind))
    }
    known = told | {m.span: _kind_of(m) for m in mentions if m.entity_kind == "organisation"}
    for span, spelling in free:
        if span not in told and any(_enumerates(text, span, other, spelling.body.kind, kind) for other, kind in known.items()):
            told[span] = spelling.body.kind
    return sorted(told)


def _kind_of(mention: Mention) -> str:
    """Listed kind of a body that the tagger found, if listed."""
    listed = world_bodies().get(mention.surface)
    return listed.body.kind if listed else ""


def _enumerates(text: str, span: Span, other: Span, kind: str, other_kind: str) -> bool:
    """`Amazon and Walmart`, `Apple, Meta`: a listed body of the same trade stands beside."""
    if kind != other_kind or kind not in _ENUMERATED:
        return False
    left, right = sorted((span, other))
    return left.end < right.start < left.end + 8 and bool(_BETWEEN.fullmatch(text, left.end, right.start))


def _tells_company(text: str, span: Span, kind: str) -> bool:
    """A company's noun or officer beside the name; a party's man or woman beside a party's."""
    if kind == "party":
        return bool(_behind_party().match(text, span.end))
    if kind not in {"company", "bank"}:
        return False
    return bool(_behind_company().match(text, span.end) or _before_company().search(text, max(0, span.start - 40), span.start))


@lru_cache(maxsize=1)
def _by_opening() -> Mapping[str, list[str]]:
    """The listed names by the word they open with, the longest first; those that the article's readers find anyway are left out."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in sorted(world_bodies(), key=lambda n: (-len(n), n)):
        if (opening := re.match(r"\w+", name)) and name not in known_names():
            found[opening.group()].append(name)
    return found


@lru_cache(maxsize=1)
def _behind_company() -> re.Pattern[str]:
    nouns = alternation(load_words("name_phrases.yaml", "behind_company"), blank=" ")
    return re.compile(rf"(?:[’']s)? (?:[a-z][\w-]* )?{nouns}\b| \((?:NYSE|NASDAQ|Nasdaq|LSE|LON)\b|,? (?:Inc|Corp|plc|PLC|Ltd)\b")


@lru_cache(maxsize=1)
def _before_company() -> re.Pattern[str]:
    nouns = alternation(load_words("name_phrases.yaml", "before_company"), blank=" ")
    return re.compile(rf"\b{nouns}(?: (?:of|in|at|for|from|by|with))?(?: the)? $")


@lru_cache(maxsize=1)
def _behind_party() -> re.Pattern[str]:
    nouns = alternation(load_words("name_phrases.yaml", "members_of_party"), blank=" ")
    return re.compile(rf"(?:[’']s)? (?:[a-z][\w-]* )?{nouns}\b")


@lru_cache(maxsize=1)
def _tails() -> frozenset[str]:
    """Last words of bodies' names."""
    tails = load_words("name_phrases.yaml", "company_tails") | load_words("name_phrases.yaml", "listed_tails")
    return tails | load_words("org_kinds.yaml", "body_heads")


@lru_cache(maxsize=1)
def _titles() -> frozenset[str]:
    return load_words("titles.yaml", "heads") | load_words("titles.yaml", "not_names") | load_words("titles.yaml", "modifiers")


@lru_cache(maxsize=1)
def _openers() -> frozenset[str]:
    return load_words("abbreviations.yaml", "sentence_openers")
