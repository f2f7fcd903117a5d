"""Addresses of municipalities, topics, pages and stories; the language stands before them."""

from django.urls import path

from municipalities import views
from municipalities.change_feed import change_feed
from municipalities.change_views import change_list, text_changes
from municipalities.compare_views import municipality_compare
from municipalities.preview_views import preview
from municipalities.story_feed import story_feed
from municipalities.story_views import story_detail, story_list, story_withdraw

urlpatterns = [
    path("preview/<str:token>/", preview, name="preview"),
    path("municipalities/", views.municipality_list, name="municipality_list"),
    path("municipalities/compare/", municipality_compare, name="municipality_compare"),
    path("municipalities/<slug:slug>/", views.municipality_detail, name="municipality_detail"),
    path("municipalities/<slug:slug>/pages/<slug:page_slug>/", views.local_page, name="local_page"),
    path("changes/", change_list, name="change_list"),
    path("changes/feed.xml", change_feed, name="change_feed"),
    path("changes/<slug:kind>/<int:pk>/", text_changes, name="text_changes"),
    path("topics/", views.topic_list, name="topic_list"),
    path("topics/<slug:key>/", views.topic_detail, name="topic_detail"),
    path("pages/<slug:slug>/", views.page_detail, name="page_detail"),
    path("stories/", story_list, name="story_list"),
    path("stories/feed.xml", story_feed, name="story_feed"),
    path("stories/withdraw/<str:token>/", story_withdraw, name="story_withdraw"),
    path("stories/<slug:slug>/", story_detail, name="story_detail"),
]
