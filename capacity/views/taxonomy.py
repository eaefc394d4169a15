"""The shared language as everybody reads it: capacities, the glossary, and the sources they rest on."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.functional import cached_property
from django.views.generic import DetailView, ListView, TemplateView

from capacity.filters import WordsFilter
from capacity.models import Capacity, Category, Language, Source
from capacity.queries import claimants, completeness, glossary, taxonomy
from capacity.queries.texts import foreign_language


class Searched(TemplateView):
    """A page with one field to search it by."""

    @cached_property
    def form(self) -> WordsFilter:
        return WordsFilter(self.request.GET)

    @cached_property
    def words(self) -> str:
        return self.form.cleaned_data["q"] if self.form.is_valid() else ""


class CapacityTree(Searched):
    template_name = "capacity/capacity_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        category = self.chosen()
        return super().get_context_data(
            form=self.form,
            words=self.words,
            found=taxonomy.search(self.words) if self.words else [],
            roots=[] if self.words else taxonomy.tree(category=category),
            categories=[] if self.words else taxonomy.categories(),
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
    """A merged one leads to what it was merged into; a hidden one is there for staff only."""

    slug_field = slug_url_kwarg = "code"
    context_object_name = "capacity"
    template_name = "capacity/capacity_detail.html"

    @cached_property
    def may_edit(self) -> bool:
        return self.request.user.has_perm("capacity.edit_taxonomy")

    def get_queryset(self) -> QuerySet[Capacity]:
        return Capacity.objects.select_related("source", "merged_into")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        if self.object.merged_into:
            return HttpResponsePermanentRedirect(self.object.merged_into.get_absolute_url())
        if self.object.is_hidden and not self.may_edit:
            raise Http404
        return self.render_to_response(self.get_context_data(object=self.object))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            name_language=foreign_language(self.object, "name"),
            description_language=foreign_language(self.object, "description"),
            description=glossary.explained(self.object.description),
            ancestors=taxonomy.ancestors(self.object),
            children=taxonomy.subtree(self.object),
            categories=taxonomy.categories_of(self.object),
            names=taxonomy.names_of(self.object),
            unnamed=taxonomy.unnamed_here(self.object),
            took_in=taxonomy.took_in(self.object),
            terms=self.object.terms.all(),
            claimants=claimants.claimants_of(self.object, reader=self.request.user),
            history=taxonomy.history_of(self.object),
            may_edit=self.may_edit,
            **kwargs,
        )


class Glossary(Searched):
    template_name = "capacity/glossary.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = glossary.glossary(self.words)
        return super().get_context_data(form=self.form, words=self.words, rows=rows, **kwargs)


class LanguageList(TemplateView):
    """How much of the taxonomy and of the glossary is named in which language."""

    template_name = "capacity/capacity_languages.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(rows=completeness.completeness(), **kwargs)


class LanguageDetail(DetailView):
    """What has no name yet in one language."""

    queryset = Language.objects.all()
    slug_field = "code"
    slug_url_kwarg = "language"
    context_object_name = "named_in"
    template_name = "capacity/capacity_language.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            shown=taxonomy.in_language(self.object, ""), missing=completeness.missing(self.object), **kwargs
        )


class SourceList(ListView):
    queryset = Source.objects.order_by("publisher", "title")
    context_object_name = "sources"
    template_name = "capacity/source_list.html"
