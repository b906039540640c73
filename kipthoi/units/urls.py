"""Addresses of the room `units`: the tree, and what a body sets for itself."""

from django.urls import path

from kipthoi.units import views

app_name = "units"

_UNIT = "quan-tri/don-vi/<str:slug>/"
_LISTS = "quan-tri/don-vi/danh-sach/<str:slug>/"

urlpatterns = [
    path("quan-tri/don-vi/", views.units, name="units"),
    path("quan-tri/don-vi/moi/", views.open_unit, name="open_unit"),
    path(_LISTS, views.lists, name="lists"),
    path(_LISTS + "chu-de/", views.add_topic, name="add_topic"),
    path(_LISTS + "chu-de/<int:pk>/", views.switch_topic, name="switch_topic"),
    path(_LISTS + "cho/", views.add_place, name="add_place"),
    path(_LISTS + "cho/<int:pk>/", views.remove_place, name="remove_place"),
    path(_LISTS + "noi-ngoai/", views.add_outside, name="add_outside"),
    path(_LISTS + "noi-ngoai/<int:pk>/", views.switch_outside, name="switch_outside"),
    path(_UNIT, views.unit, name="unit"),
    path(_UNIT + "sua/", views.change_unit, name="change_unit"),
    path(_UNIT + "chuyen/", views.move_unit, name="move_unit"),
    path(_UNIT + "noi-nhan/", views.set_body, name="set_body"),
]
