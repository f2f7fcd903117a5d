"""Addresses of host contacts, organisations and first steps; the language stands before them."""

from django.urls import path, re_path

from hosting import (
    views,
    views_employers,
    views_events,
    views_letter,
    views_offer_links,
    views_offers,
    views_register,
)
from hosting.events.atom import EventFeed

urlpatterns = [
    path("hosts/", views.host_list, name="host_list"),
    path("hosts/<slug:slug>/", views.host_detail, name="host_detail"),
    path("organisations/", views.organisation_list, name="organisation_list"),
    path("organisations/<slug:slug>/", views.organisation_detail, name="organisation_detail"),
    path("offers/", views_offers.offer_list, name="offer_list"),
    path("offers/norwegian/", views_offers.norwegian_list, name="norwegian_list"),
    path("offers/register/", views_register.offer_register, name="offer_register"),
    path("offers/change/", views_register.offer_change, name="offer_change"),
    re_path(
        rf"^offers/done/(?P<deed>{'|'.join(views_register.DEEDS)})/$",
        views_register.offer_done,
        name="offer_done",
    ),
    path("offers/links/<str:secret>/", views_offer_links.offer_link, name="offer_link"),
    path("employers/", views_employers.employers, name="employers"),
    path("employers/needs/", views_employers.need_list, name="need_list"),
    path("employers/needs/register/", views_register.need_register, name="need_register"),
    # Its slug ends with letters of its own: it is never one of the words above.
    path("offers/<slug:slug>/", views_offers.offer_detail, name="offer_detail"),
    path("offers/<slug:slug>.ics", views_offers.offer_file, name="offer_file"),
    path("first-steps/", views.first_steps, name="first_steps"),
    path("first-steps/calendar.ics", views.first_steps_calendar, name="first_steps_calendar"),
    path("first-steps/<slug:key>/", views.step_detail, name="step_detail"),
    # A month's form, so that the links of mails are not taken for letters.
    re_path(
        r"^letter/(?P<slug>[-a-z0-9]+)/(?P<month>[0-9]{4}-[0-9]{2})/$",
        views_letter.letter_detail,
        name="letter_detail",
    ),
    path("events/", views_events.event_list, name="event_list"),
    path("events/past/", views_events.event_past, name="event_past"),
    path("events/<slug:slug>/", views_events.event_detail, name="event_detail"),
    path("events/<slug:slug>.ics", views_events.event_file, name="event_file"),
    path("events.ics", views_events.event_calendar, name="event_calendar"),
    path("events.xml", EventFeed(), name="event_feed"),
    path(
        "municipalities/<slug:slug>/events.ics", views_events.place_calendar, name="place_calendar"
    ),
]
