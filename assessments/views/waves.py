"""The coordinator's page of a wave: who answered, who is missing, what to do."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import View

from assessments.actions import invitations, waves
from assessments.models import Wave
from assessments.queries.groups import paired_in, seen_in_group
from assessments.queries.observers import observed
from assessments.queries.waves import missing_in, waves_with_plan
from assessments.states import WAVE_MOVES, WaveState
from assessments.stats import CapacityMean, capacity_means, response_rate
from capacity.http import MemberRequest
from common import charts, formats
from common.moves import MoveError
from programs.http.rosters import RosterBehindReason


class RunWave(PermissionRequiredMixin, View):
    permission_required = "assessments.run_wave"
    request: MemberRequest

    def get_permission_object(self) -> Wave:
        return self.get_wave()

    def has_permission(self) -> bool:
        user = self.request.user
        return user.is_authenticated and user.has_perm(self.permission_required, self.get_wave())

    def get_wave(self) -> Wave:
        if not hasattr(self, "_wave"):
            self._wave = get_object_or_404(waves_with_plan(), public_id=self.kwargs["public_id"])
        return self._wave


class WaveDetail(RosterBehindReason, RunWave):
    """Its figures, and by name whose answers are missing."""

    @property
    def cohort(self) -> Any:
        return self.get_wave().plan.cohort

    def knows_them(self, reader: Any) -> bool:
        return self.cohort is None or super().knows_them(reader)

    def get(self, request: MemberRequest, **kwargs: Any) -> HttpResponse:
        wave = self.get_wave()
        rate = response_rate(wave)
        means = capacity_means(wave)
        context = {
            "wave": wave,
            "rate": rate,
            "missing": missing_in(wave),
            "chart": chart_of(means) if means else None,
            "seen": seen_in_group(wave),
            "paired": paired_in(wave),
            "can_open": wave.state == WaveState.PLANNED,
            "can_close": wave.state in {WaveState.OPEN, WaveState.CLOSING},
            "can_reopen": wave.state != WaveState.PLANNED and WaveState.OPEN in WAVE_MOVES[wave.state],
            "can_remind": wave.state == WaveState.OPEN,
            "has_observers": wave.plan.cohort is not None
            and not wave.plan.is_anonymous
            and (wave.state == WaveState.OPEN or observed(wave)),
        }
        return render(request, "assessments/wave_detail.html", context)


def chart_of(means: list[CapacityMean]) -> charts.Chart:
    hidden = _("Too few people to show")
    return charts.Bars(
        key="wave-means",
        title=_("How the group rated itself"),
        summary=_("Mean of those who answered, as a share of the highest level of the scale."),
        format=formats.percent,
        rows=[
            charts.Bar(
                label=one.capacity,
                value=one.mean,
                n=one.n,
                mark=1,
                suppressed=hidden if one.suppressed else "",
            )
            for one in means
        ],
        row_label=_("Capacity"),
        value_label=_("Mean"),
        mark_label=_("Highest level"),
    )


class WaveDeed(RunWave):
    """One button: it does its deed and leads back."""

    def post(self, request: MemberRequest, **kwargs: Any) -> HttpResponse:
        try:
            messages.success(request, self.act(self.get_wave()))
        except MoveError:
            messages.error(request, _("The wave has moved on meanwhile: this is not possible any more."))
        return redirect("assessments:wave-detail", **kwargs)

    def act(self, wave: Wave) -> str:
        """Does it, and says what was done."""
        raise NotImplementedError


class WaveOpen(WaveDeed):
    def act(self, wave: Wave) -> str:
        waves.open_wave(wave, by=self.request.user)
        return _("The wave is open; everybody who takes part now is invited.")


class WaveClose(WaveDeed):
    """The first press begins the time of grace, the second ends it."""

    def act(self, wave: Wave) -> str:
        if wave.state == WaveState.CLOSING:
            waves.close(wave, by=self.request.user)
            return _("The wave is closed.")
        waves.begin_closing(wave, by=self.request.user)
        return _("Nobody can begin any more. Whoever has begun can still submit.")


class WaveReopen(WaveDeed):
    def act(self, wave: Wave) -> str:
        waves.reopen(wave, by=self.request.user)
        return _("The wave is open again for a week.")


class WaveRemind(WaveDeed):
    def act(self, wave: Wave) -> str:
        count = invitations.remind_wave(wave, by=self.request.user)
        if not count:
            return _(
                "Nobody is due for a reminder: three at most, five days apart, and none for who said no."
            )
        return ngettext("%(n)d person reminded.", "%(n)d people reminded.", count) % {"n": count}
