"""What was learned, to be found by whom it may help."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from evaluation.actions import recommendations
from evaluation.forms.learning import (
    LearningForm,
    LearningSearch,
)
from evaluation.http.asking import ForProgram, ThingForm
from evaluation.http.sheets import Fact, Item, ListingPage, SheetPage
from evaluation.models import Learning
from evaluation.queries.learnings import (
    learnings_for,
)


class LearningList(ListingPage):
    """What works for whom, where: found by words of any script and by context."""

    template_name = "evaluation/learning_list.html"
    title = _("Learnings")
    lead = _(
        "What works, what does not, for whom and where: also what went wrong, so that nobody has to repeat it."
    )
    heads = (_("Learning"), _("Verdict"), _("Evidence"), _("Capacity"), _("Region"), _("Program"))
    nothing = (_("Nothing found"), _("Ask for less, or look at all learnings."))
    writes = ("evaluation.write_indicators", _("Write a learning"), "evaluation:learning-create")

    def rows(self) -> Any:
        self.form = LearningSearch(self.request.GET)
        self.form.is_valid()
        return learnings_for(self.request.user, self.form.asked)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "search": self.form}

    def item(self, row: Any) -> tuple[Item, list[Any]]:
        cells = [
            row.get_verdict_display(),
            row.get_strength_display(),
            row.capacity.name if row.capacity else "–",
            row.region.name if row.region else "–",
            row.program.title,
        ]
        item = Item(
            text=row.title, language=row.language_id, href=row.get_absolute_url(), is_demo=row.is_demo
        )
        return item, cells


class LearningDetail(SheetPage):
    model = Learning
    related = ("program", "capacity", "method", "region", "work_language")
    home = (_("Learnings"), "evaluation:learning-list")

    def kicker(self) -> Any:
        return self.thing.get_verdict_display()

    def links(self) -> list[tuple[Any, str]]:
        if self.may("evaluation.edit_learning"):
            address = reverse("evaluation:learning-edit", kwargs={"public_id": self.thing.public_id})
            return [(_("Edit the learning"), address)]
        return []

    def facts(self) -> list[Fact]:
        thing = self.thing
        told = [
            (_("What was expected"), thing.expected),
            (_("What was seen"), thing.observed),
            (_("Why"), thing.why),
            (_("So what"), thing.so_what),
            (_("Now what"), thing.now_what),
        ]
        return [
            *(Fact(label=label, text=text, language=thing.language_id, is_long=True) for label, text in told),
            Fact(label=_("Verdict"), text=thing.get_verdict_display()),
            Fact(label=_("Evidence for it"), text=thing.get_strength_display()),
            Fact(label=_("Program"), text=thing.program.title, href=thing.program.get_absolute_url()),
            Fact(label=_("Capacity"), text=thing.capacity.name if thing.capacity else ""),
            Fact(label=_("Method"), text=thing.method.name if thing.method else ""),
            Fact(label=_("Region"), text=thing.region.name if thing.region else ""),
            Fact(
                label=_("Language of the program"),
                text=thing.work_language.autonym if thing.work_language else "",
            ),
            Fact(label=_("Kind of affiliate"), text=thing.get_affiliate_type_display()),
        ]


class LearningCreate(ForProgram):
    permission_required = "evaluation.write_indicators"
    form_class = LearningForm
    title = _("Write a learning")
    lead = _("Also what did not work: it saves others the way. Name no person.")
    submit = _("Save")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": Learning()}

    def act(self, form: LearningForm) -> Learning:
        program: Any = self.program
        return recommendations.learn(program, by=self.request.user, **form.cleaned_data)


class LearningEdit(ThingForm):
    model = Learning
    related = ("program",)
    permission_required = "evaluation.edit_learning"
    form_class = LearningForm
    title = _("Edit the learning")
    submit = _("Save")
    done = _("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.thing}

    def act(self, form: LearningForm) -> Learning:
        return recommendations.rewrite(self.thing, by=self.request.user, **form.cleaned_data)
