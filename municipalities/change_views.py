"""Pages that tell readers what has changed: in all texts, and in one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from municipalities.changes import changes_of, find_text, newest_changes, title_of


@require_safe
def change_list(request: HttpRequest) -> HttpResponse:
    """What has changed in the whole portal, the newest first."""
    context = {"changes": newest_changes()}
    return render(request, "municipalities/change_list.html", context)


@require_safe
def text_changes(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Everything that has changed in one text; 404 where readers were told of nothing."""
    text = find_text(kind, pk)
    changes = changes_of([text]) if text else []
    if not changes:
        raise Http404
    context = {"text": text, "title": title_of(text), "changes": changes}
    return render(request, "municipalities/text_changes.html", context)
