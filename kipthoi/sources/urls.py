"""Addresses of the room `sources`: what answers rest on."""

from django.urls import path

from kipthoi.sources import views

app_name = "sources"
urlpatterns = [
    path("nguon/", views.sources, name="sources"),
    path("nguon/<int:pk>/", views.source, name="source"),
    path("nguon/<int:pk>/ban-chup/<int:n>/", views.source_file, name="source_file"),
    path("can-bo/nguon/", views.desk, name="desk"),
]
