"""The admin's addresses; whoever loads them loads all that is registered there."""

from django.contrib import admin

admin.autodiscover()

urlpatterns = admin.site.get_urls()
