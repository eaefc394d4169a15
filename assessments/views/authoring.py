"""Writing questionnaires: the desk, drafts and their parts, review and publication, translations, files, preview."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from rules.contrib.views import PermissionRequiredMixin

from assessments.actions import drafts, versions
from assessments.formats import documents as json_files
from assessments.formats import files, xlsforms
from assessments.forms import authoring as forms
from assessments.forms.answering import QuestionnaireForm
from assessments.logic.documents import ORIGINAL, BadDocumentError
from assessments.models import InstrumentVersion
from assessments.queries import authoring
from assessments.queries.documents import capacity_codes, document_of
from assessments.queries.questionnaires import questionnaire_in
from assessments.states import VersionState
from capacity.http import MemberRequest
from common.moves import MoveError

CONFLICT, UNPROCESSABLE = 409, 422
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Writers(PermissionRequiredMixin, View):
    """For those who may write questionnaires at all."""

    request: MemberRequest
    permission_required = "assessments.write_instruments"


class InstrumentDesk(Writers):
    def get(self, request: MemberRequest) -> HttpResponse:
        return render(request, "assessments/instrument_desk.html", {"versions": authoring.desk()})


class InstrumentCreate(Writers):
    def get(self, request: MemberRequest) -> HttpResponse:
        return self.page(forms.NewInstrumentForm())

    def post(self, request: MemberRequest) -> HttpResponse:
        form = forms.NewInstrumentForm(request.POST)
        if form.is_valid():
            try:
                version = drafts.begin(form.document(), by=request.user)
            except ValidationError as refusal:
                form.add_error("code", refusal.message_dict["code"])
            except BadDocumentError as refusal:
                form.refuse(refusal.problems)
            else:
                messages.success(request, _("The draft is saved. Next come its scales, parts and questions."))
                return redirect(version)
        return self.page(form, status=UNPROCESSABLE)

    def page(self, form: forms.NewInstrumentForm, status: int = 200) -> HttpResponse:
        return render(self.request, "assessments/instrument_new.html", {"form": form}, status=status)


class InstrumentImport(Writers):
    """A file as a draft: all of it or nothing."""

    def get(self, request: MemberRequest) -> HttpResponse:
        return self.page(forms.ImportForm())

    def post(self, request: MemberRequest) -> HttpResponse:
        form = forms.ImportForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(form, status=UNPROCESSABLE)
        try:
            file = form.cleaned_data["file"]
            found = files.read(file.read(files.LARGEST + 1), name=file.name, capacities=capacity_codes())
            version = drafts.take_in(found.document, step=form.cleaned_data["step"], by=request.user)
        except BadDocumentError as refusal:
            return self.page(form, problems=refusal.problems, status=UNPROCESSABLE)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.page(form, status=CONFLICT)
        messages.success(request, _("The file is taken over as a draft."))
        if found.left_out:
            left_out = {"all": ", ".join(found.left_out)}
            messages.warning(request, _("Left out, because it has no place here: %(all)s.") % left_out)
        return redirect(version)

    def page(self, form: forms.ImportForm, *, problems: Any = (), status: int = 200) -> HttpResponse:
        context = {"form": form, "problems": problems}
        return render(self.request, "assessments/instrument_import.html", context, status=status)


class OfVersion(PermissionRequiredMixin, View):
    request: MemberRequest
    permission_required = "assessments.edit_version"

    @cached_property
    def version(self) -> InstrumentVersion:
        rows = InstrumentVersion.objects.select_related(
            "instrument", "supersedes__instrument", "submitted_by"
        )
        return get_object_or_404(rows, public_id=self.kwargs["public_id"])

    def get_permission_object(self) -> InstrumentVersion:
        return self.version

    def page(self, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        context = {"version": self.version, "instrument": self.version.instrument, **context}
        return render(self.request, f"assessments/{template}.html", context, status=status)


class VersionDetail(OfVersion):
    """What it asks, what is missing, what differs from before, and what can be done now."""

    permission_required = "assessments.see_version"

    def get(self, request: MemberRequest, **kwargs: Any) -> HttpResponse:
        return self.answer()

    def post(self, request: MemberRequest, **kwargs: Any) -> HttpResponse:
        deed = request.POST.get("deed", "")
        if deed in {"minor", "major"}:
            return self.begin_next(deed)
        if deed in {"up", "down", "remove"}:
            return self.rearrange(deed)
        if deed == "discard":
            self.check("assessments.edit_version")
            return self.attempt(
                lambda: drafts.discard(self.version, by=request.user), _("The draft is gone."), gone=True
            )
        if deed not in DEEDS:
            raise Http404
        permission, act, done = DEEDS[deed]
        self.check(permission)
        return self.attempt(lambda: act(self.version, by=request.user), str(done))

    def begin_next(self, step: str) -> HttpResponse:
        self.check("assessments.write_instruments")
        try:
            draft = drafts.begin_next(self.version, step=step, by=self.request.user)
        except ValidationError as refusal:
            messages.error(self.request, " ".join(refusal.messages))
            return redirect(self.version)
        return redirect(draft)

    def rearrange(self, deed: str) -> HttpResponse:
        self.check("assessments.edit_version")
        change = authoring.rearranging(
            deed, self.request.POST.get("kind", ""), self.request.POST.get("code", "")
        )
        return self.attempt(lambda: drafts.edit(self.version, change, by=self.request.user), "")

    def attempt(self, act: Any, done: str, *, gone: bool = False) -> HttpResponse:
        try:
            act()
        except ValidationError as refusal:
            messages.error(self.request, " ".join(refusal.messages))
        except BadDocumentError as refusal:
            messages.error(
                self.request, " ".join(f"{' '.join(one.place)}: {one.what}" for one in refusal.problems)
            )
        except MoveError:
            messages.error(self.request, _("This is not possible any more."))
        else:
            if done:
                messages.success(self.request, done)
            if gone:
                return redirect("assessments:instrument-desk")
        return redirect(self.version)

    def check(self, permission: str) -> None:
        if not self.request.user.has_perm(permission, self.version):
            raise PermissionDenied

    def answer(self) -> HttpResponse:
        user, version = self.request.user, self.version
        sheet = authoring.sheet_of(version)
        is_unchanged_state = version.state in {VersionState.PUBLISHED, VersionState.RETIRED}
        return self.page(
            "version_detail",
            sheet=sheet,
            may_edit=version.state == VersionState.DRAFT
            and user.has_perm("assessments.edit_version", version),
            may_review=version.state == VersionState.IN_REVIEW
            and user.has_perm("assessments.review_version", version),
            may_write=user.has_perm("assessments.write_instruments"),
            is_final=is_unchanged_state,
            own_review=version.state == VersionState.IN_REVIEW and version.submitted_by_id == user.pk,
        )


DEEDS: dict[str, tuple[str, Any, Promise]] = {
    "submit": (
        "assessments.edit_version",
        versions.submit_for_review,
        gettext_lazy("A review is asked for: a second person publishes it."),
    ),
    "send-back": (
        "assessments.write_instruments",
        versions.return_to_draft,
        gettext_lazy("It is a draft again."),
    ),
    "publish": (
        "assessments.review_version",
        versions.publish,
        gettext_lazy("It is published, and stays as it is from now on."),
    ),
    "retire": ("assessments.edit_version", versions.retire, gettext_lazy("It is retired.")),
}


class EditPart(OfVersion):
    """One part of a draft in a form; `?code=` names it, without it is a new one."""

    form_class: Any
    title: Promise
    new_title: Promise
    about = ""  # which part it is, where the title does not say so

    def get(self, request: MemberRequest, **kwargs: Any) -> HttpResponse:
        return self.answer(self.form())

    def post(self, request: MemberRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if form.is_valid():
            try:
                drafts.edit(self.version, form.change, by=request.user)
            except BadDocumentError as refusal:
                form.refuse(refusal.problems)
            except MoveError:
                messages.error(request, _("Only a draft can be changed."))
                return redirect(self.version)
            else:
                messages.success(request, _("Saved."))
                return redirect(self.version)
        return self.answer(form, status=UNPROCESSABLE)

    @property
    def code(self) -> str:
        return self.request.GET.get("code", "")

    def form(self, *data: Any) -> Any:
        form = self.form_class(*data, document=document_of(self.version), code=self.code)
        if self.code and form.known is None:
            raise Http404
        return form

    def answer(self, form: Any, status: int = 200) -> HttpResponse:
        title = self.title if self.code else self.new_title
        return self.page("version_part", form=form, title=title, about=self.about, status=status)


class EditDimension(EditPart):
    form_class = forms.DimensionForm
    title, new_title = gettext_lazy("Part"), gettext_lazy("New part")


class EditItem(EditPart):
    form_class = forms.ItemForm
    title, new_title = gettext_lazy("Question"), gettext_lazy("New question")


class EditScale(EditPart):
    form_class = forms.ScaleForm
    title, new_title = gettext_lazy("Scale"), gettext_lazy("New scale")


class EditBridge(EditPart):
    """How the scores of a part in the version before are read in this one."""

    form_class = forms.BridgeForm
    title, new_title = (
        gettext_lazy("Bridge from the version before"),
        gettext_lazy("Bridge from the version before"),
    )

    def get(self, request: MemberRequest, **kwargs: Any) -> HttpResponse:
        return super().get(request, **kwargs) if self.has_two_ends else self.leave()

    def post(self, request: MemberRequest, **kwargs: Any) -> HttpResponse:
        return super().post(request, **kwargs) if self.has_two_ends else self.leave()

    @property
    def has_two_ends(self) -> bool:
        return bool(self.code) and self.version.supersedes_id is not None

    def form(self, *data: Any) -> Any:
        form = super().form(*data)
        self.about = form.known.name[ORIGINAL]
        return form

    def leave(self) -> HttpResponse:
        messages.info(self.request, _("A bridge leads from one part of the version before: choose it here."))
        return redirect(self.version)


class EditAbout(EditPart):
    """The questionnaire as such, and how it is scored."""

    title = new_title = gettext_lazy("About the questionnaire")

    def form(self, *data: Any) -> Any:
        return forms.AboutForm(
            data[0] if data else None, initial=forms.AboutForm.of(document_of(self.version))
        )


class VersionPreview(OfVersion):
    """As respondents see it, in any language; nothing that is chosen here is kept."""

    permission_required = "assessments.see_version"

    def get(self, request: MemberRequest, **kwargs: Any) -> HttpResponse:
        languages = authoring.spoken(self.version)
        language = request.GET.get("language", "en")
        if language not in dict(languages):
            language = "en"
        asked = questionnaire_in(self.version, language=language)
        form = QuestionnaireForm(questionnaire=asked)
        form.passed_over = set()
        return self.page(
            "version_preview", form=form, sections=form.sections(), languages=languages, spoken=language
        )


class VersionFile(OfVersion):
    permission_required = "assessments.see_version"

    def get(self, request: MemberRequest, **kwargs: Any) -> HttpResponse:
        document = document_of(self.version)
        name = (
            f"{document.instrument.code}-{document.version.major}.{document.version.minor}.{kwargs['kind']}"
        )
        if kwargs["kind"] == "json":
            response = HttpResponse(json_files.write(document), content_type="application/json")
        elif kwargs["kind"] == "xlsx":
            response = HttpResponse(xlsforms.write(document), content_type=XLSX)
        else:
            raise Http404
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


class VersionStatistics(OfVersion):
    """How well it measures, by language: as of the last step of several people."""

    permission_required = "assessments.see_version"

    def get(self, request: MemberRequest, **kwargs: Any) -> HttpResponse:
        figures = list(self.version.figures.exclude(computed_at=None).order_by("-n", "language"))
        return self.page(
            "version_statistics",
            figures=figures,
            words=authoring.words_of(self.version),
            versions=authoring.versions_of(self.version.instrument),
        )
