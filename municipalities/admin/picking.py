"""The figures that a text may name, for the script that puts them in at the cursor."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from municipalities.figures import written
from municipalities.models import Figure, Municipality
from municipalities.roles import Ability
from municipalities.scoping import standing_in
from portal.lib.languages import localized


@require_safe
def figure_tokens(request: HttpRequest) -> HttpResponse:
    """The figures that readers see, of the region and of the municipality `place` (an id).

    Where both have the key, the municipality's own, as in the text.
    """
    if not standing_in(request).anywhere(Ability.EDIT_CONTENT, Ability.WRITE_LOCAL_PARTS):
        raise PermissionDenied
    place = request.GET.get("place", "")
    places = Q(municipality__kind=Municipality.Kind.REGION)
    if place.isdecimal() and len(place) < 19:
        places |= Q(municipality=int(place))
    rows = Figure.objects.newest().filter(places).select_related("municipality")
    by_key: dict[str, Figure] = {}
    for row in rows.defer("municipality__boundary"):
        if row.key not in by_key or not row.municipality.is_region:
            by_key[row.key] = row
    found = [_told(by_key[key]) for key in sorted(by_key)]
    return JsonResponse({"figures": found}, headers={"Cache-Control": "no-store"})


def _told(figure: Figure) -> dict[str, str]:
    return {
        "key": figure.key,
        "label": localized(figure, "label").value,
        "value": written(figure).value,
        "as_of": figure.spelled_as_of,
        "place": figure.municipality.name,
    }
