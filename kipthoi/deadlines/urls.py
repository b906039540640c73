"""Addresses of the room `deadlines`: the working days and the limits."""

from django.urls import path

from kipthoi.deadlines import views

app_name = "deadlines"

urlpatterns = [
    path("quan-tri/lich/", views.workdays, name="workdays"),
    path("quan-tri/lich/ngay/", views.set_day, name="set_day"),
    path("quan-tri/lich/<int:year>/chot/", views.confirm_year, name="confirm_year"),
    path("quan-tri/thoi-han/", views.limits, name="limits"),
    path("quan-tri/thoi-han/<int:pk>/", views.set_rule, name="set_rule"),
]
