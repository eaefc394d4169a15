"""What staff do with the tree of capacities."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from rules.contrib.views import PermissionRequiredMixin

from capacity.actions import taxonomy
from capacity.forms.taxonomy import (
    CapacityTextsForm,
    MergeForm,
    NameForm,
    NewCapacityForm,
    PlaceForm,
    ReasonForm,
)
from capacity.http import MemberRequest
from capacity.logic.taxonomy import TaxonomyError
from capacity.models import Capacity
from capacity.queries.texts import label_in


class TaxonomyForm(PermissionRequiredMixin, FormView):
    """A deed of staff with its form; what the tree does not allow is said above the fields."""

    request: MemberRequest
    permission_required = "capacity.edit_taxonomy"
    template_name = "capacity/capacity_form.html"
    title: Any
    lead: Any = ""
    submit: Any = gettext_lazy("Save")

    def do(self, form: Any) -> Capacity:
        """Where to go then."""
        raise NotImplementedError

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            capacity = self.do(form)
        except TaxonomyError as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return redirect(capacity)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=self.title, lead=self.lead, submit=self.submit, back=self.back, **kwargs
        )

    @property
    def back(self) -> str:
        return reverse("capacity:capacity-list")


class CapacityCreate(TaxonomyForm):
    form_class = NewCapacityForm
    title = gettext_lazy("Add a capacity")

    def get_initial(self) -> dict[str, Any]:
        code = self.request.GET.get("under", "").replace("\x00", "")
        return {
            "under": Capacity.objects.shown().filter(code=code).first() if code else None,
            "scope": "both",
        }

    def do(self, form: Any) -> Capacity:
        return taxonomy.create(by=self.request.user, **form.cleaned_data)


class OfOneCapacity(TaxonomyForm):
    @cached_property
    def capacity(self) -> Capacity:
        return get_object_or_404(Capacity, code=self.kwargs["code"], merged_into=None)

    @property
    def back(self) -> str:
        return self.capacity.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(capacity=self.capacity, **kwargs)


class CapacityEdit(OfOneCapacity):
    form_class = CapacityTextsForm
    template_name = "capacity/capacity_edit.html"
    title = gettext_lazy("Edit a capacity")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "capacity": self.capacity}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        languages = [code for code in taxonomy.LANGUAGES if label_in(self.capacity, code)]
        return super().get_context_data(named=len(languages), of=len(taxonomy.LANGUAGES), **kwargs)

    def do(self, form: Any) -> Capacity:
        given = form.cleaned_data
        facts = {name: given[name] for name in ("scope", "wikidata_qid", "metabase_qid")}
        changes = taxonomy.edit(
            self.capacity, by=self.request.user, texts=form.texts(), reason=given["reason"], **facts
        )
        said = ngettext("%(n)s change is saved.", "%(n)s changes are saved.", changes) % {"n": changes}
        messages.success(self.request, said)
        return self.capacity


class CapacityName(OfOneCapacity):
    form_class = NameForm
    title = gettext_lazy("Name it in a language")
    lead = gettext_lazy("In any language; an empty name takes away the one there is.")

    def get_initial(self) -> dict[str, Any]:
        language = self.request.GET.get("language", "").replace("\x00", "")
        return {"language": language, "text": label_in(self.capacity, language) if language else ""}

    def do(self, form: Any) -> Capacity:
        given = form.cleaned_data
        return taxonomy.name(
            self.capacity,
            language=given["language"].code,
            text=given["text"],
            by=self.request.user,
            reason=given["reason"],
        )


class CapacityMove(OfOneCapacity):
    form_class = PlaceForm
    title = gettext_lazy("Move it")
    lead = gettext_lazy("All its parts move with it. Addresses and codes stay the same.")
    submit = gettext_lazy("Move")

    def get_initial(self) -> dict[str, Any]:
        return {"under": self.capacity.parent}

    def do(self, form: Any) -> Capacity:
        return taxonomy.move(self.capacity, by=self.request.user, **form.cleaned_data)


class CapacityMerge(OfOneCapacity):
    form_class = MergeForm
    title = gettext_lazy("Merge it into another one")
    lead = gettext_lazy(
        "Programs, questionnaires, scores and profiles that name it will name the other one, and its parts become "
        "parts of the other one. Its address leads there. This cannot be undone."
    )
    submit = gettext_lazy("Merge")

    def do(self, form: Any) -> Capacity:
        return taxonomy.merge(self.capacity, by=self.request.user, **form.cleaned_data)


class CapacityHide(OfOneCapacity):
    """Hides a shown one, shows a hidden one."""

    form_class = ReasonForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        hidden = self.capacity.is_hidden
        self.title = _("Show it again") if hidden else _("Hide it")
        self.lead = (
            "" if hidden else _("Readers no longer find it in the tree. What names it keeps doing so.")
        )
        self.submit = _("Show") if hidden else _("Hide")
        return super().get_context_data(**kwargs)

    def do(self, form: Any) -> Capacity:
        deed = taxonomy.show if self.capacity.is_hidden else taxonomy.hide
        return deed(self.capacity, by=self.request.user, **form.cleaned_data)
