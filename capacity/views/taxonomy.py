"""The shared language: capacities, the glossary, and the sources they rest on."""

from typing import Any

from django.http import Http404
from django.views.generic import DetailView, ListView, TemplateView

from capacity.models import Capacity, Category, Source
from capacity.queries import glossary, taxonomy
from capacity.queries.texts import foreign_language


class CapacityTree(TemplateView):
    template_name = "capacity/capacity_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        category = self.chosen()
        return super().get_context_data(
            roots=taxonomy.tree(category=category),
            categories=taxonomy.categories(),
            chosen=category,
            **kwargs,
        )

    def chosen(self) -> Category | None:
        code = self.request.GET.get("category", "")
        if not code:
            return None
        category = Category.objects.filter(code=code).first() if "\x00" not in code else None
        if category is None:
            raise Http404
        return category


class CapacityDetail(DetailView):
    queryset = Capacity.objects.shown().select_related("source")
    slug_field = slug_url_kwarg = "code"
    context_object_name = "capacity"
    template_name = "capacity/capacity_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            name_language=foreign_language(self.object, "name"),
            ancestors=taxonomy.ancestors(self.object),
            children=taxonomy.subtree(self.object),
            categories=taxonomy.categories_of(self.object),
            names=taxonomy.names_of(self.object),
            terms=self.object.terms.all(),
            **kwargs,
        )


class Glossary(TemplateView):
    template_name = "capacity/glossary.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(rows=glossary.glossary(), **kwargs)


class SourceList(ListView):
    queryset = Source.objects.order_by("publisher", "title")
    context_object_name = "sources"
    template_name = "capacity/source_list.html"
