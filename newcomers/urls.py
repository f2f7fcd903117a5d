"""Addresses of what newcomers send in; the language stands before them."""

from django.urls import path

from newcomers import views

urlpatterns = [
    path("contact/", views.enquiry_create, name="enquiry_create"),
    path("contact/receipt/<str:signed>/", views.enquiry_receipt, name="enquiry_receipt"),
]
