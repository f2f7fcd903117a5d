"""Pictures of people and things: taking one in, describing it, and taking it away for good."""

import logging
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from hosting.models import Picture
from hosting.picture_files import path_of, remove_files
from hosting.tasks_pictures import forget_picture
from municipalities.actions.texts import save_text
from portal.lib.dates import today
from portal.lib.jobs import enqueue
from portal.lib.languages import column

logger = logging.getLogger(__name__)


class ConsentIsMissing(Exception):
    """The person in the picture has not agreed to it."""


class PictureNotKept(Exception):
    """What keeps pictures takes none just now: a disk that is full, a bucket that is down."""


def set_photo(
    *,
    owner: Any,
    content: bytes,
    alt: Mapping[str, str],
    credit: str,
    person_agreed: bool,
    by: Any,
    shows_person: bool = True,
    municipality: int | None = None,
) -> Picture:
    """Keep what was sent as the owner's photo, in place of the one before.

    `owner` is any object with `photo`; `alt` says in every language what can be seen. The picture
    belongs to the owner's municipality, else to the one given (an id).

    Raises ConsentIsMissing, PictureNotKept, and PictureRefused (portal.lib.pictures); then the
    photo is the one before, and no file of the new one stays.
    """
    if shows_person and not person_agreed:
        raise ConsentIsMissing
    from portal.lib.pictures import render

    rendered = render(content)
    try:
        _write(rendered.renditions)
        with transaction.atomic():
            before = _photo_of(owner)
            picture = Picture(
                key=rendered.key,
                municipality_id=municipality or owner.municipality_id,
                widths=rendered.widths,
                width=rendered.width,
                height=rendered.height,
                photo_consent_on=today() if person_agreed else None,
            )
            _show(owner, _described(picture, alt, credit))
            _delete(before)
    except BaseException:
        # No row leads to them, and the next try has another name. What cannot be removed now, the
        # worker removes at night (`tidy_pictures`).
        with suppress(OSError):
            remove_files([each.name for each in rendered.renditions])
        raise
    return picture


def describe_photo(*, owner: Any, alt: Mapping[str, str], credit: str, by: Any) -> None:
    """Say something else about the photo that is there."""
    with transaction.atomic():
        picture = _photo_of(owner)
        if picture is not None:
            _described(picture, alt, credit)


def remove_photo(*, owner: Any, by: Any) -> None:
    """Take the photo away: from the page at once, from the storage as soon as that is certain."""
    with transaction.atomic():
        before = _photo_of(owner)
        _show(owner, None)
        _delete(before)


def delete_unused(*, keys: list[str]) -> None:
    """Delete the pictures that nothing shows."""
    with transaction.atomic():
        for picture in Picture.objects.unused().filter(key__in=keys):
            _delete(picture)


def _write(renditions: Iterable[Any]) -> None:
    """Keep the files. Raises PictureNotKept."""
    try:
        for each in renditions:
            default_storage.save(path_of(each.name), ContentFile(each.content))
    except OSError as error:
        logger.error("picture not kept: %s", type(error).__name__)
        raise PictureNotKept from error


def _photo_of(owner: Any) -> Picture | None:
    """The photo as it is now, with the owner locked until this transaction ends."""
    rows = type(owner)._default_manager.select_for_update(of=("self",)).filter(pk=owner.pk)
    key = rows.values_list("photo", flat=True).get()
    return Picture.objects.filter(pk=key).first()


def _show(owner: Any, picture: Picture | None) -> None:
    owner.photo = picture
    owner.save(update_fields=["photo"])


def _described(picture: Picture, alt: Mapping[str, str], credit: str) -> Picture:
    for language, words in alt.items():
        setattr(picture, column("alt", language), words)
    picture.credit = credit
    return save_text(text=picture)


def _delete(picture: Picture | None) -> None:
    """The row now; its files by a job, which runs if and when this transaction is committed."""
    if picture is None:
        return
    widths = ".".join(map(str, picture.widths))
    picture.delete()
    enqueue(forget_picture, key=picture.key, widths=widths)
