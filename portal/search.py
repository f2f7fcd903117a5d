"""Search over everything public, in all languages of the portal, in two queries."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db import connections, router
from django.utils.safestring import SafeString

from portal.lib.dates import today
from portal.lib.extract import highlight, words_of
from portal.models import SearchEntry

PER_PAGE = 10
# Ranking is only worth its time for what somebody may still look at; of more entries in one
# language than these, the first written are ranked: a word that is nearly everywhere ranks nothing.
MOST_HITS = MOST_RANKED = 200
# A page that is further than any.
LAST = 1_000_000


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
    hits, count = _find(words, language, _number(page)) if words else ([], 0)
    paginator: Paginator[Any] = Paginator(range(count), PER_PAGE)
    shown = Page(hits, paginator.get_page(page).number, paginator)
    return Answer(query[:200].replace("\0", ""), words, shown)


def _number(page: str) -> int:
    """The page as Django's paginator reads it; LAST for one before the first."""
    try:
        number = int(page)
    except ValueError:
        return 1
    return min(number, LAST) if number >= 1 else LAST


def _find(words: tuple[str, ...], language: str, number: int) -> tuple[list[Hit], int]:
    """The hits of one page, and how many there are on all."""
    with connections[router.db_for_read(SearchEntry)].cursor() as cursor:
        cursor.execute(_sql(), _parameters(words, language, number))
        rows = cursor.fetchall()
    hits = [
        Hit(kind, path, title, language_of_title, text, language_of_text, words)
        for _count, kind, path, title, language_of_title, text, language_of_text in rows
    ]
    return hits, rows[0][0] if rows else 0


def _sql() -> str:
    """An indexed search per language, the best entry of each object, the best objects first; whole
    texts only of those that are shown.

    Where the reader's own language has as many entries as are ranked, the others are not asked:
    they would tell of the same objects.
    """
    one_language = f"""
        (SELECT e.id, e.kind, e.object_id, e.language, e.path, ts_rank(e.vector, q.query) AS rank
           FROM portal_searchentry AS e, portal_search_query(%s, %s) AS q(query)
          WHERE e.language = %s AND e.vector @@ q.query
            AND coalesce(e.shown_from, %s) <= %s AND coalesce(e.shown_until, %s) >= %s
            {{}}
          LIMIT {MOST_RANKED})"""
    only_if_few = f"AND (SELECT count(*) < {MOST_RANKED} FROM own)"
    others = [one_language.format(only_if_few)] * (len(settings.LANGUAGES) - 1)
    found = " UNION ALL ".join(["SELECT * FROM own", *others])
    return f"""
        WITH own AS MATERIALIZED {one_language.format("")},
        found AS ({found}),
        best AS (
            SELECT DISTINCT ON (kind, object_id) id, path,
                   max(rank) OVER (PARTITION BY kind, object_id) AS best_rank
              FROM found ORDER BY kind, object_id, (language = %s) DESC, rank DESC
        ),
        ranked AS (
            SELECT id, row_number() OVER (ORDER BY best_rank DESC, path) AS place,
                   least(count(*) OVER (), {MOST_HITS}) AS number
              FROM best
        )
        SELECT ranked.number, e.kind, e.path, coalesce(own.title, e.title),
               coalesce(own.language, e.language), e.text, e.language
          FROM ranked JOIN portal_searchentry AS e USING (id)
          LEFT JOIN portal_searchentry AS own
            ON own.kind = e.kind AND own.object_id = e.object_id AND own.language = %s
         WHERE (ranked.place + {PER_PAGE - 1}) / {PER_PAGE}
               = least(%s, (ranked.number + {PER_PAGE - 1}) / {PER_PAGE})
         ORDER BY ranked.place"""


def _parameters(words: tuple[str, ...], language: str, number: int) -> list[Any]:
    day = today()
    parameters: list[Any] = []
    others = [code for code, _name in settings.LANGUAGES if code != language]
    for code in (language, *others):
        parameters += [code, list(words), code, day, day, day, day]
    return [*parameters, language, language, number]
