from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.models import MaterialKind, Session, SessionMaterial


class MaterialForm(forms.ModelForm):
    class Meta:
        model = SessionMaterial
        fields = ["kind", "title", "link", "language", "transcript", "audience"]
        widgets = {
            "title": forms.TextInput(attrs={"dir": "auto"}),
            "audience": forms.RadioSelect,
        }

    link = forms.URLField(
        label=gettext_lazy("Address"),
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"dir": "ltr"}),
        help_text=gettext_lazy("Where it can be watched, read or downloaded."),
    )
    transcript = forms.URLField(
        label=gettext_lazy("Address of the transcript"),
        max_length=500,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"dir": "ltr"}),
        help_text=gettext_lazy(
            "Who cannot hear it, or understands it better in writing, needs it. Captions in the recording are good, and"
            " no transcript."
        ),
    )

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session = session

    def clean_link(self) -> str:
        link = str(self.cleaned_data["link"])
        if self.session.materials.filter(link=link).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("This address is among the materials of the session already."))
        return link

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("transcript") and given.get("kind") != MaterialKind.RECORDING:
            self.add_error("transcript", _("A transcript is of a recording."))
        return given
