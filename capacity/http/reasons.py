"""Staff say why before they see somebody's data."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.generic import FormView

from capacity.actions import access
from capacity.forms.audit import ReasonForm
from capacity.models import Affiliation, Stakeholder, User
from capacity.queries.audit import has_stated_reason

QUESTION_PAGE = "capacity/why_form.html"
SAFE = {"GET", "HEAD", "OPTIONS"}
ANSWER = "look"  # what the names of the answer's fields begin with, beside those of the form that waits
UNPROCESSABLE = 422  # she may do it; the reason is missing


def reason_first(request: HttpRequest, account: User | None) -> HttpResponse | None:
    """Sends staff to the question why they look at this person's data, unless they answered it a while ago."""
    if account is None or request.user == account:
        return None
    return asked_why(request, account, question_of(account))


def is_known(reader: Any, affiliation: Affiliation) -> bool:
    """By a role of her own, or since she said why she looks at the organization's people."""
    own = reader.has_perm("capacity.read_affiliation", affiliation)
    return own or has_stated_reason(reader, affiliation.organization)


def question_of(account: User) -> str:
    return reverse("capacity:state-reason", kwargs={"public_id": account.public_id})


def asked_why(request: HttpRequest, about: Model, question: str) -> HttpResponse | None:
    """A page is left for the question. What is sent waits on it, whole, and is done with the answer."""
    reader: Any = request.user
    if has_stated_reason(reader, about):
        return None
    if request.method in SAFE:
        return redirect(f"{question}?{urlencode({'next': request.get_full_path()})}")
    if not reader.is_staff:
        raise PermissionDenied
    return _held(request, about)


def _held(request: HttpRequest, about: Model) -> HttpResponse | None:
    if request.content_type == "application/json":
        return JsonResponse({"title": _("Say first why you look at this.")}, status=UNPROCESSABLE)
    reader: Any = request.user
    is_answered = any(name.startswith(f"{ANSWER}-") for name in request.POST)
    form = ReasonForm(request.POST if is_answered else None, prefix=ANSWER)
    if form.is_valid():
        access.state_reason(about, by=reader, reason=form.cleaned_data["reason"])
        return None
    held = [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and not name.startswith(f"{ANSWER}-")
        for value in values
    ]
    context = {"form": form, "held": held, "is_held": True, "has_files": bool(request.FILES)}
    return render(request, QUESTION_PAGE, question_about(about) | context, status=UNPROCESSABLE)


def question_about(about: Model) -> dict[str, Any]:
    """One person's account, or what several people belong to: an organization, a cohort."""
    is_one = isinstance(about, User)
    asks = _("Why do you look at this person's data?") if is_one else _("Why do you look at these people?")
    return {"about": about, "is_one": is_one, "asks": asks, "minutes": settings.LOOK_MINUTES}


class BehindReason:
    """Mixed in before the lock of a page that names people: staff who have no role there say first why they look."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        lock: Any = super()
        reader: Any = request.user
        asks = reader.is_staff and not self.knows_them(reader) and lock.has_permission()
        about = self.named_on if asks else None
        asked = asked_why(request, about, self.question) if about is not None else None
        return asked or lock.dispatch(request, *args, **kwargs)

    @property
    def named_on(self) -> Model | None:
        """What the people of the page belong to, or the account of the one; for this the reason holds."""
        raise NotImplementedError

    @property
    def question(self) -> str:
        raise NotImplementedError

    def knows_them(self, reader: Any) -> bool:
        """By a role of her own."""
        raise NotImplementedError


class MembersBehindReason(BehindReason):
    """For pages that name the people of their `organization`."""

    @property
    def named_on(self) -> Stakeholder:
        page: Any = self
        organization: Stakeholder = page.organization
        return organization

    @property
    def question(self) -> str:
        return reverse("capacity:members-why", kwargs={"slug": self.named_on.slug})

    def knows_them(self, reader: Any) -> bool:
        return reader.has_perm("capacity.read_members", self.named_on)


class WhyForm(FormView):
    """The question. The answer is kept for a while for what it is about, and can be read by those it is about."""

    request: Any  # of a member
    form_class = ReasonForm
    template_name = QUESTION_PAGE
    about: Any

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**question_about(self.about), **kwargs)

    def form_valid(self, form: ReasonForm) -> HttpResponse:
        access.state_reason(self.about, by=self.request.user, reason=form.cleaned_data["reason"])
        asked = self.request.GET.get("next", "")
        safe = url_has_allowed_host_and_scheme(
            asked, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )
        return redirect(asked if safe else self.otherwise())

    def form_invalid(self, form: ReasonForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)

    def otherwise(self) -> str:
        """Where to go from here, if no page of ours was named."""
        raise NotImplementedError


def known_as(stakeholder: Stakeholder) -> str:
    """In lists for staff: a person's name stands behind the reason; she is found by it, and shown by her number."""
    if stakeholder.is_person:
        return _("Person no. %(number)s") % {"number": stakeholder.pk}
    return stakeholder.name


class NamelessAutocomplete(AutocompleteJsonView):
    """What the fields of the admin pages suggest while somebody types: persons by number there too."""

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, Any]:
        result = super().serialize_result(obj, to_field_name)
        return {**result, "text": known_as(obj)} if isinstance(obj, Stakeholder) else result


class PersonalAdmin:
    """For admin pages of one person's data: nobody sees them, or their history, without a reason that is logged."""

    def account_of(self, obj: Any) -> User | None:
        raise NotImplementedError

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        return self._asked(request, object_id) or super().changeform_view(  # type: ignore[misc]
            request, object_id, form_url, extra_context
        )

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return self._asked(request, object_id) or super().history_view(  # type: ignore[misc]
            request, object_id, extra_context
        )

    def _asked(self, request: HttpRequest, object_id: str | None) -> HttpResponse | None:
        admin: Any = self
        obj = admin.get_object(request, unquote(object_id)) if object_id else None
        return reason_first(request, self.account_of(obj)) if obj is not None else None
