"""All addresses. Public pages carry their language; probes, machine files and admin do not."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path

from hosting.views_pictures import picture
from portal import dev_mail, probes, views
from portal.campaigns import campaign_visit
from portal.feedback.views import feedback, feedback_thanks
from portal.lib.later import Namespace, view
from portal.sitemaps import SITEMAPS

handler404 = "portal.views.page_not_found"
handler500 = "portal.views.server_error"

urlpatterns = [
    path("", views.choose_language, name="choose_language"),
    path("accounts/", include("portal.accounts.urls")),
    path("admin/login/", view("portal.accounts.views.admin_login")),
    path("admin/logout/", view("allauth.account.views.logout")),
    path("admin/password_change/", view("allauth.account.views.password_change")),
    Namespace("admin/", "portal.admin_urls", "admin"),
    path("go/<str:code>", campaign_visit, name="campaign_visit"),
    path("go/<str:code>/", campaign_visit),
    path("styles/<str:name>", views.styles, name="styles"),
    path("pictures/<str:name>", picture, name="picture"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path("dev/mail/", dev_mail.mail_list, name="dev_mail_list"),
    path("dev/mail/<path:name>", dev_mail.mail, name="dev_mail"),
    path("live", probes.live, name="live"),
    path("ready", probes.ready, name="ready"),
    *i18n_patterns(
        path("", views.home, name="home"),
        path("search/", views.search, name="search"),
        path("about/", views.about, name="about"),
        path("privacy/", views.privacy, name="privacy"),
        path("accessibility/", views.accessibility, name="accessibility"),
        path("feedback/", feedback, name="feedback"),
        path("feedback/<str:token>/", feedback_thanks, name="feedback_thanks"),
        path("", include("municipalities.urls")),
        path("", include("hosting.urls")),
        path("", include("newcomers.urls")),
    ),
]
