"""Who has an account, but has not said how she is called, says so first and comes back."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _


def name_first(request: HttpRequest, why: str = "") -> HttpResponse:
    messages.info(request, why or _("Please say first how you are called."))
    return redirect(f"{reverse('capacity:settings')}?{urlencode({'next': request.path})}")


def page_after(request: HttpRequest, otherwise: str) -> str:
    """The page of ours from which she was sent to say her name."""
    asked = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if is_ours else otherwise
