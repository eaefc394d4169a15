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
from assessments.queries.plans import Fitting, Known, owners_of
from capacity.models import Capacity, Stakeholder
from common.forms import DayField
from programs.models import Program

HIGHEST = 5


class PlanTitleForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=140)


class NeedsForm(forms.Form):
    """For each capacity how important it is, how well it is there, and how well that would last: from 0 to 5."""

    LABELS = {
        "importance": gettext_lazy("How important"),
        "ability": gettext_lazy("How well now"),
        "robustness": gettext_lazy("How well it would last"),
    }

    def __init__(
        self,
        data: Any = None,
        *,
        capacities: Mapping[Capacity, Known],
        needs: Iterable[Need] = (),
        lasting: bool = False,
    ) -> None:
        """`lasting`: whether it is asked how well it would last, which is asked of organizations."""
        super().__init__(data)
        said = {need.capacity_id: need for need in needs}
        self.capacities = list(capacities)
        for capacity in self.capacities:
            need, known = said.get(capacity.pk), capacities[capacity]
            self._add("importance", capacity, need.importance if need and not need.dropped_at else None)
            self._add("ability", capacity, need.ability if need else known.ability)
            if lasting:
                self._add("robustness", capacity, need.robustness if need else known.robustness)

    def _add(self, name: str, capacity: Capacity, initial: Decimal | None) -> None:
        self.fields[f"{name}-{capacity.code}"] = forms.DecimalField(
            label=self.LABELS[name],
            required=False,
            min_value=0,
            max_value=HIGHEST,
            max_digits=3,
            decimal_places=1,
        )
        self.initial[f"{name}-{capacity.code}"] = initial

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for capacity in self.capacities:
            ability = f"ability-{capacity.code}"
            is_need = given.get(f"importance-{capacity.code}") is not None
            if is_need and given.get(ability) is None and ability not in self.errors:
                self.add_error(ability, _("Say how well it is there now; 0 is an answer."))
        return given

    def rows(self) -> list[tuple[Capacity, list[BoundField]]]:
        names = {each: [f"{name}-{each.code}" for name in self.LABELS] for each in self.capacities}
        return [
            (each, [self[name] for name in names[each] if name in self.fields]) for each in self.capacities
        ]

    @property
    def rated(self) -> dict[Capacity, dict[str, Any]]:
        """Those of which it is said how important they are."""
        said = {
            each: {name: self.cleaned_data.get(f"{name}-{each.code}") for name in self.LABELS}
            for each in self.capacities
        }
        return {each: one for each, one in said.items() if one["importance"] is not None}


class DropNeedForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Why it presses no more"), max_length=300)


class WorkFields(forms.Form):
    """Who sees to an action, and until when."""

    title = forms.CharField(label=gettext_lazy("What is to be done"), max_length=200)
    owner: Any = forms.ModelChoiceField(
        label=gettext_lazy("Who sees to it"),
        queryset=Stakeholder.objects.none(),
        to_field_name="slug",
        required=False,
    )
    due_on = DayField(
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
        **kwargs: Any,
    ) -> None:
        super().__init__(data, plan=plan, **kwargs)
        self.programs = {f"program-{each.program.slug}": each.program for each in programs}
        self.mentors = {f"mentor-{each.slug}": each for each in mentors}
        self.offer()

    def offer(self) -> None:
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

    def chosen(self) -> dict[str, Any]:
        named = {name: self.cleaned_data[name] for name in ("title", "owner", "due_on")}
        return {**named, "program": self.program, "mentor": self.mentor}

    @property
    def program(self) -> Program | None:
        return self.programs.get(self.cleaned_data["choice"])

    @property
    def mentor(self) -> Stakeholder | None:
        return self.mentors.get(self.cleaned_data["choice"])


class EditActionForm(ActionForm):
    """The same for an action there is: what it is now can stay, also where it is offered no more."""

    def __init__(self, data: Any = None, *, action: PlanAction, **offers: Any) -> None:
        now = action.program or action.mentor
        key = f"{action.kind}-{now.slug}" if now is not None else "own"
        self.due_before = action.due_on
        initial = {
            "choice": key,
            "title": action.title,
            "owner": action.owner.slug if action.owner else None,
            "due_on": action.due_on,
        }
        super().__init__(data, plan=action.plan, initial=initial, **offers)
        if action.program is not None and key not in self.programs:
            self.programs[key] = action.program
        if action.mentor is not None and key not in self.mentors:
            self.mentors[key] = action.mentor
        self.offer()

    def clean_due_on(self) -> Any:
        due_on = self.cleaned_data["due_on"]
        return due_on if due_on == self.due_before else super().clean_due_on()


class ProgressForm(forms.Form):
    progress = forms.IntegerField(label=gettext_lazy("Progress in percent"), min_value=0, max_value=100)


class DropForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Why it is dropped"), max_length=300)
