"""Addresses of the room `publications`."""

from django.urls import URLPattern

app_name = "publications"
urlpatterns: list[URLPattern] = []
