"""Translations of a version: how far each language is, and English beside one of them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from assessments.actions import translations
from assessments.forms.authoring import languages
from assessments.forms.translating import TranslationForm
from assessments.queries import authoring
from assessments.queries.documents import document_of
from assessments.queries.translations import reviewable
from assessments.states import VersionState
from assessments.views.authoring import CONFLICT, UNPROCESSABLE, OfVersion
from capacity.http import MemberRequest
from common import formats


class VersionTranslations(OfVersion):
    permission_required = "assessments.write_instruments"

    def get(self, request: MemberRequest, **kwargs: Any) -> HttpResponse:
        return self.page("version_translations", languages=authoring.languages_of(self.version))


class VersionTranslate(OfVersion):
    """English and one language side by side; a second person reviews."""

    permission_required = "assessments.write_instruments"

    def get(self, request: MemberRequest, **kwargs: Any) -> HttpResponse:
        return self.answer(self.form())

    def post(self, request: MemberRequest, **kwargs: Any) -> HttpResponse:
        language = self.language()
        form = self.form(request.POST)
        if request.POST.get("deed") in {"review", "review-all"}:
            form = self.form()
            places = (
                None
                if request.POST["deed"] == "review-all"
                else form.chosen(request.POST.getlist("reviewed"))
            )
            return self.attempt(
                form, lambda: translations.review(self.version, language, by=request.user, places=places)
            )
        if not form.is_valid():
            return self.answer(form, status=UNPROCESSABLE)
        state = form.cleaned_data["state"]
        return self.attempt(
            form,
            lambda: translations.translate(
                self.version,
                language,
                form.texts(),
                state=state,
                by=request.user,
                confirmed=form.confirmed(),
            ),
        )

    def attempt(self, form: TranslationForm, act: Any) -> HttpResponse:
        try:
            act()
        except ValidationError as refusal:
            messages.error(self.request, " ".join(refusal.messages))
            return self.answer(form, status=CONFLICT)
        messages.success(self.request, _("Saved."))
        return redirect("assessments:version-translations", public_id=self.version.public_id)

    def language(self) -> str:
        language = str(self.kwargs["language"])
        if language not in languages():
            raise Http404
        return language

    def form(self, *data: Any) -> TranslationForm:
        return TranslationForm(*data, document=document_of(self.version), language=self.language())

    def answer(self, form: TranslationForm, status: int = 200) -> HttpResponse:
        language, user = self.language(), self.request.user
        shown = reviewable(self.version, language, by=user)
        return self.page(
            "version_translate",
            status=status,
            form=form,
            autonym=formats.autonym(language),
            may_write=self.version.state != VersionState.RETIRED,
            is_draft=self.version.state == VersionState.DRAFT,
            reviewable={row.number for row in form.rows if row.place in shown},
        )
