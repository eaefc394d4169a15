"""The catalog, and a program's page."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views import View

from common.paging import CursorError, Page, page_of
from programs.filters import SORTS, STARTS, ProgramFilter
from programs.models import Program
from programs.queries import catalog, details, facets
from programs.queries.vocabulary import vocabulary


class ProgramList(View):
    """The public catalog. What of the address is not understood is named and passed over."""

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = ProgramFilter(request.GET, queryset=Program.objects.public())
        part = request.htmx and not request.htmx.history_restore_request  # type: ignore[attr-defined]
        template = "programs/_catalog.html" if part else "programs/program_list.html"
        response = render(request, template, catalog_context(asked, request.GET.get("page", "")))
        patch_vary_headers(response, ["HX-Request"])
        return response


class ProgramDetail(View):
    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        program = get_object_or_404(details.with_facts(Program.objects.visible_to(request.user)), slug=slug)
        context = details.program_page(program, request.user)
        return render(request, "programs/program_detail.html", context)


def catalog_context(asked: ProgramFilter, cursor: str) -> dict[str, Any]:
    words, counts = vocabulary(), catalog.facet_counts(asked.criteria)
    page, lost = read_page(asked, cursor)
    pairs = [pair for pair in asked.pairs if pair[0] != "sort" or pair[1] == asked.sorted_by]
    shown = facets.facets(counts, words, pairs, {code: str(label) for code, label in STARTS.items()})
    return {
        "cards": [catalog.card_of(row, words) for row in page.rows],
        "total": counts.get("total", {}).get("", 0),
        "facets": shown,
        "chips": facets.chips(shown, asked.criteria.q, pairs),
        "unfolded": any(name != "sort" for name, _value in pairs),
        "q": asked.criteria.q,
        "hidden": [pair for pair in pairs if pair[0] not in {"q", "sort"}],
        "sorts": [
            (code, label, code == asked.sorted_by)
            for code, label in SORTS.items()
            if code != "match" or asked.criteria.q
        ],
        "notes": notes_on(asked, lost=lost),
        "previous": facets.href([*pairs, ("page", page.previous)]) if page.previous else "",
        "next": facets.href([*pairs, ("page", page.next)]) if page.next else "",
    }


def read_page(asked: ProgramFilter, cursor: str) -> tuple[Page, bool]:
    """The page at the cursor, or the first one where the cursor is not ours (True)."""
    rows, ordering = catalog.cards(asked.criteria, sort=asked.sorted_by)
    try:
        return page_of(rows, ordering=ordering, cursor=cursor, size=settings.PAGE_ROWS), False
    except CursorError:
        return page_of(rows, ordering=ordering, size=settings.PAGE_ROWS), True


def notes_on(asked: ProgramFilter, *, lost: bool) -> list[str]:
    """What of the address was not understood."""
    notes = [
        _("%(field)s: %(problem)s") % {"field": asked.form.fields[name].label, "problem": problem}
        for name, problems in asked.form.errors.items()
        for problem in problems
    ]
    if lost:
        notes.append(
            _("The address of this page of the list is not known (any more). This is its first page.")
        )
    return notes
