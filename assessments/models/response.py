import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.models.instrument import InstrumentVersion
from assessments.models.item import Item
from assessments.models.wave import Invitation, Perspective, Wave
from assessments.states import ResponseState
from capacity.models import Stakeholder
from common.models import Stamped
from common.triggers import DEMO_MAY_GO


class ResponseMode(models.TextChoices):
    WEB = "web", pgettext_lazy("answered by", "web page")
    INTERVIEW = "interview", pgettext_lazy("answered by", "interview")
    IMPORT = "import", pgettext_lazy("answered by", "import")


class Response(Stamped):
    """One person's answers about one subject in one wave. Submitted answers stay; a correction supersedes them.

    `respondent_key` names the respondent: her account's public id, or in an anonymous plan a keyed hash of it.
    """

    wave = models.ForeignKey(Wave, verbose_name=_("wave"), on_delete=models.PROTECT, related_name="responses")
    version = models.ForeignKey(
        InstrumentVersion, verbose_name=_("version"), on_delete=models.PROTECT, related_name="+"
    )
    subject = models.ForeignKey(
        Stakeholder,
        verbose_name=_("about"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="responses",
    )  # empty in an anonymous plan
    invitation = models.ForeignKey(
        Invitation,
        verbose_name=_("invitation"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="responses",
    )  # empty in an anonymous plan
    respondent_key = models.CharField(_("respondent"), max_length=64)
    perspective = models.CharField(
        _("perspective"), max_length=10, choices=Perspective.choices, default=Perspective.SELF
    )
    mode = models.CharField(
        _("answered by"), max_length=10, choices=ResponseMode.choices, default=ResponseMode.WEB
    )
    language = models.CharField(_("language answered in"), max_length=12)
    state = models.CharField(
        _("state"), max_length=10, choices=ResponseState.choices, default=ResponseState.DRAFT
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    supersedes = models.ForeignKey(
        "self",
        verbose_name=_("supersedes"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        ordering = ["-id"]
        indexes = [models.Index(fields=["updated_at"]), models.Index(fields=["version", "respondent_key"])]
        constraints = [
            models.UniqueConstraint(
                fields=["wave", "subject", "respondent_key", "perspective"],
                name="one_submitted_response",
                condition=Q(state="submitted"),
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                fields=["wave", "subject", "respondent_key", "perspective"],
                name="one_draft_response",
                condition=Q(state="draft"),
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="response_known_state", condition=Q(state__in=ResponseState.values)),
            models.CheckConstraint(
                name="submitted_response_is_dated",
                condition=Q(state__in=["draft", "withdrawn"]) | Q(submitted_at__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="version_of_its_wave",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    IF (SELECT version_id FROM assessments_wave WHERE id = NEW.wave_id)
                        IS DISTINCT FROM NEW.version_id THEN
                        RAISE EXCEPTION 'a response answers the version of its wave' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="consensus_has_its_evidence",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__perspective="consensus", new__state="submitted")
                & ~pgtrigger.Q(old__state="submitted"),
                func="""
                    IF EXISTS (
                        SELECT 1 FROM assessments_answer AS answer
                        JOIN assessments_item AS item ON item.id = answer.item_id
                        JOIN assessments_scaleanchor AS anchor
                            ON anchor.scale_id = item.scale_id AND anchor.value = answer.value
                        WHERE answer.response_id = NEW.id AND anchor.evidence_required AND NOT EXISTS (
                            SELECT 1 FROM assessments_evidencelink AS link
                            JOIN assessments_consensussession AS session ON session.id = link.session_id
                            WHERE session.wave_id = NEW.wave_id AND link.item_id = answer.item_id
                        )
                    ) THEN
                        RAISE EXCEPTION 'a level that requires evidence has none' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"response {self.pk}"


class MissingCode(models.TextChoices):
    NOT_ASKED = "not_asked", pgettext_lazy("missing answer", "not asked")
    NOT_APPLICABLE = "not_applicable", pgettext_lazy("missing answer", "does not apply to me")
    DONT_KNOW = "dont_know", pgettext_lazy("missing answer", "I don't know")
    REFUSED = "refused", pgettext_lazy("missing answer", "I would rather not say")
    SKIPPED = "skipped", pgettext_lazy("missing answer", "skipped")


class Answer(models.Model):
    """The answer to one item: exactly one of value, text, choices and missing code. Zero is a value."""

    response = models.ForeignKey(
        Response, verbose_name=_("response"), on_delete=models.CASCADE, related_name="answers"
    )
    item = models.ForeignKey(Item, verbose_name=_("item"), on_delete=models.PROTECT, related_name="answers")
    value = models.DecimalField(_("value"), max_digits=9, decimal_places=3, null=True, blank=True)
    text = models.TextField(_("text"), null=True, blank=True)  # noqa: DJ001 - empty and missing differ here
    choices = ArrayField(
        models.DecimalField(max_digits=9, decimal_places=3), verbose_name=_("choices"), null=True, blank=True
    )
    missing_code = models.CharField(  # noqa: DJ001 - null where there is an answer
        _("missing because"), max_length=16, choices=MissingCode.choices, null=True, blank=True
    )
    evidence = models.TextField(_("what shows it"), blank=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(fields=["response", "item"], name="one_answer_per_item"),
            models.CheckConstraint(
                name="exactly_one_kind_of_answer",
                condition=Q(value__isnull=False, text=None, choices=None, missing_code=None)
                | Q(value=None, text__isnull=False, choices=None, missing_code=None)
                | Q(value=None, text=None, choices__isnull=False, missing_code=None)
                | Q(value=None, text=None, choices=None, missing_code__in=MissingCode.values),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="fits_its_item_and_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=[("line", "RECORD"), ("response", "RECORD"), ("scale", "RECORD")],
                func=f"""
                    {DEMO_MAY_GO}
                    IF TG_OP = 'DELETE' THEN line := OLD; ELSE line := NEW; END IF;
                    SELECT r.state, r.version_id INTO response
                        FROM assessments_response AS r WHERE r.id = line.response_id;
                    IF response.state <> 'draft' AND NOT (TG_OP = 'INSERT' AND line.is_demo) AND NOT (
                        TG_OP = 'UPDATE' AND (NEW.text = '' OR NEW.text IS NOT DISTINCT FROM OLD.text)
                        AND NEW.evidence IN ('', OLD.evidence)
                        AND to_jsonb(NEW) - 'text' - 'evidence' = to_jsonb(OLD) - 'text' - 'evidence'
                    ) THEN
                        RAISE EXCEPTION 'submitted answers cannot change' USING ERRCODE = 'restrict_violation';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    IF (SELECT version_id FROM assessments_item WHERE id = NEW.item_id)
                        IS DISTINCT FROM response.version_id THEN
                        RAISE EXCEPTION 'the item is not of this version' USING ERRCODE = 'check_violation';
                    END IF;
                    IF NEW.value IS NOT NULL THEN
                        SELECT s.minimum, s.maximum INTO scale FROM assessments_scale AS s
                            JOIN assessments_item AS item ON item.scale_id = s.id WHERE item.id = NEW.item_id;
                        IF NEW.value < scale.minimum OR NEW.value > scale.maximum THEN
                            RAISE EXCEPTION 'the value lies outside the scale' USING ERRCODE = 'check_violation';
                        END IF;
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.response_id}: {self.item_id}"
