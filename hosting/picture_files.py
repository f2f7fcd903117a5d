"""The files of pictures, in Django's default storage: one folder, and names that tell nothing."""

import datetime
from collections.abc import Iterable

from django.core.files.storage import default_storage
from django.utils import timezone

from hosting.models import Picture

FOLDER = "pictures"


def path_of(name: str) -> str:
    """Where the storage has the file."""
    return f"{FOLDER}/{name}"


def remove_files(names: Iterable[str]) -> None:
    """Remove the files that are there; it may be done twice."""
    for name in names:
        default_storage.delete(path_of(name))


def strays(older_than: datetime.timedelta) -> list[str]:
    """Names of files that belong to no picture, and are no part of one that is just coming in."""
    # Not `exists`: a bucket has no folders, only names that begin alike.
    try:
        _folders, names = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return []
    known = set(Picture.objects.values_list("key", flat=True))
    limit = timezone.now() - older_than
    return [
        name
        for name in names
        if name.partition("-")[0] not in known
        and default_storage.get_modified_time(path_of(name)) < limit
    ]
