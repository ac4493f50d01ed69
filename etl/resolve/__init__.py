"""Who is who in one article: mentions become entities; pronouns, noun phrases and speakers are traced to them, or left unresolved.

resolve_article(analysis, mentions, positions) -> ArticleEntities
"""

from etl.resolve.article import ArticleEntities, resolve_article
from etl.resolve.entity import LocalEntity

__all__ = ["ArticleEntities", "LocalEntity", "resolve_article"]
