"""Addresses of municipalities, topics and pages; the language stands before them."""

from django.urls import path

from municipalities import views
from municipalities.compare_views import municipality_compare
from municipalities.preview_views import preview

urlpatterns = [
    path("preview/<str:token>/", preview, name="preview"),
    path("municipalities/", views.municipality_list, name="municipality_list"),
    path("municipalities/compare/", municipality_compare, name="municipality_compare"),
    path("municipalities/<slug:slug>/", views.municipality_detail, name="municipality_detail"),
    path("municipalities/<slug:slug>/pages/<slug:page_slug>/", views.local_page, name="local_page"),
    path("topics/", views.topic_list, name="topic_list"),
    path("topics/<slug:key>/", views.topic_detail, name="topic_detail"),
    path("pages/<slug:slug>/", views.page_detail, name="page_detail"),
]
