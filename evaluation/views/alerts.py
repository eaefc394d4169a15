"""Alerts on the quality of data and on work that stands still."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rules.contrib.views import PermissionRequiredMixin

from common import formats
from evaluation.actions import alerts
from evaluation.forms.indicators import ReasonForm
from evaluation.http.asking import Deed, DeedPage
from evaluation.http.sheets import Fact, Item, ListingPage, SheetPage
from evaluation.models import Alert, AlertKind
from evaluation.queries.alerts import open_alerts
from evaluation.states import AlertState

DEEDS = {
    deed.name: deed
    for deed in [
        Deed(
            "acknowledge",
            permission="evaluation.handle_alert",
            label=_("I look after it"),
            question=_("Say in a few words what you will do."),
            done=_("The alert is yours."),
            act=alerts.acknowledge,
            form=ReasonForm,
        ),
        Deed(
            "resolve",
            permission="evaluation.handle_alert",
            label=_("Resolve the alert"),
            question=_(
                "Say why nothing more has to be done. The alert is not shown again for the same thing."
            ),
            done=_("The alert is resolved."),
            act=alerts.resolve,
            form=ReasonForm,
        ),
    ]
}
POSSIBLE = {
    AlertState.OPEN: ["acknowledge", "resolve"],
    AlertState.ACKNOWLEDGED: ["resolve"],
    AlertState.RESOLVED: [],
}


class AlertList(PermissionRequiredMixin, ListingPage):
    permission_required = "evaluation.write_indicators"
    title = _("Alerts")
    lead = _(
        "Data that should be looked at, and work that stands still, in the programs you have to do with."
    )
    heads = (_("Alert"), _("Program"), _("Number"))
    nothing = (_("No alerts"), _("Nothing stands still, and the data look well."))

    def rows(self) -> Any:
        user = self.request.user
        rows = Alert.objects.visible_to(user) if self.request.GET.get("all") else open_alerts(user)
        return rows.select_related("program")

    def item(self, row: Any) -> tuple[Item, list[Any]]:
        item = Item(
            text=str(row),
            href=row.get_absolute_url(),
            state=row.state,
            state_label=row.get_state_display(),
            day=row.created_at.date(),
            is_demo=row.is_demo,
        )
        return item, [row.program.title, numbers_of(row) or "–"]


def numbers_of(alert: Alert) -> str:
    if alert.count is None or alert.of is None:
        return ""
    return gettext("%(count)s of %(all)s") % {
        "count": formats.number(alert.count),
        "all": formats.number(alert.of),
    }


class AlertDetail(LoginRequiredMixin, SheetPage):
    model = Alert
    asks = "evaluation.handle_alert"
    related = ("program", "cohort", "handled_by__person")
    home = (_("Alerts"), "evaluation:alert-list")
    deeds = DEEDS

    def kicker(self) -> Any:
        return self.thing.program.title

    def possible(self) -> list[str]:
        return POSSIBLE[self.thing.state]

    def links(self) -> list[tuple[Any, str]]:
        address = self.place()
        return [(_("Go there"), address)] if address else []

    def place(self) -> str:
        """A wave is open to those who run its cohort; who teaches there has its desk, an evaluator what stands here."""
        asks_people = self.thing.kind in {AlertKind.LOW_RESPONSE, AlertKind.ATTRITION}
        may, cohort = self.request.user.has_perm, self.thing.cohort
        if not asks_people or may("assessments.plan_waves", cohort):
            return str(self.thing.address)
        desk = reverse("evaluation:desk-cohort", kwargs={"public_id": cohort.public_id})
        return desk if may("programs.record_attendance", cohort) else ""

    def facts(self) -> list[Fact]:
        thing = self.thing
        return [
            Fact(label=_("Program"), text=thing.program.title, href=thing.program.get_absolute_url()),
            Fact(label=_("Cohort"), text=thing.cohort.name if thing.cohort else ""),
            Fact(label=_("Number"), text=numbers_of(thing)),
            Fact(label=_("Found on"), day=thing.created_at.date()),
            Fact(label=_("Handled by"), text=thing.handled_by.person.name if thing.handled_by else ""),
            Fact(label=_("Note"), text=thing.note),
        ]


class AlertDeed(DeedPage):
    model = Alert
    related = ("program",)
    possible = POSSIBLE
