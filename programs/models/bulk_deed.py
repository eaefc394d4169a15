from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from capacity.models import User
from common.models import Stamped
from programs.models.cohort import Cohort
from programs.models.enrollment import Enrollment
from programs.models.session import Session


class Deed(models.TextChoices):
    ACCEPT = "accept", pgettext_lazy("deed", "Accept")
    DECLINE = "decline", pgettext_lazy("deed", "Decline")
    OFFER = "offer", pgettext_lazy("deed", "Offer a place")
    PRESENT = "present", pgettext_lazy("deed", "Record as present")
    COMPLETE = "complete", pgettext_lazy("deed", "Mark as completed")
    NOT_COMPLETE = "not_complete", pgettext_lazy("deed", "Mark as not completed")
    WITHDRAW = "withdraw", pgettext_lazy("deed", "Withdraw")


# A withdrawn person's seat has gone to the next who waited.
UNDOABLE = [each for each in Deed if each != Deed.WITHDRAW]


class BulkDeed(Stamped):
    """What somebody did with several people of a cohort at once. It can be taken back for a while."""

    cohort = models.ForeignKey(
        Cohort, verbose_name=_("cohort"), on_delete=models.CASCADE, related_name="bulk_deeds"
    )
    deed = models.CharField(_("deed"), max_length=12, choices=Deed.choices)
    session = models.ForeignKey(
        Session, verbose_name=_("session"), on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(User, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    undone_by = models.ForeignKey(
        User,
        verbose_name=_("taken back by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("deed with several people")
        verbose_name_plural = _("deeds with several people")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="bulk_deed_known_deed", condition=Q(deed__in=Deed.values)),
            models.CheckConstraint(
                name="bulk_deed_is_undone_by_somebody",
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
            models.CheckConstraint(
                name="presence_is_of_a_session",
                condition=Q(deed=Deed.PRESENT, session__isnull=False)
                | (~Q(deed=Deed.PRESENT) & Q(session=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deed} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse(
            "programs:bulk-deed",
            kwargs={
                "slug": self.cohort.program.slug,
                "public_id": self.cohort.public_id,
                "bulk": self.public_id,
            },
        )

    @property
    def undo_until(self) -> datetime:
        return self.created_at + timedelta(minutes=settings.UNDO_MINUTES)

    def may_be_undone(self, now: datetime) -> bool:
        return self.undone_at is None and self.deed in UNDOABLE and now < self.undo_until


class BulkDeedRow(models.Model):
    """What became of one of them: done, or refused with a reason; and whether it was taken back."""

    bulk_deed = models.ForeignKey(
        BulkDeed, verbose_name=_("deed with several people"), on_delete=models.CASCADE, related_name="rows"
    )
    enrollment = models.ForeignKey(
        Enrollment, verbose_name=_("enrollment"), on_delete=models.CASCADE, related_name="+"
    )
    before = models.CharField(_("before"), max_length=16, blank=True)  # codes of states, or of attendance
    after = models.CharField(_("after"), max_length=16, blank=True)  # empty: refused
    refusal = models.CharField(_("why not"), max_length=300, blank=True)  # as it was said to who did it
    is_undone = models.BooleanField(_("taken back"), default=False)
    undo_refusal = models.CharField(_("why it was not taken back"), max_length=300, blank=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("person in a deed with several people")
        verbose_name_plural = _("people in a deed with several people")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["bulk_deed", "enrollment"], name="one_row_per_person_in_a_deed"),
            models.CheckConstraint(
                name="row_is_done_or_refused",
                condition=(Q(after="") & ~Q(refusal="")) | (~Q(after="") & Q(refusal="")),
            ),
            models.CheckConstraint(
                name="only_what_was_done_is_undone", condition=Q(is_undone=False) | ~Q(after="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrollment_id}: {self.before} to {self.after}"
