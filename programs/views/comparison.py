"""Up to three programs side by side: chosen in the catalog, and shared by the address."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from common import anonymous, formats
from programs.queries import kept_catalog
from programs.queries.comparison import MOST, columns_of, rows_of
from programs.queries.vocabulary import vocabulary

READ = 20  # names in one address


class ProgramCompare(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        kept = kept_catalog.fresh()
        named = list(dict.fromkeys(filter(None, request.GET.getlist("program"))))[:READ]
        found = columns_of([slug for slug in named if "\0" not in slug])
        columns = found[:MOST]
        slugs = [column.program.slug for column in columns]
        catalog = reverse("programs:program-list")
        context = {
            "columns": [(column, without(slugs, column.program.slug)) for column in columns],
            "programs": [column.program for column in columns],
            "words": kept.vocabulary() if kept else vocabulary(),
            "rows": [(row, list(zip(columns, row.cells, strict=True))) for row in rows_of(columns)],
            "notes": notes(missing=len(named) - len(found), beyond=len(found) - len(columns)),
            "can_add": len(columns) < MOST,
            "catalog": f"{catalog}?{urlencode([('compare', slug) for slug in slugs])}" if slugs else catalog,
        }
        response = render(request, "programs/program_compare.html", context)
        anonymous.may_be_kept(response, stamp=kept and kept.stamp(), ask=kept_catalog.stamp)
        return response


def without(slugs: list[str], taken: str) -> str:
    return "?" + urlencode([("program", slug) for slug in slugs if slug != taken])


def notes(*, missing: int, beyond: int) -> list[str]:
    said = []
    if missing:
        text = ngettext(
            "%(number)s program of this address is not there (any more).",
            "%(number)s programs of this address are not there (any more).",
            missing,
        )
        said.append(text % {"number": formats.number(missing)})
    if beyond:
        said.append(_("At most three programs stand side by side: these are the first three."))
    return said
