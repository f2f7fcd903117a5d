"""Invented office days, a leave and a portrait that shows nobody, for trying things out."""

import datetime
import io

from django.db import transaction

from hosting.actions.pictures import set_photo
from hosting.models import Absence, Coordinator, OfficeDay
from municipalities.models import Municipality
from portal.lib.dates import first_working_day, is_working_day, today

DAY = datetime.timedelta(days=1)
# Municipality, where, from, to, and so many days ahead; what falls on a free day comes later.
OFFICE_DAYS = (
    ("senja", "Finnsnes bibliotek", 12, 15, (3, 17, 31)),
    ("malselv", "Mellombygd grendehus (oppdiktet)", 10, 13, (6, 20)),
    ("sorreisa", "Kommunehuset, rom 4 (oppdiktet)", 14, 17, (9,)),
)
CANCELLED = ("senja", 17)
PORTRAIT_OF = "ola-provemann"
ALT = {
    "nb": "Tegnet figur, ingen virkelig person",
    "de": "Gezeichnete Figur, keine wirkliche Person",
    "en": "A drawn figure, no real person",
}
AWAY, DEPUTY = "anna-fiktivsen", "kari-eksempelsen"


def make_hosts_at_work(day: datetime.date | None = None) -> None:
    """Store what is not there yet, in the places that there are."""
    day = day or today()
    places = {place.slug: place for place in Municipality.objects.current().only("pk", "slug")}
    with transaction.atomic():
        for slug, where, begins, ends, ahead in OFFICE_DAYS:
            place = places.get(slug)
            if place and not OfficeDay.objects.filter(municipality=place).exists():
                for number in ahead:
                    _office_day(place, where, begins, ends, day, number)
        _absence(day)
    _portrait()


def _office_day(
    place: Municipality, where: str, begins: int, ends: int, day: datetime.date, number: int
) -> None:
    held_on = day + number * DAY
    while not is_working_day(held_on):
        held_on += DAY
    is_off = (place.slug, number) == CANCELLED
    OfficeDay.objects.create(
        municipality=place,
        date=held_on,
        starts_at=datetime.time(begins),
        ends_at=datetime.time(ends),
        place=where,
        status=OfficeDay.Status.CANCELLED if is_off else OfficeDay.Status.PLANNED,
    )


def _absence(day: datetime.date) -> None:
    people = {each.slug: each for each in Coordinator.objects.filter(slug__in=[AWAY, DEPUTY])}
    away = people.get(AWAY)
    if away and away.is_example and not Absence.objects.filter(coordinator=away).exists():
        back = first_working_day(day + 45 * DAY)
        Absence.objects.create(
            coordinator=away, valid_from=day, valid_to=back - DAY, deputy=people.get(DEPUTY)
        )


def _portrait() -> None:
    host = Coordinator.objects.filter(slug=PORTRAIT_OF, is_example=True, photo=None).first()
    if host:
        set_photo(owner=host, content=_drawn(), alt=ALT, credit="", person_agreed=True, by=None)


def _drawn() -> bytes:
    """A head and shoulders of three colours."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (640, 640), "#E4EFF2")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((90, 420, 550, 900), fill="#0B5567")
    draw.ellipse((200, 130, 440, 430), fill="#F5B65B")
    draw.pieslice((190, 90, 450, 400), 180, 360, fill="#5E4680")
    into = io.BytesIO()
    picture.save(into, "PNG")
    return into.getvalue()
