"""What those who write questionnaires fill in; each form changes a draft's document by `change`."""

from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.logic import documents
from assessments.logic.document_checks import LONGEST_TEXT
from assessments.logic.documents import ORIGINAL, Document, Place, Problem, plain
from assessments.logic.relevance import LONGEST
from assessments.models import (
    Aspect,
    BridgeMethod,
    Comparability,
    InstrumentFamily,
    ItemKind,
    ScaleKind,
    ScoringRule,
    UnitOfAnalysis,
)
from capacity.models import Capacity

Change = Callable[[Document], None]
SPARE_ROWS, MOST_ROWS = 3, 30
CODE = gettext_lazy("Letters a to z, digits, - and _. It stays the same in later versions.")
NUMBER: dict[str, Any] = {"max_digits": 9, "decimal_places": 3}


def line(label: Any, *, longest: int = 200, needed: bool = True, **options: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"dir": "auto"})
    return forms.CharField(label=label, max_length=longest, required=needed, widget=widget, **options)


def area(label: Any, *, needed: bool = False, rows: int = 3, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(label=label, max_length=LONGEST_TEXT, required=needed, widget=widget, **options)


def code_field() -> forms.CharField:
    widget = forms.TextInput(attrs={"dir": "ltr"})
    return forms.SlugField(label=gettext_lazy("Code"), max_length=80, help_text=CODE, widget=widget)


class DocumentForm(forms.Form):
    """`place` is what it is about; what the action refuses stands beside the field it is about."""

    place: Place = ()

    def refuse(self, problems: list[Problem]) -> None:
        for problem in problems:
            own = problem.place[: len(self.place)] == self.place or problem.place[:1] == self.place[:1]
            name = problem.place[-1] if problem.place else ""
            if own and name in self.fields:
                self.add_error(name, problem.what)
            else:
                self.add_error(None, f"{' '.join(problem.place)}: {problem.what}")


class NewInstrumentForm(DocumentForm):
    place = ("instrument",)
    title = line(gettext_lazy("Title in English"))
    code = code_field()
    family: Any = forms.ChoiceField(label=gettext_lazy("What it measures"), choices=InstrumentFamily.choices)
    unit: Any = forms.ChoiceField(label=gettext_lazy("About whom"), choices=UnitOfAnalysis.choices)

    def document(self) -> Document:
        given = self.cleaned_data
        about = documents.About(
            code=given["code"], title={ORIGINAL: given["title"]}, family=given["family"], unit=given["unit"]
        )
        return Document(instrument=about)


class AboutForm(DocumentForm):
    place = ("instrument",)
    title = line(gettext_lazy("Title in English"))
    introduction = area(gettext_lazy("Introduction for respondents, in English"))
    family: Any = forms.ChoiceField(label=gettext_lazy("What it measures"), choices=InstrumentFamily.choices)
    unit: Any = forms.ChoiceField(label=gettext_lazy("About whom"), choices=UnitOfAnalysis.choices)
    publisher = line(gettext_lazy("Publisher"), needed=False)
    edition = line(gettext_lazy("Edition in the source"), longest=80, needed=False)
    license = line(gettext_lazy("License"), longest=300, needed=False)
    completeness = line(gettext_lazy("How complete it is here"), longest=500, needed=False)
    principles = area(gettext_lazy("Principles, one in each line"))
    scoring_rule: Any = forms.ChoiceField(label=gettext_lazy("Scoring"), choices=ScoringRule.choices)
    min_answered_share = forms.DecimalField(
        label=gettext_lazy("Share of a capacity's questions that must be answered for a score"),
        min_value=0,
        max_value=1,
        max_digits=3,
        decimal_places=2,
    )
    comparability: Any = forms.ChoiceField(
        label=gettext_lazy("Comparability with the version before"), choices=Comparability.choices
    )

    TEXTS = ("title", "introduction")
    FACTS = ("family", "unit", "publisher", "edition", "license", "completeness")
    SCORING = ("scoring_rule", "min_answered_share", "comparability")

    @classmethod
    def of(cls, document: Document) -> dict[str, Any]:
        about = document.instrument
        return {
            **{name: getattr(about, name).get(ORIGINAL, "") for name in cls.TEXTS},
            **{name: getattr(about, name) for name in cls.FACTS},
            **{name: getattr(document.version, name) for name in cls.SCORING},
            "principles": "\n".join(about.principles),
        }

    def change(self, document: Document) -> None:
        given, about = self.cleaned_data, document.instrument
        for name in self.TEXTS:
            put(getattr(about, name), given[name])
        for name in self.FACTS:
            setattr(about, name, given[name])
        for name in self.SCORING:
            setattr(document.version, name, given[name])
        about.principles = [each.strip()[:200] for each in given["principles"].splitlines() if each.strip()]


class DimensionForm(DocumentForm):
    name = line(gettext_lazy("Name in English"))
    code = code_field()
    capacity: Any = forms.ModelChoiceField(
        label=gettext_lazy("Capacity it tells of"),
        queryset=Capacity.objects.none(),
        to_field_name="code",
        required=False,
        help_text=gettext_lazy("Only questions about a capacity give a score."),
    )
    weight = forms.DecimalField(
        label=gettext_lazy("Weight"), min_value=0, max_digits=5, decimal_places=2, initial=1
    )

    def __init__(self, *args: Any, document: Document, code: str, **kwargs: Any) -> None:
        self.known = next((one for one in document.dimensions if one.code == code), None)
        self.place = ("dimension", code)
        if self.known is not None:
            kwargs["initial"] = {**numbers_plain(self.known), "name": self.known.name.get(ORIGINAL, "")}
        super().__init__(*args, **kwargs)
        capacity: Any = self.fields["capacity"]
        capacity.queryset = Capacity.objects.shown().order_by("path")

    def change(self, document: Document) -> None:
        given = self.cleaned_data
        found = next((one for one in document.dimensions if self.known and one.code == self.known.code), None)
        if found is None:
            found = documents.Dimension(code=given["code"], name={})
            document.dimensions.append(found)
        put(found.name, given["name"])
        found.code, found.weight = given["code"], given["weight"]
        found.capacity = given["capacity"].code if given["capacity"] else ""


class ItemForm(DocumentForm):
    stem = area(gettext_lazy("Question in English"), needed=True, rows=2)
    help_text = area(gettext_lazy("Explanation in English"), rows=2)
    code = code_field()
    dimension: Any = forms.ChoiceField(label=gettext_lazy("Part"))
    kind: Any = forms.ChoiceField(label=gettext_lazy("Kind of question"), choices=ItemKind.choices)
    scale: Any = forms.ChoiceField(label=gettext_lazy("Scale"), required=False)
    aspect: Any = forms.ChoiceField(
        label=gettext_lazy("It asks for"),
        choices=Aspect.choices,
        required=False,
        initial=Aspect.LEVEL,
        help_text=gettext_lazy(
            "Level: how well it is done. Robustness: how well that would last. They are scored apart."
        ),
    )
    is_reversed = forms.BooleanField(
        label=gettext_lazy("Reverse-scored: agreeing tells of less"), required=False
    )
    is_required = forms.BooleanField(label=gettext_lazy("Must be answered"), required=False)
    relevance = forms.CharField(
        label=gettext_lazy("Asked only if"),
        max_length=LONGEST,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
        help_text=gettext_lazy(
            "For example ${events} >= 1 and not(selected(${roles}, 3)). Only about questions that come before."
        ),
    )

    def __init__(self, *args: Any, document: Document, code: str, **kwargs: Any) -> None:
        parts = [(part, item) for part in document.dimensions for item in part.items if item.code == code]
        self.known, initial = (parts[0][1] if parts else None), {}
        self.place = ("item", code)
        if parts:
            part, item = parts[0]
            texts = {name: getattr(item, name).get(ORIGINAL, "") for name in ("stem", "help_text")}
            initial = {**vars(item), **texts, "dimension": part.code}
        super().__init__(*args, **{"initial": initial, **kwargs})
        dimension: Any = self.fields["dimension"]
        scale: Any = self.fields["scale"]
        dimension.choices = [(part.code, part.name.get(ORIGINAL, part.code)) for part in document.dimensions]
        scale.choices = [("", _("none")), *((one.code, one.code) for one in document.scales)]

    def change(self, document: Document) -> None:
        given = self.cleaned_data
        old = self.known.code if self.known else None
        found = next((item for item in document.items if item.code == old), None)
        if found is None:
            found = documents.Item(code=given["code"], kind=given["kind"], stem={})
        for name in ("code", "kind", "scale", "is_reversed", "is_required", "relevance"):
            setattr(found, name, given[name])
        found.aspect = given["aspect"] or Aspect.LEVEL.value
        put(found.stem, given["stem"])
        put(found.help_text, given["help_text"])
        for part in document.dimensions:
            if part.code != given["dimension"]:
                part.items = [item for item in part.items if item is not found]
            elif found not in part.items:
                part.items.append(found)


class ScaleForm(DocumentForm):
    """A scale, and a row for each value that has a name."""

    code = code_field()
    kind: Any = forms.ChoiceField(label=gettext_lazy("Kind"), choices=ScaleKind.choices)
    minimum = forms.DecimalField(label=gettext_lazy("Lowest value"), initial=0, **NUMBER)
    maximum = forms.DecimalField(label=gettext_lazy("Highest value"), initial=4, **NUMBER)
    step = forms.DecimalField(label=gettext_lazy("Step"), initial=1, **NUMBER)
    higher_is_better = forms.BooleanField(
        label=gettext_lazy("Higher is better"), required=False, initial=True
    )

    def __init__(self, *args: Any, document: Document, code: str, **kwargs: Any) -> None:
        self.known = next((one for one in document.scales if one.code == code), None)
        self.place = ("scale", code)
        super().__init__(*args, **{"initial": numbers_plain(self.known), **kwargs})
        there = self.known.anchors if self.known else []
        sent = sum(name.startswith("value-") for name in self.data)
        for number in range(min(MOST_ROWS, max(len(there) + SPARE_ROWS, sent))):
            self.add_row(number, there[number] if number < len(there) else None)

    def add_row(self, number: int, anchor: documents.Anchor | None) -> None:
        fields = {
            "value": forms.DecimalField(label=_("Value"), required=False, **NUMBER),
            "label": line(_("What it means, in English"), needed=False),
            "descriptor": area(_("What it looks like, in English"), rows=2),
            "evidence_required": forms.BooleanField(label=_("Wants evidence"), required=False),
        }
        told = numbers_plain(anchor)
        for name, field in fields.items():
            initial = told.get(name)
            field.initial = initial.get(ORIGINAL, "") if isinstance(initial, dict) else initial
            self.fields[f"{name}-{number}"] = field

    def own(self) -> Iterator[BoundField]:
        return (field for field in self if "-" not in field.name)

    def rows(self) -> list[list[BoundField]]:
        numbers = [name.removeprefix("value-") for name in self.fields if name.startswith("value-")]
        names = ("value", "label", "descriptor", "evidence_required")
        return [[self[f"{name}-{number}"] for name in names] for number in numbers]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        for row in self.rows():
            number = row[0].name.removeprefix("value-")
            value, label = given.get(f"value-{number}"), given.get(f"label-{number}")
            if value is None and (label or given.get(f"descriptor-{number}")) and not row[0].errors:
                self.add_error(f"value-{number}", _("Which value is this?"))
            if value is not None and not label and not row[1].errors:
                self.add_error(f"label-{number}", _("Please say what this value means."))
        return given

    def change(self, document: Document) -> None:
        given = self.cleaned_data
        old = self.known.code if self.known else None
        scale = next((one for one in document.scales if one.code == old), None)
        if scale is None:
            scale = documents.Scale(code=given["code"], kind="", minimum=Decimal(0), maximum=Decimal(1))
            document.scales.append(scale)
        for item in document.items:
            if old and item.scale == old:
                item.scale = given["code"]
        for name in ("code", "kind", "minimum", "maximum", "step", "higher_is_better"):
            setattr(scale, name, given[name])
        before = {anchor.value: anchor for anchor in scale.anchors}
        scale.anchors = [self.anchor(row, before) for row in self.rows() if given[row[0].name] is not None]

    def anchor(self, row: list[BoundField], before: dict[Decimal, documents.Anchor]) -> documents.Anchor:
        value, label, descriptor, proven = (self.cleaned_data[field.name] for field in row)
        anchor = before.get(value) or documents.Anchor(value=value, label={})
        put(anchor.label, label)
        put(anchor.descriptor, descriptor)
        anchor.evidence_required = proven
        return anchor

    def refuse(self, problems: list[Problem]) -> None:
        """What is wrong with a value stands beside that value."""
        rows = {plain(self.cleaned_data[row[0].name]): row[0].name for row in self.rows()
                if self.cleaned_data.get(row[0].name) is not None}  # fmt: skip
        left = []
        for problem in problems:
            name = rows.get(problem.place[3]) if len(problem.place) > 3 else None
            if name is not None:
                self.add_error(name, problem.what)
            else:
                left.append(problem)
        super().refuse(left)


class BridgeForm(DocumentForm):
    """The bridge of one part, a point in each line; without points there is none."""

    points = area(
        gettext_lazy("Points of the table: old score and new score from 0 to 100, one pair in each line"),
        rows=8,
        help_text=gettext_lazy(
            "For example “0 5”, “50 42”, “100 100”. It begins with 0 and ends with 100. Between two points a straight"
            " line is drawn. Without any line there is no bridge."
        ),
    )
    method: Any = forms.ChoiceField(label=gettext_lazy("Method"), choices=BridgeMethod.choices)
    people = forms.IntegerField(
        label=gettext_lazy("How many people answered both versions"),
        min_value=0,
        max_value=10**9 - 1,
        initial=0,
    )
    source = area(gettext_lazy("Where it comes from: study, date, who"), rows=2)

    def __init__(self, *args: Any, document: Document, code: str, **kwargs: Any) -> None:
        self.known = next((part for part in document.dimensions if part.code == code), None)
        self.place = ("bridge", code)
        bridge = next((one for one in document.bridges if one.dimension == code), None)
        if bridge is not None:
            lines = "\n".join(f"{plain(point.old * 100)} {plain(point.new * 100)}" for point in bridge.points)
            kwargs["initial"] = {**vars(bridge), "points": lines}
        super().__init__(*args, **kwargs)

    def clean_points(self) -> list[documents.Point]:
        found = []
        for number, row in enumerate(self.cleaned_data["points"].splitlines(), start=1):
            words = row.replace(";", " ").replace("→", " ").split()
            if not words:
                continue
            try:
                old, new = (Decimal(word.replace(",", ".")) / 100 for word in words)
            except (ValueError, InvalidOperation):
                raise forms.ValidationError(_("Line %(n)s is not two numbers.") % {"n": number}) from None
            found.append(documents.Point(old=old, new=new))
        return found

    def change(self, document: Document) -> None:
        given, code = self.cleaned_data, self.place[1]
        document.bridges = [one for one in document.bridges if one.dimension != code]
        if given["points"]:
            document.bridges.append(documents.Bridge(dimension=code, **given))
        if document.bridges:
            document.version.comparability = Comparability.BRIDGED
        elif document.version.comparability == Comparability.BRIDGED:
            document.version.comparability = Comparability.NOT_COMPARABLE


class ImportForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("JSON file or XLSForm workbook"),
        widget=forms.ClearableFileInput(attrs={"accept": ".json,.xlsx"}),
        help_text=gettext_lazy("At most 2 MB. Nothing is written while anything in it is wrong."),
    )
    step: Any = forms.ChoiceField(
        label=gettext_lazy("If the portal has this questionnaire already, it becomes"),
        choices=[
            ("minor", gettext_lazy("a minor version: other words, or another language")),
            ("major", gettext_lazy("a major version: other questions, scales or scoring")),
        ],
        initial="major",
    )


def put(texts: documents.Texts, english: str) -> None:
    if english:
        texts[ORIGINAL] = english.replace("\r\n", "\n")
    else:
        texts.clear()


def numbers_plain(thing: Any) -> dict[str, Any]:
    """What it says, for a form: 1 and not 1.000."""
    told = vars(thing) if thing else {}
    return {name: plain(value) if isinstance(value, Decimal) else value for name, value in told.items()}


def languages() -> list[str]:
    return [code for code in settings.MODELTRANSLATION_LANGUAGES if code != ORIGINAL]
