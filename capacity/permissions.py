"""Who may do what with people, organizations and the shared language. Default is no."""

import rules

from capacity.models import Affiliation, CapacitySuggestion, Stakeholder, User


@rules.predicate
def is_staff(user: User) -> bool:
    return user.is_active and user.is_staff


@rules.predicate
def represents(user: User, organization: Stakeholder | None) -> bool:
    return (
        user.is_authenticated
        and organization is not None
        and Affiliation.objects.representing(user).filter(organization=organization).exists()
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
rules.add_perm("capacity.view_affiliate_desk", represents | is_staff)

# The admin asks for Django's own names. What it shows, and what of it is only read, its pages say.
rules.add_perm("capacity", is_staff)
for model in (
    "user", "stakeholder", "stakeholdername", "affiliation", "territory", "language", "source", "category", "capacity",
    "capacitycategory", "capacitylabel", "capacitychange", "capacitysuggestion", "glossaryterm",
):  # fmt: skip
    for deed in ("view", "add", "change", "delete"):
        rules.add_perm(f"capacity.{deed}_{model}", is_staff)
