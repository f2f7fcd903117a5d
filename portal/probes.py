"""What a load balancer asks: is the process alive, and can it serve?"""

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal import readiness


@never_cache
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """200 while the process answers; asks nothing of the database."""
    return JsonResponse({"live": True})


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 when the database answers as a harmless web role, every migration is applied and
    row-level security is on; else 503 with the reasons."""
    try:
        problems = readiness.problems()
    except DatabaseError:
        problems = ["database"]
    response = JsonResponse(
        {"ready": not problems, "problems": problems}, status=503 if problems else 200
    )
    if problems:
        response["Retry-After"] = "5"
    return response
