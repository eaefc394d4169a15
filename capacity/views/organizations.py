from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404
from django.utils.functional import cached_property
from django.views.generic import DetailView, TemplateView

from capacity.filters import OrganizationFilter
from capacity.models import Stakeholder
from capacity.queries import organizations
from common.paging import CursorError, page_of


@dataclass(frozen=True)
class FacetOption:
    label: str
    count: int
    href: str
    selected: bool


class OrganizationList(TemplateView):
    template_name = "capacity/stakeholder_list.html"

    @cached_property
    def asked(self) -> dict[str, str]:
        """Refuses a kind or a region that does not exist."""
        form = OrganizationFilter(self.request.GET)
        if not form.is_valid():
            raise Http404
        return form.cleaned_data

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = {name: self.asked[name] for name in ("kind", "region")}
        words = self.asked["q"]
        found = organizations.matching(words, **asked).select_related("territory", "region")
        try:
            page = page_of(
                found, ordering=["slug"], cursor=self.request.GET.get("page", ""), size=settings.PAGE_ROWS
            )
        except CursorError as error:
            raise Http404 from error
        without_kind = organizations.matching(words, region=asked["region"])
        without_region = organizations.matching(words, kind=asked["kind"])
        return super().get_context_data(
            form=OrganizationFilter(self.request.GET),
            rows=organizations.rows_of(page.rows),
            asked=self.asked,
            is_narrowed=any(asked.values()) or bool(words),
            kinds=self.facet("kind", organizations.kinds(without_kind)),
            regions=self.facet("region", organizations.regions(without_region)),
            previous=self.address(page=page.previous) if page.previous else "",
            next=self.address(page=page.next) if page.next else "",
            **kwargs,
        )

    def facet(self, name: str, counts: list[organizations.FacetCount]) -> list[FacetOption]:
        """Those that would find something, and the chosen one, which its link takes back."""
        chosen = self.asked[name]
        return [
            FacetOption(
                label=row.label,
                count=row.count,
                href=self.address(**{name: "" if row.value == chosen else row.value, "page": ""}),
                selected=row.value == chosen,
            )
            for row in counts
            if row.count or row.value == chosen
        ]

    def address(self, **changes: str) -> str:
        query = self.request.GET.copy()
        for name, value in changes.items():
            query.pop(name, None)
            if value:
                query[name] = value
        return f"?{query.urlencode()}"


class OrganizationDetail(DetailView):
    """Persons have no public page."""

    queryset = (
        Stakeholder.objects.organizations()
        .select_related("territory", "region", "source")
        .prefetch_related("names__language", "territories", "languages")
    )
    template_name = "capacity/stakeholder_detail.html"
    context_object_name = "organization"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(shown=organizations.page_for(self.object), **kwargs)
