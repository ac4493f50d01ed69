"""Articles to rows: the tagger once over the text, then the extractors, then who is who. One callable class, model loaded in `__init__`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from etl.extract.analysis import Analysis, regions_of
from etl.extract.figures import find_figures
from etl.extract.meetings import find_meetings
from etl.extract.mentions import find_mentions
from etl.extract.positions import find_positions
from etl.extract.quotes import find_no_comments, find_quotes
from etl.lexicon.gazetteer import country_of_domain
from etl.model import Tagger
from etl.readers.article import READABLE, Article
from etl.resolve import resolve_article
from etl.rows import ArticleFacts, Row, RowBuilder
from etl.version import extractor_version


@dataclass(frozen=True)
class ParsedArticle:
    """Rows of one article by contract table, and how many words were read."""

    uri: str
    rows: dict[str, list[Row]]
    words: int


class Parser:
    """`parser(articles, document_ids)` gives one ParsedArticle for each article, in order; pure but for the model it holds."""

    def __init__(self, tagger: Tagger | None = None) -> None:
        self.tagger = tagger or Tagger()
        self.extractor_version = extractor_version(self.tagger.version)

    def __call__(self, articles: Sequence[Article], document_ids: Sequence[int]) -> list[ParsedArticle]:
        """Parse a batch. `document_ids[i]` is the ledger's id of the document that holds `articles[i]`."""
        regions = [regions_of(article.text, article.spans_of(*READABLE)) for article in articles]
        taggings = self.tagger.tag_many(
            [(article.text, [(s.start, s.end) for s in spans]) for article, spans in zip(articles, regions, strict=True)]
        )
        parsed = []
        for article, spans, tagging, document_id in zip(articles, regions, taggings, document_ids, strict=True):
            facts = extract_facts(article, Analysis(article.text, spans, article.spans_of("headline"), tagging))
            rows = RowBuilder(facts, document_id, self.extractor_version).build()
            parsed.append(ParsedArticle(article.uri, rows, sum(len(span.of(article.text).split()) for span in spans)))
        return parsed


def extract_facts(article: Article, analysis: Analysis) -> ArticleFacts:
    """Everything the article states, from its text and the tagger's spans; of the page only the outlet's name (`told The Post`) and
    country (`$5`) are used.
    """
    mentions = find_mentions(analysis)
    positions = find_positions(analysis, mentions)
    entities = resolve_article(analysis, mentions, positions, article.source_name)
    quotes = find_quotes(analysis, mentions)
    return ArticleFacts(
        article=article,
        mentions=mentions,
        positions=positions,
        quotes=quotes,
        figures=find_figures(analysis, mentions, country_of_domain(article.source_domain)),
        meetings=find_meetings(analysis, mentions, entities),
        entities=entities,
        speakers=entities.bind_speakers(quotes),
        no_comments=find_no_comments(analysis, mentions),
    )
