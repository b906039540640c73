"""Addresses of the room `deadlines`."""

from django.urls import URLPattern

app_name = "deadlines"
urlpatterns: list[URLPattern] = []
