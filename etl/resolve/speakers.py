"""Who speaks: the words that name a quote's speaker, traced to entities."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from etl.extract.facts import Mention, Quote
from etl.extract.mentions import PRONOUNS, body_nouns, head_noun, office_nouns
from etl.extract.name_repair import honorifics
from etl.lexicon import load_words
from etl.lexicon.gazetteer import country_of_demonym
from etl.resolve.foretold import find_foretold
from etl.resolve.papers import find_issuer
from etl.text.span import Span

if TYPE_CHECKING:
    from etl.resolve.article import ArticleEntities

_PASSIVE = r"(?:seen|obtained|reviewed|cited|quoted|carried|read(?: out)?) by"
_RELATIVE = re.compile(rf"\b(?:who|whose|which|whom|where|when|while|after|before|as|that|{_PASSIVE})\b")
_DEPENDENT = re.compile(
    r"\b(?:of|for|to|by|with|about|against|from|on|under|at|representing|near|behind|like|including)\s+"
    r"(?:the |an? |his |her |its |then |former )*$"  # not `Under Secretary`: in lower case
)
_OWNED = re.compile(r"['’]s?\s+(?=\w)")
_HIDDEN = re.compile(r"\b(?:close to|familiar with|with knowledge|briefed|former|ex-)\b", re.IGNORECASE)

# `a filing | with the regulator`: who receives a paper did not write it.
_RECEIVED = re.compile(
    r"\b(?:filing|filings|complaint|letter|submission|lawsuit|suit|motion|petition|application|appeal|notice|statement|email|memo)\b"
    r"[\w ]*? (?:with|to|against) (?:the )?$"
)
_RUN_BY = re.compile(r"-(?:run|led|backed|controlled|owned|affiliated|linked|funded)(?: [\w-]+){0,2} ")
# `O’s | Kenyan aid agency, | R`; no preposition or conjunction, and a common noun at the end.
_LINK = r"(?:and|or|of|at|for|from|with|to|in|on|by|the)\b"
_DESCRIBES = re.compile(rf"(?:['’]s)?(?: (?!{_LINK})[\w-]+){{0,3}} (?!{_LINK})[a-z][a-z-]+,? ")
_OF_STATE = re.compile(r"['’]s? ([a-z][\w’' -]*)$")
_PORTFOLIO = re.compile(r"\b(\w+) of (?:the )?((?:[A-ZÀ-Þ][\w’'-]*,? (?:(?:and|of|the) )*)+)$")
_PAPER_OF = re.compile(r"(?:an?|the|one|another)\s+(?:\w+\s+)?(\w+)\s+(?:on|in|by|from)\s+(?:\w+\.?\s+)?$", re.IGNORECASE)
_ADJUNCT = re.compile(r"(?:[A-Z]\w+ing|Asked|In|At|During|After|Before)\b[^,;:]*\b(?:with|to|by|on|alongside|of|from|for)\s+$")
_OWN_PAPER = re.compile(r"the (?:post|tweet|message|letter)", re.IGNORECASE)
_SIDE = re.compile(r"(?:the|both) ([A-ZÀ-Þ][\w-]*(?: [A-ZÀ-Þ][\w-]*)?) side$", re.IGNORECASE)
_SPOKESMAN = re.compile(r"an? spokes\w+", re.IGNORECASE)
_OPENS = re.compile(r"(?:(?:The|But|Meanwhile,|At) )?(?:the )?")  # before a name that opens its sentence
_ISSUED_BEHIND = re.compile(r"\s+(?:issued|released|published|posted|sent|dated|carried|read(?: out)?|shared|put out)\b.*$")
_PRONOUN_JOINED = re.compile(r"(he|she) and\b", re.IGNORECASE)  # `she and two others`


def bind_speakers(entities: ArticleEntities, quotes: Sequence[Quote]) -> tuple[tuple[int, ...], ...]:
    """Speakers of each quote, in order. CASE 1: a quote that goes on speaking has the speakers of the one it continues. CASE 2: the
    source beside the cue.
    CASE 3: the words the extractor points to. CASE 4: unnamed in the opening, named below it. Pronouns see the last speakers, in text
    order.
    """
    found: dict[int, tuple[int, ...]] = {}
    at: dict[Span, tuple[int, ...]] = {}  # one source may have several cues: `She thanked him and asked …`
    by_words: dict[Span, tuple[int, ...]] = {}  # the words that name a speaker -> whom: `the source` takes up `a ministry source`
    recent: list[int] = []
    for index in sorted(range(len(quotes)), key=lambda i: _place(quotes[i])):
        quote = quotes[index]
        if quote.source is not None:
            taken_up = by_words.get(quote.speaker, ()) if quote.speaker and not quote.speaker.overlaps(quote.source) else ()
            speakers = at.get(quote.source) or taken_up or _at_source(entities, quote, quote.source, recent)
            at[quote.source] = speakers = speakers or find_issuer(entities, quote.source, quotes, found)
        elif quote.continues is not None:
            speakers = found.get(quote.continues, ())
        else:
            speakers = speakers_at(entities, quote.speaker, recent) if quote.speaker else ()
        found[index] = speakers
        if quote.speaker is not None:
            by_words.setdefault(quote.speaker, speakers)
        recent += [s for s in speakers if s not in recent[-1:]]
    found |= find_foretold(entities, quotes, found)
    _repeated(entities, quotes, found)
    return tuple(found[i] for i in range(len(quotes)))


def _repeated(entities: ArticleEntities, quotes: Sequence[Quote], found: dict[int, tuple[int, ...]]) -> None:
    """A quote of the headline without a speaker has the speaker of the body's quote that holds its words."""
    analysis = entities.analysis
    contents = [_letters(" ".join(s.of(analysis.text) for s in q.segments)) for q in quotes]
    for index, quote in enumerate(quotes):
        if found[index] or not analysis.is_headline(quote.segments[0]) or contents[index].count(" ") < 2:
            continue
        holding = {found[i] for i, q in enumerate(quotes) if i != index and f" {contents[index]} " in f" {contents[i]} "}
        if len(holding) == 1:
            found[index] = holding.pop()


def _letters(words: str) -> str:
    """Lower-case words with single blanks, for comparing."""
    return " ".join(re.findall(r"\w+", words.lower()))


def _at_source(entities: ArticleEntities, quote: Quote, source: Span, recent: Sequence[int]) -> tuple[int, ...]:
    """CASE 1: a pronoun that takes up an unnamed speaker means nobody else (`a neighbour said … she added`). CASE 2: the words of the
    source. CASE 3: whom the extractor points to.
    """
    taken_up = quote.speaker is None or not quote.speaker.overlaps(source)
    if taken_up and re.fullmatch(r"he|she", source.of(entities.analysis.text), re.IGNORECASE):
        return _pointed_at(entities, quote)
    return speakers_at(entities, source, recent) or _pointed_at(entities, quote)


def _pointed_at(entities: ArticleEntities, quote: Quote) -> tuple[int, ...]:
    """Speakers whom the extractor found outside the source (`the report` taken up from `a report by the auditors`): named ones only."""
    if quote.source is None or quote.speaker is None or quote.speaker.overlaps(quote.source):
        return ()
    found = (entities.at(span) for span in (quote.speaker, *quote.co_speakers))
    return tuple(dict.fromkeys(e for e in found if e is not None))


def _place(quote: Quote) -> int:
    """Where the speaker is read: at the source, else at the quote."""
    return quote.source.start if quote.source else quote.span.start


def speakers_at(entities: ArticleEntities, source: Span, recent: Sequence[int]) -> tuple[int, ...]:
    """Entities that speak where `source` names them; none for anonymous people."""
    text = entities.analysis.text
    if source.of(text) == "Q":
        return ()  # whoever asks in a transcript
    head = _main_clause(text, source)
    names = [m for m in entities.named_in(source) if head.contains(m.span)]
    if last := _named_at_the_end(entities, source):
        return entities.known([last]) or _one(entities.namesake(last, recent))
    if people := [m for m in names if m.entity_kind == "person"]:
        return _people(entities, source, people, recent)
    if bodies := [m for m in names if m.entity_kind == "organisation"]:
        return _bodies(entities, head, bodies, recent)
    if places := [m for m in names if m.entity_kind == "place"]:
        return _state(entities, source, places, recent)
    return _one(_in_apposition(entities, source)) or _unnamed(entities, head, recent)


def _named_at_the_end(entities: ArticleEntities, source: Span) -> Mention | None:
    """The person whose name closes a description: `the envoy who chairs the talks, | Ana Melo`, `a former driver at Corran, | Ana Melo`."""
    text = entities.analysis.text
    people = [m for m in entities.named_in(source) if m.entity_kind == "person"]
    if len(people) != 1 or not re.match(r"(?:an?|the|its|his|her)\s", text[source.start : people[0].span.start], re.IGNORECASE):
        return None
    name = people[0].span
    before = text[source.start : name.start]
    closes = not text[name.end : source.end].strip(" ,") and before.endswith(", ")
    return people[0] if closes and "," not in before[:-2] else None


def _in_apposition(entities: ArticleEntities, source: Span) -> int | None:
    """The person whose name stands right before a phrase that goes on behind a comma: `Ana Melo, | a farmer of Selby |, who alleged`."""
    text = entities.analysis.text
    if not re.match(r"(?:an?|the|now|then) ", text[source.start : source.end]):
        return None
    near = entities.named_in(Span(max(0, source.start - 60), source.start))
    if not near or near[-1].entity_kind != "person" or text[near[-1].span.end : source.start] != ", ":
        return None
    sentence = entities.analysis.sentence_at(near[-1].span.start)
    if sentence and _ADJUNCT.match(text[sentence.start : near[-1].span.start]):
        return None  # `Speaking on a show with Bo Dahl, | the mayor | warned`
    return entities.at(near[-1].span)


def _main_clause(text: str, source: Span) -> Span:
    """The source up to its first relative, temporal or passive clause (`X, who …`, `a draft seen by Y`)."""
    match = _RELATIVE.search(text, source.start + 3, source.end)
    return Span(source.start, match.start()) if match else source


def _people(entities: ArticleEntities, source: Span, people: Sequence[Mention], recent: Sequence[int]) -> tuple[int, ...]:
    """CASE 1: `X’s office`, `a spokesman for X`: X does not speak. CASE 2: `X and Y`: both. CASE 3: the first name that does not depend
    on another word.
    """
    text = entities.analysis.text
    if writer := _writer(entities, source, people):
        return entities.known([writer])
    free = [m for m in people if not _depends(entities, source, m)]
    if not free:
        return ()
    chosen = free[:1]
    for left, right in itertools.pairwise(free):
        gap = _bare(entities, Span(left.span.end, right.span.start))
        if not re.search(r"\band\b|&", gap) or len(text[left.span.end : right.span.start]) > 120:
            if "," in gap and _listed(entities, right, free):
                chosen.append(right)
                continue
            break
        chosen.append(right)
    return entities.known(chosen) or _one(entities.namesake(chosen[0], recent))


def _writer(entities: ArticleEntities, source: Span, people: Sequence[Mention]) -> Mention | None:
    """Who speaks through a paper of his own: `a post on Reyes’s page`, `a letter by Reyes`."""
    text = entities.analysis.text
    match = _PAPER_OF.match(text[source.start : people[0].span.start])
    if match is None or match.group(1).lower() not in load_words("quote_words.yaml", "papers"):
        return None
    return people[0]


def _listed(entities: ArticleEntities, mention: Mention, free: Sequence[Mention]) -> bool:
    """Whether a comma before `mention` separates items of a list that ends in `and`: `A, B and C`."""
    later = free[list(free).index(mention) + 1 :]
    return bool(later) and bool(re.fullmatch(r"\s*,?\s*and\s*", _bare(entities, Span(mention.span.end, later[0].span.start))))


def _bare(entities: ArticleEntities, span: Span) -> str:
    """The text of a gap without names, titles and forms of address."""
    words = entities.blank[span.start : span.end]
    return re.sub(r"[\w'’.-]+", lambda m: "" if m.group().lower().rstrip(".") in honorifics() else m.group(), words)


def _depends(entities: ArticleEntities, source: Span, mention: Mention) -> bool:
    """Whether a name only qualifies the speaker: owner (`X’s lawyer`) or behind a preposition (`aide to X`)."""
    text = entities.analysis.text
    if _OWNED.match(text, mention.span.end, source.end) and mention.span.end < source.end - 2:
        return True
    if re.match(r"an?\s+$", text[source.start : mention.span.start], re.IGNORECASE) and re.match(
        r" [a-z]", text[mention.span.end : source.end]
    ):
        return True  # `A Brandt adviser`
    after = next((m for m in entities.named_in(Span(mention.span.end, source.end)) if m.entity_kind == "person"), None)
    if after and re.fullmatch(r"(?: (?!and )[a-z][\w-]*)+ ", text[mention.span.end : after.span.start]):
        return True  # `Corran coach Ana Melo`: a club taken for a person
    if (portfolio := _PORTFOLIO.search(text[source.start : mention.span.start])) and portfolio.group(1).lower() in office_nouns():
        return not office_nouns().isdisjoint(
            portfolio.group(2).lower().split()
        )  # `Minister of Interior | Ana Melo`; not `aide to Mayor Melo`
    before = re.sub(r"\s+", " ", _bare(entities, Span(source.start, mention.span.start)))
    named = [m for m in entities.named_in(Span(source.start, mention.span.start)) if m.entity_kind == "organisation"]
    return bool(_DEPENDENT.search(before)) and not (named and text[named[-1].span.end : mention.span.start].strip() == "")


def _bodies(entities: ArticleEntities, head: Span, bodies: Sequence[Mention], recent: Sequence[int]) -> tuple[int, ...]:
    """A body speaks itself, through its unnamed spokesman, official or document; not through its workers or members, or hidden sources.
    `The head of O`, `the O president` is a person: whoever bears that title in the article.
    """
    text = entities.analysis.text
    first = bodies[0].span
    if text[first.end : first.end + 1] == "," and text[head.start : first.start].lower() in ("", "the ") and len(bodies) == 1:
        return entities.known(bodies)  # `Alarm Line, a group for people at sea`: what follows tells who that is
    if _is_office_phrase(text, head, bodies[0]):
        return _one(entities.bearer(head, recent))
    around = (
        entities.blank[head.start : first.start] + " " + entities.blank[first.end : head.end]
    )  # `… and the Social Democrats` are no crowd
    bare = re.sub(r"['’]s\b", " ", around)
    if _HIDDEN.search(bare) or _crowd().search(bare) or _RECEIVED.search(text[head.start : first.start]):
        return ()
    chosen = [bodies[0]]
    for left, right in itertools.pairwise(bodies):
        gap = text[left.span.end : right.span.start]
        if re.fullmatch(r"['’]s?\s+", gap) or _names_apart(text, head, gap, right):
            chosen[-1] = right
        elif re.fullmatch(r"\)?,?(?: and| and the|,| and his| &)?(?: the)?\s*", gap) and re.search(r",|and|&", gap):
            chosen.append(right)
    return entities.known(chosen)


def _names_apart(text: str, head: Span, gap: str, right: Mention) -> bool:
    """Whether a body only describes the one that closes the phrase: `the O-run | Gaza clinic`, `O’s aid agency, | Relief Watch`."""
    return bool(_RUN_BY.fullmatch(gap)) or (not text[right.span.end : head.end].strip(" ,") and bool(_DESCRIBES.fullmatch(gap)))


def _is_office_phrase(text: str, head: Span, body: Mention) -> bool:
    """Whether the phrase names an office holder by the body (`the head of O`, `O’s president`), not an unnamed voice (`an O spokesman`)."""
    front = text[head.start : body.span.start]
    behind = re.match(r"(?:['’]s?)?\s+([a-z][\w -]*|M[SE]?P)$", text[body.span.end : head.end].rstrip(" ,"))
    noun = (
        head_noun(re.sub(r"\s+(?:of|at|for|in|from)\s+(?:the\s+)?$", "", front))
        if re.search(r"\b(?:of|at|for)\s+(?:the\s+)?$", front)
        else ""
    )
    noun = head_noun(behind.group(1)) if behind and not noun else noun
    return noun in office_nouns() and noun not in load_words("titles.yaml", "voices")


def _state(entities: ArticleEntities, source: Span, places: Sequence[Mention], recent: Sequence[int]) -> tuple[int, ...]:
    """A country or capital that is the whole source speaks as a state, its `side` too; `residents of X` do not, `the police in X` are
    resolved as a phrase.
    """
    rest = entities.blank[source.start : source.end]
    if owned := _OF_STATE.match(entities.analysis.text, places[0].span.end, source.end):
        return _one(_of_state(entities, places[0], Span(owned.start(1), source.end), recent))
    if not re.sub(r"\b(?:the|and|both|side)\b|[,.’']|\bs\b", "", rest, flags=re.IGNORECASE).strip():
        return entities.known(places)
    return (
        _unnamed(entities, Span(source.start, places[0].span.start).trimmed(entities.analysis.text), recent)
        if places[0].span.start > source.start + 4
        else ()
    )


def _of_state(entities: ArticleEntities, place: Mention, source: Span, recent: Sequence[int]) -> int | None:
    """The body or holder of an office that belongs to a state: `Norway’s | central bank`; None for another country's."""
    entity, home = entities.refer(source, recent), entities.at(place.span)
    if entity is None or home is None:
        return entity
    countries = {entities.entities[entity].country_code, entities.entities[home].country_code} - {None}
    return entity if len(countries) < 2 else None


def _unnamed(entities: ArticleEntities, source: Span, recent: Sequence[int]) -> tuple[int, ...]:
    """CASE 1: a pronoun or definite phrase. CASE 2: `the ministry’s statement`, `its spokesman`: the owner. CASE 3: `the statement`: the
    last body that spoke.
    CASE 4: indefinite people: nobody.
    """
    text = entities.analysis.text
    source = source.trimmed(text, " \t\n,.:;")
    words = source.of(text)
    if words.lower() in PRONOUNS:
        return _one(entities.refer(source, recent)) or entities.refer_all(source)
    if joined := _PRONOUN_JOINED.match(words):
        return _one(entities.refer(Span(source.start, source.start + joined.end(1)), recent))
    if _SPOKESMAN.fullmatch(words):
        return _one(_body_before(entities, source))
    if side := _SIDE.match(words):
        return _one(_state_of(entities, side.group(1)))
    owner = re.match(r"((?:the|this|that) [\w -]+?)['’]s?\s+([\w -]+)$", words, re.IGNORECASE)
    if owner and head_noun(owner.group(1)) in office_nouns() and not _document().search(owner.group(2)):
        return ()  # `the mayor's official spokesman`: neither the mayor nor a body named here
    if owner and not _crowd().search(owner.group(2)):
        return _one(entities.refer(Span(source.start, source.start + owner.end(1)), recent))
    if re.match(r"(?:its|their)\s", words, re.IGNORECASE) and not _crowd().search(words):
        return _one(entities.refer(Span(source.start, source.start + words.index(" ")), recent))
    if re.match(r"(?:his|her)\s", words, re.IGNORECASE):
        return ()
    if (body := _voice_of_body(_ISSUED_BEHIND.sub("", words) if " by " not in words else words)) and not _HIDDEN.search(words):
        return _one(entities.refer(Span(source.start + body[0], source.start + body[1]), recent))
    if _OWN_PAPER.fullmatch(words) and re.search(rf"\b{head_noun(words)}s?\b", text[: source.start], re.IGNORECASE):
        return tuple(recent[-1:])  # whoever the post was taken from before
    if _document().search(words) and re.match(r"(?:the|a|an)\s", words, re.IGNORECASE):
        noun = head_noun(words)
        is_taken_up = noun == "statement" or _was_named(text, source, noun)
        return tuple(recent[-1:]) if is_taken_up and recent and entities.entities[recent[-1]].kind == "organisation" else ()
    is_heading = entities.analysis.is_headline(source) and head_noun(words) in office_nouns()
    if not is_heading and not re.match(r"(?:the|both|that)\s|both$", words, re.IGNORECASE) and head_noun(words) not in _bare_bodies():
        return ()
    if _crowd().search(words) and head_noun(words) not in _bare_bodies():
        return ()
    return _one(entities.refer(source, recent)) or entities.refer_all(source)


def _body_before(entities: ArticleEntities, source: Span) -> int | None:
    """The last body before the source that opens a sentence of its paragraph: `The harbour board agreed. | A spokesman | said more`."""
    analysis = entities.analysis
    paragraph = analysis.paragraph_at(source.start)
    for name in reversed(entities.named_in(Span(paragraph.start, source.start)) if paragraph else []):
        sentence = analysis.sentence_at(name.span.start)
        if name.entity_kind == "organisation" and sentence and _OPENS.fullmatch(analysis.text, sentence.start, name.span.start):
            return entities.at(name.span)
    return None


def _state_of(entities: ArticleEntities, demonym: str) -> int | None:
    """The state whose side it is, where the article names it: `the | South Korean | side`."""
    code = country_of_demonym(demonym)
    states = [i for i, e in enumerate(entities.entities) if e.place_kind == "country" and code and e.country_code == code]
    return states[0] if len(states) == 1 else None


def _was_named(text: str, source: Span, noun: str) -> bool:
    """Whether the paper was spoken of shortly before (`In a statement, the ministry …`), so that who spoke last issued it."""
    return bool(re.search(rf"\b{re.escape(noun)}\b", text[max(0, source.start - 600) : source.start], re.IGNORECASE))


def _voice_of_body(words: str) -> tuple[int, int] | None:
    """Where the body's noun stands in `a ministry official`, `a spokesman for the commission`, `a note issued by the ministry`; None
    elsewhere.
    """
    voice = r"(?:spokes\w+|officials?|sources?|statement|report|note|press release|notice|website|documents?|letter)"
    noun = "|".join(sorted(body_nouns(), key=lambda n: (-len(n), n)))
    match = re.search(rf"\b{voice}\b[\w ]*? (?:for|from|at|of|by) ((?:the|its|their) (?:[\w-]+ ){{0,2}}?(?:{noun}))$", words, re.IGNORECASE)
    match = match or re.match(rf"(?:an?|the|one|two) (?:senior |top )?((?:[\w-]+ )??(?:{noun}))['’]?s? {voice}$", words, re.IGNORECASE)
    return match.span(1) if match else None


def _one(entity: int | None) -> tuple[int, ...]:
    return () if entity is None else (entity,)


@lru_cache(maxsize=1)
def _bare_bodies() -> frozenset[str]:
    """Nouns that stand for a body without an article, in headlines and speech: `police said`, `parliament`."""
    return load_words("org_kinds.yaml", "nominals") & frozenset(
        {"police", "parliament", "government", "army", "military", "ministry", "court"}
    )


@lru_cache(maxsize=1)
def _crowd() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(sorted(load_words("titles.yaml", "crowd"))) + r")\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def _document() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(sorted(load_words("titles.yaml", "documents"))) + r")s?$", re.IGNORECASE)
