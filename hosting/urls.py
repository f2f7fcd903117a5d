"""Addresses of host contacts and organisations; the language stands before them."""

from django.urls import path

from hosting import views

urlpatterns = [
    path("hosts/", views.host_list, name="host_list"),
    path("hosts/<slug:slug>/", views.host_detail, name="host_detail"),
    path("organisations/", views.organisation_list, name="organisation_list"),
    path("organisations/<slug:slug>/", views.organisation_detail, name="organisation_detail"),
]
