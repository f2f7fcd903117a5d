"""Every kind of page has an example, so that the tests in this folder leave none out."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.urls import include, path, resolve
from django.utils.translation import override

from tests.browser.page_types import (
    EXAMPLES,
    FILES,
    NOT_FOUND,
    PAGES,
    PageType,
    every_page,
    public_names,
)
from tests.browser.server import Portal


def show(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def unlisted(names: set[str]) -> set[str]:
    return names ^ (EXAMPLES.keys() | FILES)


def test_page_types_are_those_of_the_urlconf() -> None:
    assert "home" in public_names()
    assert unlisted(public_names()) == set()
    assert all(EXAMPLES.values())


def test_page_types_checker_finds_what_has_no_example() -> None:
    patterns = i18n_patterns(
        path("fairs/", show, name="fair_list"),
        path("stories/", include([path("new/", show, name="story_new")])),
        path("feeds/", include(([path("all/", show, name="all")], "feeds"))),
        path("unnamed/", show),
    )
    beside = [path("probe", show, name="probe")]
    found = {"fair_list", "story_new", "feeds:all", "unnamed/"}
    assert public_names([*patterns, *beside]) == found
    assert unlisted(public_names() | found) == found
    assert unlisted(public_names() - {"home"}) == {"home"}


def test_page_types_examples_stand_under_their_own_name() -> None:
    listed = [page for page in PAGES if page.path not in NOT_FOUND]
    paths = {page: page.path_in("nb").partition("?")[0] for page in listed}
    with override("nb"):
        wrong = [page for page in listed if resolve(paths[page]).view_name != page.name]
    assert wrong == []


@every_page
def test_page_answers_in_its_language(portal: Portal, language: str, page: PageType) -> None:
    answer = portal.get(page.path_in(language))
    assert answer.status == page.status
    assert f'<html lang="{language}"' in answer.body.decode()


def test_portal_serves_as_the_web_role(portal: Portal) -> None:
    assert portal.get("/nb/").status == 200
    assert portal.roles() == {"landgang_web"}
