"""Addresses that exist in the demonstration only."""

from django.urls import path

from kipthoi.web import demo_views as views

app_name = "demo"
urlpatterns = [
    path("thanh-phan/", views.components, name="components"),
]
