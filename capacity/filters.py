from django import forms
from django.utils.translation import gettext_lazy as _

from capacity.models import Region, StakeholderKind

KINDS = [(kind.value, kind.label) for kind in StakeholderKind if kind != StakeholderKind.PERSON]


class OrganizationFilter(forms.Form):
    """What a reader asks of the list of organizations; kind and region are chosen by links and kept here."""

    q = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(choices=[("", ""), *KINDS], required=False, widget=forms.HiddenInput)
    region = forms.SlugField(required=False, widget=forms.HiddenInput)

    def clean_region(self) -> str:
        code = str(self.cleaned_data["region"])
        if code and not Region.objects.wikimedia().filter(code=code).exists():
            raise forms.ValidationError(_("There is no such region."))
        return code
