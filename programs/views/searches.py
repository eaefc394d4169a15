"""Searches one has saved, and what they found."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View
from rules.contrib.views import PermissionRequiredMixin

from capacity.http import MemberRequest
from programs import filters
from programs.actions import searches
from programs.forms.searches import NewSearchForm, SearchForm
from programs.http.catalog import feed_address, problems_of, worded
from programs.logic.refusals import RefusalError
from programs.models import SavedSearch
from programs.queries.searches import findings_of

CONFLICT, UNPROCESSABLE = 409, 422


class SearchList(PermissionRequiredMixin, View):
    request: MemberRequest
    permission_required = "programs.save_search"

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = [
            (search, words_of(filters.read(search.query)))
            for search in self.request.user.saved_searches.all()
        ]
        return render(request, "programs/search_list.html", {"searches": rows})


class SearchSave(PermissionRequiredMixin, View):
    """The address behind the question mark is what is saved."""

    request: MemberRequest
    permission_required = "programs.save_search"

    @cached_property
    def asked(self) -> filters.ProgramFilter:
        return filters.read(self.request.GET.urlencode())

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(self.form(initial={"name": " · ".join(self.words)[:120]}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form, status=UNPROCESSABLE)
        try:
            search = searches.save(by=self.request.user, query=form.query, **form.cleaned_data)
        except RefusalError as refusal:
            form.add_error(None, str(refusal))
            return self.page(form, status=CONFLICT)
        messages.success(request, _("The search is saved."))
        return redirect(search)

    @cached_property
    def words(self) -> list[str]:
        return words_of(self.asked)

    def form(self, *args: Any, **kwargs: Any) -> NewSearchForm:
        return NewSearchForm(*args, query=self.asked.query, problems=problems_of(self.asked), **kwargs)

    def page(self, form: NewSearchForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "words": self.words, "query": self.asked.query}
        return render(self.request, "programs/search_form.html", context, status=status)


class OfSearch(PermissionRequiredMixin, View):
    """Of her own; others' are not there."""

    request: MemberRequest
    permission_required = "programs.keep_search"

    @cached_property
    def search(self) -> SavedSearch:
        mine = SavedSearch.objects.filter(owner=self.request.user.pk).select_related("owner")
        return get_object_or_404(mine, public_id=self.kwargs["public_id"])

    def get_permission_object(self) -> SavedSearch:
        return self.search


class SearchDetail(OfSearch):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        given = {"name": self.search.name, "alert": self.search.alert}
        return self.page(SearchForm(initial=given))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = SearchForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=UNPROCESSABLE)
        searches.edit(self.search, by=self.request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(self.search)

    def page(self, form: SearchForm, status: int = 200) -> HttpResponse:
        asked = filters.read(self.search.query)
        context = {
            "search": self.search,
            "form": form,
            "words": words_of(asked),
            "problems": problems_of(asked),
            "findings": findings_of(self.search),
            "feed": feed_address(self.search.query),
        }
        return render(self.request, "programs/search_detail.html", context, status=status)


class SearchDelete(OfSearch):
    """Asks first."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return render(request, "programs/search_delete.html", {"search": self.search})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        searches.delete(self.search, by=self.request.user)
        messages.success(request, _("The search is deleted."))
        return redirect("programs:search-list")


def words_of(asked: filters.ProgramFilter) -> list[str]:
    return [words for _pair, words in worded(asked)]
