"""Addresses of the room `publications`: what everybody may read."""

from django.urls import path

from kipthoi.publications import views

app_name = "publications"
urlpatterns = [
    path("tra-loi/", views.answers, name="answers"),
    path(
        "tra-loi/<int:number>/tep/<str:public_id>/",
        views.answer_file,
        name="answer_file",
    ),
    path("tra-loi/<str:place>/", views.answer, name="answer"),
]
