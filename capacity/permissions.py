"""Who may do what with people, organizations and the shared language. Default is no."""

from datetime import date

import rules
from django.db.models import QuerySet
from django.utils import timezone

from capacity.models import Affiliation, CapacitySuggestion, PersonVisibility, Stakeholder, User, audience_of
from common.statements import Written


@rules.predicate
def is_staff(user: User) -> bool:
    return user.is_active and user.is_staff


@rules.predicate
def is_a_person(user: User) -> bool:
    return user.is_authenticated and hasattr(user, "person")


def _representing(user: int, organization: int, day: date) -> QuerySet:
    held = Affiliation.objects.representing(user, day=day).filter(organization=organization)
    return held.order_by().values_list("pk")[:1]


REPRESENTING = Written(_representing, -77, -78, date.min)


@rules.predicate
def represents(user: User, organization: Stakeholder | None) -> bool:
    return (
        user.is_authenticated
        and organization is not None
        and bool(REPRESENTING.rows(user.pk, organization.pk, timezone.now().date()))
    )


@rules.predicate
def is_self(user: User, person: Stakeholder | None) -> bool:
    return user.is_authenticated and person is not None and person.user_id == user.pk


@rules.predicate
def is_member(user: User) -> bool:
    return user.is_authenticated and user.is_active


@rules.predicate
def suggested(user: User, suggestion: CapacitySuggestion | None) -> bool:
    return user.is_authenticated and suggestion is not None and suggestion.suggested_by_id == user.pk


rules.add_perm("capacity.suggest_capacity_change", is_member)
rules.add_perm("capacity.view_suggestion", suggested | is_staff)
rules.add_perm("capacity.withdraw_suggestion", suggested)
rules.add_perm("capacity.review_suggestions", is_staff)
rules.add_perm("capacity.decide_suggestion", is_staff & ~suggested)
rules.add_perm("capacity.edit_taxonomy", is_staff)


@rules.predicate
def is_her_own(user: User, affiliation: Affiliation | None) -> bool:
    return user.is_authenticated and affiliation is not None and affiliation.person.user_id == user.pk


@rules.predicate
def represents_its_organization(user: User, affiliation: Affiliation | None) -> bool:
    return affiliation is not None and represents(user, affiliation.organization)


@rules.predicate
def is_of_a_representative(user: User, affiliation: Affiliation | None) -> bool:
    return affiliation is not None and affiliation.is_representation


@rules.predicate
def is_organization(user: User, stakeholder: Stakeholder | None) -> bool:
    return stakeholder is not None and not stakeholder.is_person


@rules.predicate
def shows_capacities(user: User, person: Stakeholder | None) -> bool:
    visibility = PersonVisibility.objects.filter(person=person, person__user__is_active=True).first()
    return visibility is not None and "capacities" in visibility.shown_to(audience_of(user))


rules.add_perm("capacity.look_at_person", is_staff)
rules.add_perm("capacity.see_audit", is_staff)
rules.add_perm("capacity.see_jobs", is_staff)
rules.add_perm("capacity.view_affiliate_desk", is_staff | represents)
rules.add_perm("capacity.request_affiliation", is_a_person)
rules.add_perm("capacity.manage_members", represents | is_staff)
rules.add_perm("capacity.read_members", represents)  # staff who do not represent it say first why they look
rules.add_perm("capacity.view_unattended_requests", is_staff)
rules.add_perm("capacity.decide_affiliation", ~is_her_own & (represents_its_organization | is_staff))
rules.add_perm("capacity.see_affiliation", is_her_own | represents_its_organization | is_staff)
rules.add_perm("capacity.read_affiliation", is_her_own | represents_its_organization)  # the same holds
rules.add_perm("capacity.withdraw_affiliation", is_her_own)
rules.add_perm(
    "capacity.end_affiliation",
    is_her_own | is_staff | (represents_its_organization & ~is_of_a_representative),
)
rules.add_perm("capacity.hand_over_representation", is_her_own & is_of_a_representative)

rules.add_perm("capacity.view_claims", is_organization | is_self | shows_capacities)
rules.add_perm("capacity.state_claims", is_self | represents)
rules.add_perm("capacity.edit_organization", represents | is_staff)
rules.add_perm("capacity.set_maturity", is_staff)

# The admin asks for Django's own names. What it shows, and what of it is only read, its pages say.
rules.add_perm("capacity", is_staff)
for model in (
    "user", "accountmerge", "stakeholder", "stakeholdername", "contact", "capacityclaim", "affiliation", "territory",
    "language", "source", "category", "capacity",
    "capacitycategory", "capacitylabel", "capacitychange", "capacitysuggestion", "glossaryterm",
    "roleassignment", "demographicdimension", "demographicoption", "consenttext",
):  # fmt: skip
    for deed in ("view", "add", "change", "delete"):
        rules.add_perm(f"capacity.{deed}_{model}", is_staff)
