"""Recordings and materials of a session: who teaches adds and changes them."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from programs.actions import materials
from programs.forms.materials import MaterialForm
from programs.http.cohorts import OfSession
from programs.logic.refusals import RefusalError
from programs.models import SessionMaterial

CONFLICT, UNPROCESSABLE = 409, 422


class MaterialList(OfSession):
    """What there is, and a form for one more."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        usual = {"language": self.cohort.program.original_language_id}
        return self.page(MaterialForm(session=self.session, initial=usual))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = MaterialForm(request.POST, session=self.session)
        return self.save(form, SessionMaterial(session=self.session))

    def save(self, form: MaterialForm, material: SessionMaterial) -> HttpResponse:
        if not form.is_valid():
            return self.page(form, status=UNPROCESSABLE)
        for name, value in form.cleaned_data.items():
            setattr(material, name, value)
        try:
            materials.save(material, by=self.request.user)
        except RefusalError as refusal:
            form.add_error(None, str(refusal))
            return self.page(form, status=CONFLICT)
        messages.success(self.request, _("Saved."))
        return self.back()

    def page(self, form: MaterialForm, *, status: int = 200) -> HttpResponse:
        shown = self.session.materials.select_related("language")
        context = {"cohort": self.cohort, "session": self.session, "form": form, "materials": shown}
        return render(self.request, "programs/material_list.html", context, status=status)

    def back(self) -> HttpResponse:
        return redirect(
            "programs:material-list",
            slug=self.cohort.program.slug,
            public_id=self.cohort.public_id,
            session=self.session.public_id,
        )


class MaterialEdit(MaterialList):
    """Changes one, or takes it away."""

    @cached_property
    def material(self) -> SessionMaterial:
        rows = self.session.materials.select_related("session")
        return get_object_or_404(rows, public_id=self.kwargs["material"])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(MaterialForm(session=self.session, instance=self.material))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.POST.get("deed") == "remove":
            materials.remove(self.material, by=self.request.user)
            messages.success(request, _("Taken away. What it led to lies elsewhere, and stays."))
            return self.back()
        return self.save(
            MaterialForm(request.POST, session=self.session, instance=self.material), self.material
        )

    def page(self, form: MaterialForm, *, status: int = 200) -> HttpResponse:
        context = {"cohort": self.cohort, "session": self.session, "form": form, "material": self.material}
        return render(self.request, "programs/material_form.html", context, status=status)
