"""Addresses of what newcomers send in; the language stands before them."""

from django.urls import path

from newcomers import views, views_letter, views_stays

urlpatterns = [
    path("contact/", views.enquiry_create, name="enquiry_create"),
    path("contact/receipt/<str:signed>/", views.enquiry_receipt, name="enquiry_receipt"),
    path("letter/", views_letter.letter_subscribe, name="letter_subscribe"),
    path("letter/asked/", views_letter.letter_asked, name="letter_asked"),
    path("letter/confirm/<str:signed>/", views_letter.letter_confirm, name="letter_confirm"),
    path("letter/leave/<str:signed>/", views_letter.letter_leave, name="letter_leave"),
    path("stay/<str:signed>/", views_stays.stay_answer, name="stay_answer"),
]
