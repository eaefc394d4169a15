"""What of evaluation cannot stand twice when two accounts become one: her key, and what is counted by it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from capacity.actions.merging import ONCE, Merging
from capacity.actions.references import twins
from evaluation.actions import changes, participations
from evaluation.models import ChangeFact, Participation, Pseudonym
from programs.models import Enrollment

RULES: dict[str, Promise] = {
    "evaluation.Pseudonym.stakeholder": _(
        "The random key of the account that stays stands; what was counted under the other is counted under it."
    ),
    "evaluation.SelectionRound_panel.stakeholder": ONCE,
}


def clear(merging: Merging) -> None:
    """What is counted under the one key is counted under the other; where both have the like, it is counted anew."""
    keys = {
        each.stakeholder_id: each.key
        for each in Pseudonym.objects.filter(stakeholder__in=[merging.person, merging.other])
    }
    if len(keys) < 2:
        return
    old, new = keys[merging.other.pk], keys[merging.person.pk]
    for table in (ChangeFact, Participation):
        rows = table._default_manager.filter(subject_key=old)
        rows.filter(twins(table, "subject_key", new)).delete()
        rows.update(subject_key=new)


def settle(merging: Merging) -> None:
    """When everything has come over: her facts and her participation anew, and with them every figure."""
    changes.refresh_for_subjects([merging.person.pk])
    cohorts = set(Enrollment.objects.filter(person=merging.person).values_list("cohort", flat=True))
    if cohorts:
        participations.refresh(cohorts)
