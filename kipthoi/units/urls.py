"""Addresses of the room `units`."""

from django.urls import URLPattern

app_name = "units"
urlpatterns: list[URLPattern] = []
