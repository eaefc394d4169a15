"""Every component as it looks, in both directions (development and demonstration only)."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from django.views.generic import TemplateView

from common.facets.options import Option
from config.views import gallery_charts
from programs.models import SavedSearch


class Sample(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), help_text=gettext_lazy("As others know you."))
    email = forms.EmailField(label=gettext_lazy("E-mail"))
    about = forms.CharField(
        label=gettext_lazy("About you"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Role"), choices=[("a", gettext_lazy("Member")), ("b", gettext_lazy("Staff"))]
    )
    way = forms.ChoiceField(
        label=gettext_lazy("Delivery"),
        widget=forms.RadioSelect,
        choices=[("o", gettext_lazy("Online")), ("p", gettext_lazy("In person"))],
    )
    needs = forms.MultipleChoiceField(
        label=gettext_lazy("Access needs"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[("c", gettext_lazy("Captions")), ("i", gettext_lazy("Interpretation"))],
    )
    agreed = forms.BooleanField(label=gettext_lazy("I agree"))


class Gallery(TemplateView):
    template_name = "gallery.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            sample_form=Sample(prefix="sample"),
            wrong_form=Sample(
                {"name": "", "email": "nobody", "about": _("Typed before the mistake was found.")}
            ),
            facets=[
                Option("method-online", "online", _("Online"), 1240, "?method=online", selected=True),
                Option(
                    "method-in-person", "in-person", _("In person"), 87, "?method=in-person", selected=False
                ),
            ],
            moment=datetime(2026, 3, 5, 14, 30, tzinfo=UTC),
            invented=SavedSearch(name=gettext_noop("Online and free of charge"), is_demo=True),
            samples=gallery_charts.all_kinds(),
            **kwargs,
        )
