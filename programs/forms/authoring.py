"""What those who write a program fill in: one form for each step, a translation, a comment."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from modeltranslation.utils import build_localized_fieldname

from capacity.forms.stakeholders import LanguagesField
from capacity.logic.tree import Node
from capacity.models import Capacity, ProficiencyLevel, Region, Stakeholder
from programs.logic import links
from programs.models import AudienceGroup, Method, Program, ProgramScope
from programs.queries.authoring import TEXTS, reader_language, text_of, written_in
from programs.queries.vocabulary import vocabulary

Choices = list[tuple[str, Any]]
SPARE_ROWS, MOST_ROWS = 3, 20

LABELS = {
    "title": gettext_lazy("Title"),
    "summary": gettext_lazy("Summary"),
    "description": gettext_lazy("Description"),
    "prerequisites": gettext_lazy("What is expected"),
}


def text_fields(language: str) -> dict[str, forms.Field]:
    """The texts of a program, in one language."""

    def area(rows: int) -> forms.Textarea:
        return forms.Textarea(attrs={"rows": rows, "dir": "auto", "lang": language})

    return {
        "title": forms.CharField(
            label=LABELS["title"],
            max_length=200,
            widget=forms.TextInput(attrs={"dir": "auto", "lang": language}),
        ),
        "summary": forms.CharField(
            label=LABELS["summary"],
            max_length=500,
            required=False,
            widget=area(3),
            help_text=gettext_lazy("One or two sentences: they stand in the catalog."),
        ),
        "description": forms.CharField(
            label=LABELS["description"], max_length=10_000, required=False, widget=area(8)
        ),
        "prerequisites": forms.CharField(
            label=LABELS["prerequisites"],
            max_length=5_000,
            required=False,
            widget=area(4),
            help_text=gettext_lazy("What people should know or bring, and how much time it takes."),
        ),
    }


class NewProgramForm(forms.Form):
    title = forms.CharField(
        label=LABELS["title"], max_length=200, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language you write in"),
        choices=settings.LANGUAGES,
        initial=reader_language,
        help_text=gettext_lazy("The others are translations of it."),
    )
    method: Any = forms.ModelChoiceField(
        label=gettext_lazy("Method"), queryset=Method.objects.all(), to_field_name="code"
    )


class TitleForm(forms.Form):
    title = forms.CharField(
        label=gettext_lazy("Title of the new program"),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


class CommentForm(forms.Form):
    text = forms.CharField(
        label=pgettext_lazy("to write", "Comment"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )


class HoldForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why it must not be published yet"),
        max_length=500,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


class StepForm(forms.Form):
    """One step of writing. `fields_given` and `lists_given` are what the action is told."""

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        self.program = program
        super().__init__(*args, **kwargs)
        self.build()

    def build(self) -> None:
        """Fields and initial values that depend on the program."""

    @property
    def fields_given(self) -> dict[str, Any]:
        return {}

    @property
    def lists_given(self) -> dict[str, Any]:
        return {}


class AboutForm(StepForm):
    def build(self) -> None:
        language = written_in(self.program)
        for name, field in text_fields(language).items():
            field.initial = text_of(self.program, name, language)
            self.fields[name] = field
        self.fields["method"] = forms.ModelChoiceField(
            label=_("Method"),
            queryset=Method.objects.all(),
            to_field_name="code",
            initial=self.program.method,
        )

    @property
    def fields_given(self) -> dict[str, Any]:
        language = written_in(self.program)
        texts = {build_localized_fieldname(name, language): self.cleaned_data[name] for name in TEXTS}
        return {**texts, "method": self.cleaned_data["method"]}


class AudienceForm(StepForm):
    audience = forms.CharField(
        label=gettext_lazy("Who it is for"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    audience_groups = forms.MultipleChoiceField(
        label=gettext_lazy("Groups it is for"),
        choices=AudienceGroup.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("By these it is found in the catalog."),
    )
    scope = forms.ChoiceField(label=gettext_lazy("Scope"), choices=ProgramScope.choices)
    languages = LanguagesField(label=gettext_lazy("Languages of delivery"), required=False)
    regions = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Regions it is for (none: all)"),
        queryset=Region.objects.wikimedia(),
        to_field_name="code",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def build(self) -> None:
        self.initial = {
            "audience": self.program.audience,
            "audience_groups": self.program.audience_groups,
            "scope": self.program.scope,
            "languages": list(self.program.languages.all()),
            "regions": list(self.program.regions.all()),
            **self.initial,
        }

    @property
    def fields_given(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("audience", "audience_groups", "scope")}

    @property
    def lists_given(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("languages", "regions")}


class RowsForm(StepForm):
    """Several of the same, in numbered rows; an empty row is passed over."""

    def row_numbers(self, there: int) -> range:
        sent = max(
            (number for number in range(MOST_ROWS) if self.first_name(number) in self.data), default=-1
        )
        return range(min(MOST_ROWS, max(there + SPARE_ROWS, sent + 1)))

    def first_name(self, number: int) -> str:
        raise NotImplementedError


class ChangeForm(RowsForm):
    """The capacities it builds, and from which level to which."""

    def first_name(self, number: int) -> str:
        return f"capacity-{number}"

    def build(self) -> None:
        aims = list(self.program.aims.select_related("capacity").order_by("capacity__path"))
        levels = [("", ""), *((str(level.level), str(level)) for level in ProficiencyLevel.objects.all())]
        capacities = capacity_choices()
        for number in self.row_numbers(len(aims)):
            aim = aims[number] if number < len(aims) else None
            shown = {"number": number + 1}
            fields = {
                "capacity": (
                    _("Capacity %(number)s") % shown,
                    capacities,
                    aim.capacity.code if aim else "",
                ),
                "before": (
                    _("Level before (capacity %(number)s)") % shown,
                    levels,
                    aim.level_before_id if aim else "",
                ),
                "target": (
                    _("Level after (capacity %(number)s)") % shown,
                    levels,
                    aim.target_level_id if aim else "",
                ),
            }
            for name, (label, choices, initial) in fields.items():
                self.fields[f"{name}-{number}"] = forms.ChoiceField(
                    label=label, choices=choices, initial=initial, required=False
                )

    @property
    def rows(self) -> list[list[BoundField]]:
        numbers = [int(name.partition("-")[2]) for name in self.fields if name.startswith("capacity-")]
        return [[self[f"{name}-{number}"] for name in ("capacity", "before", "target")] for number in numbers]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        seen: set[str] = set()
        for number in range(MOST_ROWS):
            code = given.get(f"capacity-{number}", "")
            before, target = given.get(f"before-{number}", ""), given.get(f"target-{number}", "")
            if not code and (before or target):
                self.add_error(f"capacity-{number}", _("Please choose the capacity of these levels."))
            if code and code in seen:
                self.add_error(f"capacity-{number}", _("This capacity stands above already."))
            if code and before and target and int(target) < int(before):
                self.add_error(f"target-{number}", _("The level after is under the level before."))
            seen.add(code)
        return given

    @property
    def lists_given(self) -> dict[str, Any]:
        given = self.cleaned_data
        chosen = [number for number in range(MOST_ROWS) if given.get(f"capacity-{number}")]
        codes = [given[f"capacity-{number}"] for number in chosen]
        found = {capacity.code: capacity for capacity in Capacity.objects.filter(code__in=codes)}
        levels = {str(level.level): level for level in ProficiencyLevel.objects.all()}
        return {
            "aims": [
                (
                    found[given[f"capacity-{number}"]],
                    levels.get(given[f"before-{number}"]),
                    levels.get(given[f"target-{number}"]),
                )
                for number in chosen
            ]
        }


class ProvidersForm(RowsForm):
    """The organizations that provide it, the first one first."""

    def first_name(self, number: int) -> str:
        return f"provider-{number}"

    def build(self) -> None:
        listed = Stakeholder.objects.organizations().filter(is_demo=self.program.is_demo).order_by("name")
        choices: Choices = [("", ""), *listed.values_list("slug", "name")]
        there = list(self.program.provisions.values_list("organization__slug", flat=True))
        for number in self.row_numbers(len(there)):
            self.fields[self.first_name(number)] = forms.ChoiceField(
                label=_("Organization %(number)s") % {"number": number + 1},
                choices=choices,
                initial=there[number] if number < len(there) else "",
                required=False,
            )

    @property
    def lists_given(self) -> dict[str, Any]:
        slugs = list(dict.fromkeys(slug for slug in self.cleaned_data.values() if slug))
        found = {each.slug: each for each in Stakeholder.objects.organizations().filter(slug__in=slugs)}
        return {"providers": [found[slug] for slug in slugs]}


class LinkFields(forms.Form):
    """Ids and addresses elsewhere."""

    def add_links(self, kinds: Iterable[str], there: dict[str, str]) -> None:
        for code in kinds:
            kind: Any = links.KINDS[code]
            self.fields[f"link_{code}"] = forms.CharField(
                label=kind.label,
                help_text=kind.help,
                initial=there.get(code, ""),
                required=False,
                widget=forms.TextInput(attrs={"dir": "ltr"}),
            )

    def read_links(self) -> dict[str, str]:
        """What is right; what is not is noted beside its field."""
        found = {}
        for name in [name for name in self.fields if name.startswith("link_")]:
            code = name.removeprefix("link_")
            try:
                found[code] = links.read(code, self.cleaned_data.get(name) or "")
            except ValueError as problem:
                self.add_error(name, str(links.PROBLEMS[str(problem)]))
        return {code: value for code, value in found.items() if value}


class LinksForm(LinkFields, StepForm):
    def build(self) -> None:
        self.add_links(links.KINDS, self.program.external_ids)

    def clean(self) -> dict[str, Any]:
        self.found = self.read_links()
        return self.cleaned_data

    @property
    def fields_given(self) -> dict[str, Any]:
        others = {code: value for code, value in self.program.external_ids.items() if code not in links.KINDS}
        return {"external_ids": {**others, **self.found}}


class TranslationForm(forms.Form):
    """The texts in another language, each beside the original."""

    def __init__(self, *args: Any, program: Program, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.program, self.language = program, language
        original = written_in(program)
        for name, field in text_fields(language).items():
            if text_of(program, name, original):
                field.required, field.help_text = False, ""
                field.initial = text_of(program, name, language)
                self.fields[name] = field

    @property
    def pairs(self) -> list[tuple[str, BoundField]]:
        original = written_in(self.program)
        return [(text_of(self.program, name, original), self[name]) for name in self.fields]

    @property
    def fields_given(self) -> dict[str, Any]:
        return {
            build_localized_fieldname(name, self.language): text for name, text in self.cleaned_data.items()
        }


STEPS: dict[str, tuple[Any, type[StepForm]]] = {
    "about": (pgettext_lazy("step of writing", "What it is"), AboutForm),
    "audience": (pgettext_lazy("step of writing", "For whom"), AudienceForm),
    "change": (pgettext_lazy("step of writing", "What changes"), ChangeForm),
    "providers": (pgettext_lazy("step of writing", "Who provides it"), ProvidersForm),
    "links": (pgettext_lazy("step of writing", "Elsewhere"), LinksForm),
}


def capacity_choices() -> Choices:
    """The tree, each root a group."""
    groups: dict[str, list[tuple[str, str]]] = {}
    words = vocabulary().capacities
    for node in words.values():
        groups.setdefault(node.path.split("/")[0], []).append((node.code, indented(node)))
    return [
        ("", ""),
        *((words[root].label if root in words else root, rows) for root, rows in groups.items()),
    ]


def indented(node: Node) -> str:
    return "\u2003" * node.path.count("/") + node.label
