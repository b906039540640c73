"""Addresses of the room `web`."""

from django.urls import path

from kipthoi.web import views

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
    path("tim/", views.search, name="search"),
    path("rieng-tu/", views.privacy, name="privacy"),
    path("giup-do/", views.help, name="help"),
    path("quan-tri/he-thong/", views.system, name="system"),
]
