"""Addresses of host contacts, organisations and first steps; the language stands before them."""

from django.urls import path

from hosting import views

urlpatterns = [
    path("hosts/", views.host_list, name="host_list"),
    path("hosts/<slug:slug>/", views.host_detail, name="host_detail"),
    path("organisations/", views.organisation_list, name="organisation_list"),
    path("organisations/<slug:slug>/", views.organisation_detail, name="organisation_detail"),
    path("first-steps/", views.first_steps, name="first_steps"),
    path("first-steps/calendar.ics", views.first_steps_calendar, name="first_steps_calendar"),
    path("first-steps/<slug:key>/", views.step_detail, name="step_detail"),
]
