"""Pages of the demonstration: every component of the face on one page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def components(request: HttpRequest) -> HttpResponse:
    """Show every component of the face on one page."""
    return render(request, "web/components.html")
