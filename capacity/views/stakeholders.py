"""The directory, and the page of a person or an organization."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views import View

from capacity.filters import StakeholderFilter
from capacity.models import Audience, DirectoryEntry, Stakeholder
from capacity.queries import stakeholders
from capacity.queries.directory_page import DirectoryPage, stamp
from common import anonymous, pages


class StakeholderList(View):
    """What of the address is not understood is named and passed over."""

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = StakeholderFilter(request.GET, queryset=DirectoryEntry.objects.none(), request=request)
        page = DirectoryPage(asked.criteria, asked.pairs, request.GET.get("page", ""))
        part = request.htmx and not request.htmx.history_restore_request  # type: ignore[attr-defined]

        def context() -> dict[str, Any]:
            return {"directory": page, "notes": notes_on(asked, page)}

        if part:
            response = render(request, "capacity/_directory.html", context())
        else:
            asks = page.stamp and (page.stamp, page.key)  # the key knows whom she may find
            response = pages.draw(request, "capacity/stakeholder_list.html", context, stamp=asks)
        anonymous.may_be_kept(response, stamp=page.stamp, ask=stamp)
        patch_vary_headers(response, ["HX-Request"])
        return response


class StakeholderDetail(View):
    """A person is found by those who may know that she is here, and by nobody else."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        visible = stakeholders.with_facts(Stakeholder.objects.visible_to(request.user))
        found = get_object_or_404(visible, slug=slug)
        if found.is_person:
            shown = stakeholders.person_page(found, request.user, as_seen_by=looking_as(request))
            return render(request, "capacity/person_detail.html", {"shown": shown, "person": found})
        page = stakeholders.organization_page(found, request.user)
        context = {
            "shown": page,
            "organization": found,
            "may_edit": request.user.has_perm("capacity.edit_organization", found),
            "may_set_maturity": request.user.has_perm("capacity.set_maturity", found),
        }
        return render(request, "capacity/stakeholder_detail.html", context)


def looking_as(request: HttpRequest) -> Audience | None:
    """With whose eyes a person looks at her own page."""
    asked = request.GET.get("as", "")
    return Audience(asked) if asked in Audience.values else None


def notes_on(asked: StakeholderFilter, page: DirectoryPage) -> list[str]:
    """What of the address was not understood."""
    notes = [
        _("%(field)s: %(problem)s") % {"field": asked.form.fields[name].label, "problem": problem}
        for name, problems in asked.form.errors.items()
        for problem in problems
    ]
    if page.is_lost:
        notes.append(
            _("The address of this page of the list is not known (any more). This is its first page.")
        )
    return notes
