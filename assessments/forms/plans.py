"""The forms of a development plan."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.models import DevelopmentPlan, Need, PlanAction
from assessments.queries.plans import Fitting, owners_of
from capacity.models import Capacity, Stakeholder
from programs.models import Program

HIGHEST = 5


class PlanTitleForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=140)


class NeedsForm(forms.Form):
    """For each capacity how important it is, and how well it is there: on the same steps from 0 to 5."""

    def __init__(
        self,
        data: Any = None,
        *,
        capacities: Mapping[Capacity, Decimal],
        needs: Iterable[Need] = (),
    ) -> None:
        super().__init__(data)
        said = {need.capacity_id: need for need in needs}
        self.capacities = list(capacities)
        for capacity in self.capacities:
            need = said.get(capacity.pk)
            self._add(f"importance-{capacity.code}", _("How important"), need.importance if need else None)
            now = need.ability if need else capacities[capacity]
            self._add(f"ability-{capacity.code}", _("How well now"), now)

    def _add(self, name: str, label: str, initial: Decimal | None) -> None:
        self.fields[name] = forms.DecimalField(
            label=label, required=False, min_value=0, max_value=HIGHEST, max_digits=3, decimal_places=1
        )
        self.initial[name] = initial

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for capacity in self.capacities:
            importance, ability = (given.get(name) for name in self.names(capacity))
            if importance is not None and ability is None and self.names(capacity)[1] not in self.errors:
                self.add_error(self.names(capacity)[1], _("Say how well it is there now; 0 is an answer."))
        return given

    @staticmethod
    def names(capacity: Capacity) -> tuple[str, str]:
        return f"importance-{capacity.code}", f"ability-{capacity.code}"

    def rows(self) -> list[tuple[Capacity, BoundField, BoundField]]:
        return [(each, *(self[name] for name in self.names(each))) for each in self.capacities]  # type: ignore[misc]

    @property
    def rated(self) -> dict[Capacity, tuple[Decimal, Decimal]]:
        """Those of which it is said how important they are."""
        pairs = {
            each: tuple(self.cleaned_data[name] for name in self.names(each)) for each in self.capacities
        }
        return {each: pair for each, pair in pairs.items() if pair[0] is not None}


class WorkFields(forms.Form):
    """Who sees to an action, and until when."""

    title = forms.CharField(label=gettext_lazy("What is to be done"), max_length=200)
    owner: Any = forms.ModelChoiceField(
        label=gettext_lazy("Who sees to it"),
        queryset=Stakeholder.objects.none(),
        to_field_name="slug",
        required=False,
    )
    due_on = forms.DateField(
        label=gettext_lazy("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, plan: DevelopmentPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owners = [person.pk for person in owners_of(plan)]
        self.fields["owner"].queryset = Stakeholder.objects.filter(pk__in=owners).order_by("name", "pk")  # type: ignore[attr-defined]


class ActionForm(WorkFields):
    """A new action: a program or a mentor on offer, or something of one's own."""

    choice = forms.ChoiceField(label=gettext_lazy("How"), widget=forms.RadioSelect, initial="own")
    title = forms.CharField(
        label=gettext_lazy("What is to be done"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Needed for something of your own."),
    )
    field_order = ["choice", "title", "owner", "due_on"]

    def __init__(
        self,
        data: Any = None,
        *,
        plan: DevelopmentPlan,
        programs: Iterable[Fitting],
        mentors: Iterable[Stakeholder],
    ) -> None:
        super().__init__(data, plan=plan)
        self.programs = {f"program-{each.program.slug}": each.program for each in programs}
        self.mentors = {f"mentor-{each.slug}": each for each in mentors}
        self.fields["choice"].choices = [  # type: ignore[attr-defined]
            ("own", _("Something of our own")),
            *((key, _("Program: %(title)s") % {"title": each.title}) for key, each in self.programs.items()),
            *((key, _("Learn from: %(name)s") % {"name": each.name}) for key, each in self.mentors.items()),
        ]

    def clean_due_on(self) -> Any:
        due_on = self.cleaned_data["due_on"]
        if due_on and due_on < timezone.localdate():
            raise forms.ValidationError(_("This day is over."))
        return due_on

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        choice = given.get("choice")
        if choice == "own" and not given.get("title"):
            self.add_error("title", _("Please say what is to be done."))
        chosen = self.programs.get(str(choice)) or self.mentors.get(str(choice))
        if chosen is not None and not given.get("title"):
            given["title"] = str(chosen)[:200]
        return given

    @property
    def program(self) -> Program | None:
        return self.programs.get(self.cleaned_data["choice"])

    @property
    def mentor(self) -> Stakeholder | None:
        return self.mentors.get(self.cleaned_data["choice"])


class EditActionForm(WorkFields):
    def __init__(self, data: Any = None, *, action: PlanAction) -> None:
        initial = {
            "title": action.title,
            "owner": action.owner.slug if action.owner else None,
            "due_on": action.due_on,
        }
        super().__init__(data, plan=action.plan, initial=initial)


class ProgressForm(forms.Form):
    progress = forms.IntegerField(label=gettext_lazy("Progress in percent"), min_value=0, max_value=100)


class DropForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Why it is dropped"), max_length=300)
