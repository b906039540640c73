"""Addresses that exist in the demonstration only."""

from django.urls import path

from kipthoi.web import demo_views as views

app_name = "demo"
urlpatterns = [
    path("", views.cast, name="cast"),
    path("vao/<int:pk>/", views.enter, name="enter"),
    path("thu-tu/", views.mails, name="mails"),
    path("thanh-phan/", views.components, name="components"),
]
