"""How the reader wants to read: kept in a cookie, and in her profile when she is signed in."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from capacity.actions import accounts
from common.middleware import THEME_COOKIE, THEMES, offered, set_preference


@method_decorator(csrf_exempt, name="dispatch")
class Reading(View):
    """Carries no CSRF token, so that every anonymous page is the same bytes for everybody; a form on another site
    is known by its Origin, and the session cookie (SameSite=Lax) does not come with it.
    """

    http_method_names = ["post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not comes_from_here(request):
            return HttpResponseForbidden()
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        language = offered(request.POST.get("language", ""))
        theme = request.POST.get("theme", "") if request.POST.get("theme") in THEMES else ""
        if request.user.is_authenticated and (language or theme):
            accounts.choose(request.user, by=request.user, language=language, theme=theme)
        response = HttpResponseRedirect(next_page(request))
        if language:
            set_preference(response, settings.LANGUAGE_COOKIE_NAME, language)
        if theme:
            set_preference(response, THEME_COOKIE, theme)
        return response


def comes_from_here(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin")
    if origin and origin != "null":
        return urlsplit(origin).netloc == request.get_host()
    return request.headers.get("Sec-Fetch-Site", "same-origin") in {"same-origin", "none"}


def next_page(request: HttpRequest) -> str:
    target = request.POST.get("next", "/")
    allowed = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if allowed else "/"
