"""What every API view shares: keyset paging and RFC 9457 problem details."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError as Refusal
from django.forms import BaseForm
from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.fields import URLField
from rest_framework.pagination import CursorPagination
from rest_framework.response import Response
from rest_framework.views import exception_handler

from common.moves import MoveError


class KeysetPagination(CursorPagination):
    """Pages by key, never by offset: the last page costs what the first does."""

    page_size = 25
    page_size_query_param = "limit"
    max_page_size = 100
    cursor_query_param = "page"
    ordering: Any = ("-id",)


class PageField(URLField):
    """The whole address of a thing's page; `source` where the page is that of something of it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("source", "*")
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value: Any) -> str:
        return str(self.context["request"].build_absolute_uri(value.get_absolute_url()))


class Conflict(APIException):
    """What is asked was right, but is not possible now; the detail says why, in the reader's language."""

    status_code = status.HTTP_409_CONFLICT


@contextmanager
def conflicts() -> Iterator[None]:
    """What an action refuses is a conflict."""
    try:
        yield
    except MoveError as error:
        raise Conflict(_("This is not possible any more.")) from error
    except Refusal as error:
        raise Conflict(" ".join(error.messages)) from error


def cleaned(form: BaseForm) -> dict[str, Any]:
    """What a page's form makes of the data; what it refuses is a problem with a pointer to each field."""
    if not isinstance(form.data, Mapping):
        raise ValidationError([_("Send an object, with a name for each value.")])
    if form.is_valid():
        return form.cleaned_data
    errors: Any = {("" if name == "__all__" else name): list(found) for name, found in form.errors.items()}
    raise ValidationError(errors)


def problem_details(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answer an API error as application/problem+json: what is wrong, and with which field."""
    response = exception_handler(error, context)
    if response is None:
        return None
    problem: dict[str, Any] = {
        "type": "about:blank",
        "title": response.status_text,
        "status": response.status_code,
    }
    if isinstance(error, ValidationError):
        problem["title"] = "Invalid input"
        problem["errors"] = field_errors(error)
    elif isinstance(response.data, dict) and "detail" in response.data:
        problem["detail"] = str(response.data["detail"])
    return Response(
        problem,
        status=response.status_code,
        content_type="application/problem+json",
        headers={
            name: value
            for name, value in response.items()
            if name in {"Retry-After", "WWW-Authenticate", "Allow"}
        },
    )


def field_errors(error: ValidationError) -> list[dict[str, str]]:
    """One entry for each message, with a pointer to its field ("" for the whole)."""
    if isinstance(error.detail, dict):
        pairs = [(field, message) for field, messages in error.detail.items() for message in messages]
    else:
        pairs = [("", message) for message in error.detail]
    return [{"pointer": f"/{field}" if field else "", "detail": str(message)} for field, message in pairs]


NOT_FOUND = status.HTTP_404_NOT_FOUND
