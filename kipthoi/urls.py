"""Every address of the house: Vietnamese without a prefix, English under /en/."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = i18n_patterns(
    path("", include("kipthoi.web.urls")),
    path("", include("kipthoi.cases.urls")),
    path("", include("kipthoi.publications.urls")),
    path("", include("kipthoi.sources.urls")),
    path("", include("kipthoi.people.urls")),
    path("", include("kipthoi.people.entrance")),
    path("", include("kipthoi.units.urls")),
    path("", include("kipthoi.deadlines.urls")),
    prefix_default_language=False,
)

if settings.DEMO:
    # One-click sign-in, the page of mails and the page of components exist in the
    # demonstration only; in real mode these addresses are not there at all.
    urlpatterns += i18n_patterns(
        path("thu/", include("kipthoi.web.demo_urls")), prefix_default_language=False
    )

handler400 = "kipthoi.journal.refusals.bad_request"
handler403 = "kipthoi.journal.refusals.forbidden"
handler404 = "kipthoi.journal.refusals.not_found"
handler500 = "kipthoi.journal.refusals.our_fault"
