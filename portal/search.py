"""Search over everything public, in all languages of the portal, in two queries."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db import connection
from django.utils.safestring import SafeString

from portal.lib.dates import today
from portal.lib.extract import highlight, words_of

PER_PAGE = 10
# Ranking and extracts are only worth their time for what somebody may still look at.
MOST_HITS = 200


@dataclass(frozen=True)
class Hit:
    """One object that was found."""

    kind: str
    path: str
    title: str
    title_language: str
    text: str
    text_language: str
    words: tuple[str, ...]

    @property
    def extract(self) -> SafeString:
        """Where the words stand in the text."""
        return highlight(self.text, list(self.words))


@dataclass(frozen=True)
class Answer:
    """What a search found."""

    query: str
    words: tuple[str, ...]
    page: "Page[Hit]"

    @property
    def count(self) -> int:
        """How many objects were found, MOST_HITS at most."""
        return self.page.paginator.count


def search_portal(query: str, language: str, page: str = "1") -> Answer:
    """Find the words in every language; a hit in the reader's own language stands first.

    Anything may be typed: what holds no word finds nothing. An impossible page number gives the
    first or the last page.
    """
    words = tuple(words_of(query))
    hits = _find(words, language) if words else []
    return Answer(query[:200].replace("\0", ""), words, Paginator(hits, PER_PAGE).get_page(page))


def _find(words: tuple[str, ...], language: str) -> list[Hit]:
    with connection.cursor() as cursor:
        cursor.execute(_sql(), _parameters(words, language))
        rows = cursor.fetchall()
    return [
        Hit(kind, path, title, language_of_title, text, language_of_text, words)
        for kind, path, title, language_of_title, text, language_of_text in rows
    ]


def _sql() -> str:
    """One indexed search per language, the best entry of each object, the best objects first."""
    one_language = """
        (SELECT e.kind, e.object_id, e.language, e.title, e.text, e.path,
                ts_rank(e.vector, q.query) AS rank
           FROM portal_searchentry AS e, portal_search_query(%s, %s) AS q(query)
          WHERE e.language = %s AND e.vector @@ q.query
            AND coalesce(e.shown_from, %s) <= %s AND coalesce(e.shown_until, %s) >= %s
          LIMIT 1000)"""
    union = " UNION ALL ".join([one_language] * len(settings.LANGUAGES))
    return f"""
        WITH found AS ({union}),
        best AS (
            SELECT DISTINCT ON (kind, object_id) *,
                   max(rank) OVER (PARTITION BY kind, object_id) AS best_rank
              FROM found ORDER BY kind, object_id, (language = %s) DESC, rank DESC
        )
        SELECT best.kind, best.path, coalesce(own.title, best.title),
               CASE WHEN own.id IS NULL THEN best.language ELSE own.language END,
               best.text, best.language
          FROM best LEFT JOIN portal_searchentry AS own
            ON own.kind = best.kind AND own.object_id = best.object_id AND own.language = %s
         ORDER BY best.best_rank DESC, best.path
         LIMIT {MOST_HITS}"""


def _parameters(words: tuple[str, ...], language: str) -> list[Any]:
    day = today()
    parameters: list[Any] = []
    for code, _name in settings.LANGUAGES:
        parameters += [code, list(words), code, day, day, day, day]
    return [*parameters, language, language]
