"""What rows of evaluation have in common in the API."""

import django_filters
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from capacity.formats.taxonomy import CC0, CC_BY_SA
from common.api import PageField


class LicenseField(serializers.URLField):
    """Under what the row may be used: figures are open data, texts name where they come from."""

    def __init__(self, *, address: str) -> None:
        super().__init__(source="*", read_only=True)
        self.address = address

    def to_representation(self, value: object) -> str:
        return self.address


def open_data() -> LicenseField:
    return LicenseField(address=CC0)


def free_text() -> LicenseField:
    return LicenseField(address=CC_BY_SA)


class OfProgram(serializers.ModelSerializer):
    """What belongs to a program and has a page."""

    id = serializers.UUIDField(source="public_id")
    page = PageField()
    program = serializers.CharField(source="program.slug", default=None)


class ProgramFilter(django_filters.FilterSet):
    program = django_filters.CharFilter(field_name="program__slug", label=_("Program"), max_length=120)
