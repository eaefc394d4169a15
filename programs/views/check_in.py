"""Checking in by oneself with a code, and the codes of a session."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from rules.contrib.views import PermissionRequiredMixin

from capacity.http import MemberRequest
from common import rates
from programs.actions import check_ins
from programs.formats.qr_codes import drawn
from programs.forms.check_in import CodeForm
from programs.http.cohorts import OfSession
from programs.logic.check_in import may_check_in, spaced, tidy
from programs.logic.refusals import CodeUnknownError, RefusalError

TOO_MANY = 429


class CheckIn(PermissionRequiredMixin, View):
    """Types the code, or comes by a QR code: then one press of a button is left. Who tries too many waits."""

    request: MemberRequest
    permission_required = "programs.check_in"

    def get(self, request: HttpRequest, code: str = "") -> HttpResponse:
        return self._found(code) if code else self._page(CodeForm())

    def post(self, request: HttpRequest, code: str = "") -> HttpResponse:
        form = CodeForm({"code": code} if code else request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        return self._check_in(form) if code else self._found(form.cleaned_data["code"])

    def _found(self, code: str) -> HttpResponse:
        """The session, with a button."""
        form = CodeForm({"code": code})
        if not form.is_valid():
            return self._page(form, status=422)
        if not self._may_try():
            return self._too_many(form)
        try:
            session, _mine = check_ins.session_of(form.cleaned_data["code"], by=self.request.user)
        except RefusalError as refusal:
            return self._refused(form, refusal)
        context = {"session": session, "cohort": session.cohort, "code": tidy(code)}
        return render(self.request, "programs/check_in_confirm.html", context)

    def _check_in(self, form: CodeForm) -> HttpResponse:
        if not self._may_try():
            return self._too_many(form)
        try:
            session, recorded = check_ins.check_in(form.cleaned_data["code"], by=self.request.user)
        except RefusalError as refusal:
            return self._refused(form, refusal)
        if recorded.conflicts:
            messages.warning(
                self.request,
                _(
                    "Somebody has recorded you as not being there. Your word is kept beside it: they will decide."
                ),
            )
        else:
            messages.success(self.request, _("You are checked in."))
        return redirect(session.cohort)

    def _refused(self, form: CodeForm, refusal: RefusalError) -> HttpResponse:
        if isinstance(refusal, CodeUnknownError):
            rates.count_try(self._key, minutes=settings.CHECK_IN_TRY_MINUTES)
        form.add_error("code", str(refusal))
        return self._page(form, status=422)

    def _may_try(self) -> bool:
        return rates.tries(self._key) < settings.CHECK_IN_TRIES

    def _too_many(self, form: CodeForm) -> HttpResponse:
        form.add_error(
            "code", _("Too many tries. Please wait some minutes, or ask those who run the session.")
        )
        return self._page(form, status=TOO_MANY)

    @property
    def _key(self) -> str:
        return f"check-in:{self.request.user.pk}"

    def _page(self, form: CodeForm, *, status: int = 200) -> HttpResponse:
        return render(self.request, "programs/check_in.html", {"form": form}, status=status)


class SessionCheckIn(OfSession):
    """The code of a session, to be shown or printed by who teaches it."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        code = self.session.check_in_codes.filter(closed_at=None).first()
        context: dict[str, Any] = {"cohort": self.cohort, "session": self.session, "code": code}
        if code is not None:
            address = settings.SITE_ADDRESS + code.get_absolute_url()
            context |= {"address": address, "drawing": drawn(address), "spaced": spaced(code.code)}
        context["is_on"] = may_check_in(self.session.starts_at, self.session.ends_at, timezone.now())
        return render(request, "programs/session_check_in.html", context)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        deed = request.POST.get("deed")
        try:
            if deed == "close":
                check_ins.close_code(self.session, by=self.request.user)
                messages.success(request, _("Nobody can check in with a code any more."))
            else:
                check_ins.open_code(self.session, by=self.request.user)
                messages.success(request, _("The code is made. Earlier ones do not hold any more."))
        except RefusalError as refusal:
            messages.error(request, str(refusal))
        return redirect(request.path)
