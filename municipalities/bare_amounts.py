"""Amounts and deadlines that stand in a text as bare words instead of as a token to a figure.

One regular expression, read by Python while somebody writes and by PostgreSQL when the board
counts, so that both mean the same. It is matched against markup in which tags and tokens are
replaced by BREAK.
"""

import re
from functools import cache

# Tags end a phrase, and tokens are what an amount should be.
NOT_PROSE = r"\[\[[^\]]{0,200}\]\]|<[^>]*>"
BREAK = " | "

# Capitals stand beside small letters: PostgreSQL folds by the database's locale, which may know
# neither æ, ø and å nor umlauts.
_LETTER = "a-zA-ZæøåäöüßÆØÅÄÖÜ"
_SPACE = r"(?:\s|&nbsp;|\u00a0|\u202f)"
# Bounded throughout: no text, however odd, may keep either engine busy.
_NUMBER = rf"[0-9]{{1,9}}(?:(?:[.,]|{_SPACE})[0-9]{{1,3}}){{0,4}}"
_GAP = rf"{_SPACE}{{0,3}}"
_MONEY = "kr|kroner|nok|euros?|eur|€"
_SHARE = "%|prosent|prosentpoeng|prozent|per ?cent"
_SPANS = (
    "dag|dager|dagers|d[øØ]gn|tage?|tagen|days?|uke|uker|ukers|wochen?|weeks?"
    "|m[åÅ]ned|m[åÅ]neder|m[åÅ]neders|monate?|monaten|months?|[åÅ]r|[åÅ]rs|jahre?|jahre[ns]|years?"
)
# "10 virkedager", "5 Arbeitstage", "2 full months".
_KIND = (
    "(?:arbeids|virke|kalender|arbeits|werk|(?:hele|fulle|volle|volle[nr]|ganze|ganzen|full|whole"
    rf"|working|business|calendar){_SPACE}{{1,3}})?"
)
_MONTH = (
    "januar|j[äÄ]nner|january|februar|february|mars|m[äÄ]rz|march|april|mai|may|juni|june|juli"
    "|july|august|september|oktober|october|november|desember|dezember|december"
)
# Feasts that have no other name.
_FEAST = rf"(?:(?:1|17)\.?{_GAP}ma[iy]|24\.?{_GAP}de[scz])"
FIRST_YEAR = 1990


@cache
def pattern(year: int) -> str:
    """The expression for what is written in the year: the day of a year that is over is no
    deadline. For both engines; letters count as capitals too."""
    over = f"1[0-9]{{3}}|{'|'.join(map(str, range(FIRST_YEAR, year)))}"
    not_over = rf"(?!{_GAP}(?:{over})(?![0-9]))"
    alternatives = (
        rf"{_NUMBER}{_GAP}{_KIND}(?:{_MONEY}|{_SHARE}|{_SPANS})(?![{_LETTER}])",
        rf"(?:kr\.?|nok|eur|€){_GAP}{_NUMBER}",
        rf"(?!{_FEAST})[0-9]{{1,2}}(?:\.|st|nd|rd|th)?{_GAP}(?:{_MONTH})(?![{_LETTER}]){not_over}",
        # Without May: it may be a verb.
        rf"(?:january|february|march|april|june|july|august|september|october|november|december)"
        rf"{_SPACE}{{1,3}}[0-9]{{1,2}}(?![0-9]){not_over}",
        rf"[0-9]{{1,2}}\.{_SPACE}?[0-9]{{1,2}}\.(?![0-9]){not_over}",
        rf"[0-9]{{1,2}}\.[0-9]{{1,2}}\.(?!{over})[0-9]{{4}}(?![0-9])",
        rf"(?!{over})[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}(?![0-9])",
    )
    return rf"(?<![{_LETTER}0-9.,:/-])(?:{'|'.join(alternatives)})"


def bare_amounts(markup: str, year: int) -> list[str]:
    """The bare amounts, rates and dates of a text written in the year, as they stand there."""
    prose = re.sub(NOT_PROSE, BREAK, markup)
    found = re.finditer(pattern(year), prose, re.IGNORECASE)
    return [" ".join(each[0].replace("&nbsp;", " ").split()) for each in found]
