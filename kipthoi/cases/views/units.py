"""The page on which a unit ends: how many matters lie there, and who takes them."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kipthoi.cases import queries, rules
from kipthoi.cases.actions import units as actions
from kipthoi.cases.forms.units import CloseUnitForm
from kipthoi.journal.guard import officers_only
from kipthoi.people.queries import on_duty
from kipthoi.people.roles import CHAIR
from kipthoi.units.queries import get_unit
from kipthoi.units.rules import UnitClosed, allow_tree
from kipthoi.units.words import called


@officers_only(CHAIR)
def close_unit(request: HttpRequest, slug: str) -> HttpResponse:
    """Close a unit or merge it; what still lies there goes to somebody by name."""
    found, officer = get_unit(slug), request.officer
    allow_tree(officer, found)
    form = CloseUnitForm(request.POST or None, officer=officer, unit=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_unit(
                by=officer, now=timezone.now(), unit=found, **form.cleaned_data
            )
        except rules.StillBelow:
            form.add_error(None, _("Units stand under it. Move or close them first."))
        except rules.NowhereTo:
            form.add_error("into", _("Choose the unit that answers in its place."))
        except rules.NobodyThere:
            form.add_error("into", _("There is nobody there to take it."))
        except UnitClosed:
            form.add_error(None, _("That unit has ended. Choose another one."))
        else:
            url = f"{reverse('units:units')}?xong=closed"
            return HttpResponseRedirect(url, status=303)
    above = found.parent
    context = {
        "unit": found,
        "name": called(found),
        "form": form,
        "n": queries.unfinished_in(found).count(),
        "above": called(above) if above else "",
        "who": on_duty(above, today=timezone.localdate()) if above else None,
    }
    return render(request, "cases/close_unit.html", context)
