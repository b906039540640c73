"""The limit: a bare Django form, a bare list and ready bytes, one model, one INSERT.

It is what Django costs anybody: CSRF, a form with one field, a row under the same
writers' turn, in WAL with synchronous=FULL, behind the same server. No words are
searched, nothing is promised, nobody is told, nothing can be proved.
"""

import os
from pathlib import Path

import django
from django.conf import settings

DATA = Path(os.environ["KIPTHOI_DATA"])
SIZE = 25

_TEMPLATES = {
    "form.html": (
        "<!doctype html><title>Gửi</title><form method=post>{% csrf_token %}{{ form }}"
        "<button>Gửi</button></form>"
    ),
    "list.html": (
        "<!doctype html><title>Việc</title><ul>{% for row in rows %}"
        "<li><a href='/{{ row.pk }}/'>{{ row.text|truncatechars:80 }}</a> {{ row.at }}"
        "{% endfor %}</ul>"
    ),
}
_LOADER = ("django.template.loaders.locmem.Loader", _TEMPLATES)

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1", "localhost"],
    SECRET_KEY="a bench on a throw-away folder",
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=[],
    MIDDLEWARE=[
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "context_processors": ["django.template.context_processors.request"],
                "loaders": [("django.template.loaders.cached.Loader", [_LOADER])],
            },
        }
    ],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA / "bare.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;",
            },
        }
    },
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    LANGUAGE_CODE="vi",
    USE_TZ=True,
    TIME_ZONE="Asia/Ho_Chi_Minh",
)
django.setup()

from django import forms  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.shortcuts import redirect, render  # noqa: E402
from django.urls import path  # noqa: E402
from django.utils import timezone  # noqa: E402

from kipthoi.journal.action import Busy, turn  # noqa: E402


class Said(models.Model):
    """One text that somebody sent."""

    text = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "bare"


class SaidForm(forms.ModelForm):
    """The one field."""

    class Meta:
        model = Said
        fields = ["text"]


def send(request):
    """Take a text in: one INSERT in the writers' turn, then to the next page."""
    form = SaidForm(request.POST or None)
    if form.is_valid():
        try:
            with turn():
                form.save()
        except Busy:
            return HttpResponse(status=503)
        response = redirect("/bytes/")
        response.status_code = 303
        return response
    return render(request, "form.html", {"form": form})


def rows(request):
    """Show the newest 25 texts."""
    return render(request, "list.html", {"rows": Said.objects.order_by("-id")[:SIZE]})


READY = b"<!doctype html><title>x</title>" + b"<p>Xin ch\xc3\xa0o</p>" * 500


def ready(request):
    """Send bytes that were made before."""
    return HttpResponse(READY)


urlpatterns = [path("", send), path("list/", rows), path("bytes/", ready)]


def build(n: int = 0) -> None:
    """Make the table if it is not there, and `n` rows of 600 characters."""
    if Said._meta.db_table not in connection.introspection.table_names():
        with connection.schema_editor() as editor:
            editor.create_model(Said)
    text = "Ca đêm tan lúc 2 giờ sáng mà không có xe đưa về bản. " * 12
    Said.objects.bulk_create([Said(text=text[:600]) for _ in range(n)], batch_size=500)
    connection.close()


build()
application = get_wsgi_application()
