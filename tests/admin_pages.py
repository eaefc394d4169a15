"""Admin pages as a browser uses them."""

from collections.abc import Iterator
from typing import Any

from django.forms import ModelMultipleChoiceField
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from zeal import zeal_ignore

from capacity.actions import access
from capacity.states import LookReason


def page(model: Any, deed: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_{deed}", args=args)


def say_why(by: Any, *accounts: Any) -> None:
    """Before the data of a person come up (tests/capacity/views/test_audit.py shows it asked for)."""
    for account in accounts:
        access.state_reason(account, by=by, reason=LookReason.SUPPORT)


def send(client: Client, address: str, data: Any) -> Any:
    """Django checks what each field of each row refers to with a query of its own."""
    with zeal_ignore():
        return client.post(address, data)


def save(client: Client, obj: Any, **changes: Any) -> Any:
    address = page(type(obj), "change", obj.pk)
    return send(client, address, filled_in(client.get(address), **changes))


def add(client: Client, model: Any, **changes: Any) -> Any:
    address = page(model, "add")
    return send(client, address, filled_in(client.get(address), **changes))


def filled_in(response: Any, **changes: Any) -> QueryDict:
    """What a browser would send of the form on the page, with some fields changed."""
    data = QueryDict(mutable=True)
    context = response.context
    forms = [
        context["adminform"].form,
        *(part for set_ in context["inline_admin_formsets"] for part in _parts(set_)),
    ]
    for form in forms:
        for bound in form:
            for name, value in _sent(bound):
                data.appendlist(name, value)
    for name, value in changes.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def _parts(inline: Any) -> Iterator[Any]:
    yield inline.formset.management_form
    yield from inline.formset.forms


def _sent(bound: Any) -> Iterator[tuple[str, str]]:
    value = bound.value()
    parts = getattr(bound.field.widget, "widgets", None)
    if parts:  # a moment is sent as its day and its time
        for suffix, part, one in zip("01", parts, bound.field.widget.decompress(value), strict=True):
            yield f"{bound.html_name}_{suffix}", str(part.format_value(one) or "")
    elif isinstance(value, list | tuple):
        yield from ((bound.html_name, str(getattr(one, "pk", one))) for one in value)
    elif isinstance(value, bool):
        if value:
            yield bound.html_name, "on"
    elif not isinstance(bound.field, ModelMultipleChoiceField):
        names = [bound.html_name, *([bound.html_initial_name] if bound.field.show_hidden_initial else [])]
        yield from ((name, "" if value is None else str(value)) for name in names)
