"""The taxonomy and the glossary for other systems: SKOS and CSV."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.http import conditional_page

from capacity.formats import taxonomy
from capacity.queries import vocabularies

LINKED = {
    "ttl": ("text/turtle; charset=utf-8", taxonomy.turtle),
    "jsonld": ("application/ld+json", taxonomy.json_ld),
}


@method_decorator(conditional_page, name="dispatch")
class TaxonomyExport(View):
    """Capacities and glossary as SKOS, capacities as CSV."""

    def get(self, request: HttpRequest, form: str) -> HttpResponse:
        concepts = vocabularies.concepts()
        if form == "csv":
            return answer(
                taxonomy.capacities_csv(concepts), "text/csv; charset=utf-8", "capacities.csv", taxonomy.CC0
            )
        if form not in LINKED:
            raise Http404
        kind, write = LINKED[form]
        nodes = taxonomy.graph(concepts, vocabularies.terms(), site=settings.SITE_ADDRESS)
        return answer(write(nodes), kind, f"capacities.{form}", taxonomy.CC0)


@method_decorator(conditional_page, name="dispatch")
class GlossaryExport(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        text = taxonomy.glossary_csv(vocabularies.terms())
        return answer(text, "text/csv; charset=utf-8", "glossary.csv", taxonomy.CC_BY_SA)


def answer(text: str, kind: str, name: str, license_: str) -> HttpResponse:
    return HttpResponse(
        text,
        content_type=kind,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Link": f'<{license_}>; rel="license"',
        },
    )
