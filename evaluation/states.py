"""The states of impact reports and measurements, and the moves between them."""

from django.db import models
from django.utils.translation import pgettext_lazy


class ReportState(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("report state", "queued")
    FREEZING = "freezing", pgettext_lazy("report state", "freezing data")
    COMPUTING = "computing", pgettext_lazy("report state", "computing")
    DISCLOSURE_CHECK = "disclosure_check", pgettext_lazy("report state", "checking disclosure")
    REVIEW = "review", pgettext_lazy("report state", "in review")
    PUBLISHED = "published", pgettext_lazy("report state", "published")
    SUPERSEDED = "superseded", pgettext_lazy("report state", "superseded")
    FAILED = "failed", pgettext_lazy("report state", "failed")
    ABANDONED = "abandoned", pgettext_lazy("report state", "abandoned")


REPORT_MOVES = {
    ReportState.QUEUED: {ReportState.FREEZING, ReportState.FAILED, ReportState.ABANDONED},
    ReportState.FREEZING: {ReportState.COMPUTING, ReportState.FAILED},
    ReportState.COMPUTING: {ReportState.DISCLOSURE_CHECK, ReportState.FAILED},
    ReportState.DISCLOSURE_CHECK: {ReportState.REVIEW, ReportState.FAILED},
    ReportState.REVIEW: {ReportState.PUBLISHED, ReportState.ABANDONED},
    ReportState.PUBLISHED: {ReportState.SUPERSEDED},
    ReportState.FAILED: {ReportState.QUEUED, ReportState.ABANDONED},
    ReportState.SUPERSEDED: set(),
    ReportState.ABANDONED: set(),
}

RUNNING_REPORT_STATES = [ReportState.FREEZING, ReportState.COMPUTING, ReportState.DISCLOSURE_CHECK]
PUBLIC_REPORT_STATES = [ReportState.PUBLISHED, ReportState.SUPERSEDED]


class MeasurementState(models.TextChoices):
    PROVISIONAL = "provisional", pgettext_lazy("measurement state", "provisional")
    VERIFIED = "verified", pgettext_lazy("measurement state", "verified")
    LOCKED = "locked", pgettext_lazy("measurement state", "locked")


MEASUREMENT_MOVES = {
    MeasurementState.PROVISIONAL: {MeasurementState.VERIFIED},
    MeasurementState.VERIFIED: {MeasurementState.PROVISIONAL, MeasurementState.LOCKED},
    MeasurementState.LOCKED: set(),
}
