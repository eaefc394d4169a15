"""What a person says of herself for statistics only. Its rows are on no page but her own, and in no admin list."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from capacity.models.consent import ConsentText
from capacity.models.stakeholder import Stakeholder


class DemographicDimension(models.Model):
    """A question, "gender"; staff may change, add and retire questions and their answers."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("question"), max_length=120)
    help_text = models.TextField(_("what it is asked for"), blank=True)
    basis = models.CharField(_("where the categories come from"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("asked"), default=True)

    class Meta:
        verbose_name = _("demographic question")
        verbose_name_plural = _("demographic questions")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name


class DemographicOption(models.Model):
    """One possible answer."""

    dimension = models.ForeignKey(
        DemographicDimension, verbose_name=_("question"), on_delete=models.CASCADE, related_name="options"
    )
    code = models.SlugField(_("code"), max_length=40)
    label = models.CharField(_("answer"), max_length=120)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("offered"), default=True)

    class Meta:
        verbose_name = _("possible answer")
        verbose_name_plural = _("possible answers")
        ordering = ["position", "code"]
        constraints = [models.UniqueConstraint(fields=["dimension", "code"], name="one_option_per_code")]

    def __str__(self) -> str:
        return self.label


class Demographic(models.Model):
    """A person's answer for one purpose she agreed to. Withdrawing deletes the row; nothing of it is logged."""

    person = models.ForeignKey(
        Stakeholder, verbose_name=_("person"), on_delete=models.CASCADE, related_name="demographics"
    )
    dimension = models.ForeignKey(
        DemographicDimension, verbose_name=_("question"), on_delete=models.PROTECT, related_name="+"
    )
    option = models.ForeignKey(
        DemographicOption, verbose_name=_("answer"), on_delete=models.PROTECT, related_name="+"
    )
    consent = models.ForeignKey(
        ConsentText, verbose_name=_("agreed to"), on_delete=models.PROTECT, related_name="+"
    )
    purpose = models.CharField(_("purpose"), max_length=20)
    given_on = models.DateField(_("given on"))
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("demographic answer")
        verbose_name_plural = _("demographic answers")
        indexes = [models.Index(fields=["given_on"])]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "dimension", "purpose"], name="one_answer_per_question_and_purpose"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="fits_its_question_and_consent",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    IF (SELECT dimension_id FROM capacity_demographicoption WHERE id = NEW.option_id)
                        IS DISTINCT FROM NEW.dimension_id THEN
                        RAISE EXCEPTION 'the answer is of another question' USING ERRCODE = 'check_violation';
                    END IF;
                    IF (SELECT purpose FROM capacity_consenttext WHERE id = NEW.consent_id)
                        IS DISTINCT FROM NEW.purpose THEN
                        RAISE EXCEPTION 'the consent is for another purpose' USING ERRCODE = 'check_violation';
                    END IF;
                    IF (SELECT kind FROM capacity_stakeholder WHERE id = NEW.person_id) <> 'person' THEN
                        RAISE EXCEPTION 'only persons describe themselves' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"demographic answer {self.pk}"
