"""What FilterSets of several apps are made of."""

import re
from collections.abc import Callable, Collection
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field

SLUG = re.compile(r"[\w-]{1,120}")
CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}", re.IGNORECASE)
VALUES = 20  # of one facet, at most


class CodesField(forms.Field):
    """Several codes of one vocabulary; `known` names them, asked with what the page has at hand as `words()`."""

    widget = forms.SelectMultiple

    def __init__(
        self, *, known: Callable[[Any], Collection[str]] | None = None, slugs: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.shape = SLUG if slugs else CODE
        self.known = known
        self.words: Callable[[], Any] = lambda: None

    def clean(self, value: Any) -> tuple[str, ...]:
        codes = tuple(dict.fromkeys(filter(None, value or [])))
        if len(codes) > VALUES:
            raise ValidationError(_("Please choose fewer values at once."))
        known = self.known(self.words()) if self.known and codes else None
        for code in codes:
            if not self.shape.fullmatch(code) or (known is not None and code not in known):
                raise ValidationError(_("“%(code)s” is not known."), params={"code": code[:40]})
        return codes


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class CodesFilter(django_filters.Filter):
    field_class = CodesField
