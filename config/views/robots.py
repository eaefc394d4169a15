from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.templatetags.static import static
from django.views.decorators.http import require_safe

CLOSED = ["/accounts/", "/admin/", "/my/", "/desk/", "/staff/", "/affiliate/", "/components/", "/health/"]


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {address}" for address in CLOSED), ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Pages name the drawing themselves; this is for what asks at the old address."""
    return HttpResponsePermanentRedirect(static("favicon.svg"))
