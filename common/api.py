"""What every API view shares: keyset paging and RFC 9457 problem details."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError as Refusal
from django.forms import BaseForm
from django.forms.fields import BaseTemporalField
from django.http import QueryDict
from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.fields import URLField
from rest_framework.pagination import CursorPagination
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import exception_handler

from common.moves import MoveError

NON_FIELD_ERRORS_KEY = api_settings.NON_FIELD_ERRORS_KEY


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


def cleaned(form: BaseForm, place: Callable[[str], str] = str) -> dict[str, Any]:
    """What a page's form makes of the data; what it refuses is a problem with a pointer to each field: by its name, or
    to the `place` where a field of this name was sent.
    """
    if not isinstance(form.data, Mapping):
        raise ValidationError([_("Send an object, with a name for each value.")])
    if not isinstance(form.data, QueryDict):
        form.data = {name: _typed(form.fields.get(name), value) for name, value in form.data.items()}
    if form.is_valid():
        return form.cleaned_data
    errors: dict[str, Any] = {}
    for name, found in form.errors.items():
        errors.setdefault("" if name == "__all__" else place(name), []).extend(found)
    raise ValidationError(errors)


def _typed(field: Any, value: Any) -> Any:
    """Fields of moments read words, and nothing else."""
    is_odd = isinstance(value, (int, float, list, dict)) and isinstance(field, BaseTemporalField)
    return str(value) if is_odd else value


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
    return [{"pointer": place, "detail": str(message)} for place, message in _messages(error.detail, "")]


def _messages(detail: Any, place: str) -> Iterator[tuple[str, Any]]:
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            yield from _messages(inner, place if name in {"", NON_FIELD_ERRORS_KEY} else f"{place}/{name}")
    elif isinstance(detail, list) and any(isinstance(each, Mapping) for each in detail):
        for number, inner in enumerate(detail):
            yield from _messages(inner, f"{place}/{number}")
    elif isinstance(detail, list):
        for message in detail:
            yield place, message
    else:
        yield place, detail


NOT_FOUND = status.HTTP_404_NOT_FOUND
