"""The portal's addresses, and the two that it is measured against."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import path

from portal.urls import handler404, handler500, urlpatterns
from tests.bench import views

__all__ = ["handler404", "handler500", "urlpatterns"]

urlpatterns = [
    path("bench/limit/", views.limit),
    *i18n_patterns(path("bench/five/<slug:slug>/", views.five)),
    *urlpatterns,
]
