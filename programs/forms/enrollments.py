"""Enrolling, and deciding on enrollments."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.html import escape, format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from capacity.models import Stakeholder
from common import formats
from programs.logic.applications import Content
from programs.models import AccessProvision, BlockKind, Cohort, Confirmation, Enrollment, FormBlock
from programs.queries.details import organizations_of
from programs.queries.seats import other_cohorts
from programs.states import DECLINE_REASONS

CONSENT_NEEDED = _("Please agree that this is kept, or leave it empty.")


class EnrollForm(forms.Form):
    """What the cohort's form asks; where nobody has composed one, motivation and access needs."""

    organization = forms.ModelChoiceField(
        label=_("On behalf of"),
        queryset=Stakeholder.objects.none(),
        required=False,
        to_field_name="slug",
        empty_label=_("Myself only"),
        help_text=_("The representatives of an organization see who takes part for it."),
        error_messages={
            "invalid_choice": _("Choose an organization in which your affiliation is confirmed.")
        },
    )

    def __init__(
        self,
        *args: Any,
        person: Stakeholder | None,
        confirmation: str,
        blocks: Sequence[FormBlock] = (),
        draft: Enrollment | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("initial", written_in(draft))
        super().__init__(*args, **kwargs)
        organizations = organizations_of(person) if person else Stakeholder.objects.none()
        self.fields["organization"].queryset = organizations  # type: ignore[attr-defined]
        if not organizations:
            del self.fields["organization"]
        self.blocks = list(blocks)
        for block in self.blocks:
            self._add(block)
        if not self.blocks:
            self.fields["motivation"] = motivation_field(required=confirmation == Confirmation.REVIEW)
            self.fields |= needs_fields()

    def _add(self, block: FormBlock) -> None:
        if block.kind == BlockKind.MOTIVATION:
            self.fields["motivation"] = motivation_field(
                label=block.label, help_text=block.help_text, required=block.required
            )
        elif block.kind == BlockKind.ACCESS_NEEDS:
            self.fields |= needs_fields(label=block.label)
        else:
            self.fields[block.field_name] = block_field(block)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        wants = given.get("needs") or given.get("needs_details")
        if wants and not given.get("needs_consent"):
            self.add_error("needs_consent", CONSENT_NEEDED)
        return given

    def forgive_what_is_missing(self) -> bool:
        """For a draft, which may lack anything: only what is written and cannot be kept stays an error. True if all
        can.
        """
        for name, errors in list(self.errors.items()):
            if all(each.code == "required" for each in errors.as_data()):
                del self.errors[name]
        return not self.errors

    def content(self) -> Content:
        """What is written, as far as it can be kept: a draft may lack what an application needs."""
        given = self.cleaned_data
        asked = {
            block: given.get(block.field_name) for block in self.blocks if block.field_name in self.fields
        }
        return Content(
            organization=given.get("organization"),
            motivation=given.get("motivation", ""),
            answers=asked,
            needs=given.get("needs", []),
            needs_details=given.get("needs_details", ""),
            consented=bool(given.get("needs_consent")),
        )


def written_in(draft: Enrollment | None) -> dict[str, Any]:
    """What a draft holds. An answer to an earlier version of a block is shown where it still fits."""
    if draft is None:
        return {}
    needs = list(draft.access_needs.all())
    initial: dict[str, Any] = {
        "organization": draft.organization.slug if draft.organization else None,
        "motivation": draft.motivation,
        "needs": [need.kind for need in needs if need.kind],
        "needs_details": next((need.details for need in needs if need.details), ""),
        "needs_consent": bool(needs),
    }
    answers = {answer.block.key: answer for answer in draft.answers.select_related("block")}
    for block in FormBlock.objects.filter(cohort=draft.cohort_id).asked():
        answer = answers.get(block.key)
        if answer is not None and answer.block.kind == block.kind:
            initial[block.field_name] = answer.value
    return initial


def motivation_field(*, required: bool, label: str = "", help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label or _("Why you would like to take part"),
        required=required,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=escape(help_text) or _("Read by the people who run this cohort."),
    )


def needs_fields(*, label: str = "") -> dict[str, forms.Field]:
    days = settings.ACCESS_NEED_DAYS
    return {
        "needs": forms.MultipleChoiceField(
            label=label or _("What you need to take part"),
            choices=AccessProvision.choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        ),
        "needs_details": forms.CharField(
            label=_("More about what you need"),
            required=False,
            max_length=1000,
            widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        ),
        "needs_consent": forms.BooleanField(
            label=_(
                "I agree that the people who run this cohort see what I need, so that they can arrange it."
            ),
            required=False,
            help_text=ngettext_lazy(
                "It is deleted %(days)d day after the end of the cohort.",
                "It is deleted %(days)d days after the end of the cohort.",
                days,
            )
            % {"days": days},
        ),
    }


def block_field(block: FormBlock) -> forms.Field:
    words: dict[str, Any] = {
        "label": format_html("<bdi>{}</bdi>", formats.told(block.label, block.cohort)),
        "help_text": escape(block.help_text),
        "required": block.required,
    }
    options = [(option, formats.told(option, block.cohort)) for option in block.options]
    match block.kind:
        case BlockKind.CHOICE:
            return forms.ChoiceField(choices=options, widget=forms.RadioSelect, **words)
        case BlockKind.CHOICES:
            return forms.MultipleChoiceField(choices=options, widget=forms.CheckboxSelectMultiple, **words)
        case BlockKind.CONSENT:
            return forms.BooleanField(**words)
        case BlockKind.LONG_TEXT:
            area = forms.Textarea(attrs={"rows": 6, "dir": "auto"})
            return forms.CharField(max_length=5000, widget=area, **words)
        case _kind:
            line = forms.TextInput(attrs={"dir": "auto"})
            return forms.CharField(max_length=300, widget=line, **words)


class NoDetailsForm(forms.Form):
    """A deed that needs no words."""

    is_possible = True


class TransferForm(NoDetailsForm):
    """To another cohort of the program that is not over and has a free seat."""

    to = forms.ModelChoiceField(
        label=_("To which cohort"),
        queryset=Cohort.objects.none(),
        to_field_name="public_id",
        empty_label=None,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, enrollment: Enrollment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        target: Any = self.fields["to"]
        target.queryset = other_cohorts(enrollment)
        self.is_possible = target.queryset.exists()


class AcceptForm(forms.Form):
    note = forms.CharField(
        label=_("A word to the person"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )


class DeclineForm(AcceptForm):
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[("", _("Choose one")), *((reason.value, reason.label) for reason in DECLINE_REASONS)],
    )
    field_order = ["reason", "note"]
