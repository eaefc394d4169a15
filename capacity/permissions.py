"""Who may do what with people, organizations and the shared language. Default is no."""

import rules

from capacity.models import Affiliation, Stakeholder, User


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
def is_organization(user: User, organization: Stakeholder | None) -> bool:
    return organization is not None and not organization.is_person


rules.add_perm("capacity.view_affiliate_desk", represents | is_staff)
rules.add_perm("capacity.edit_organization", is_organization & (represents | is_staff))
rules.add_perm("capacity.set_maturity", is_organization & is_staff)

# The admin asks for Django's own names. What it shows, and what of it is only read, its pages say.
rules.add_perm("capacity", is_staff)
for model in (
    "user", "stakeholder", "stakeholdername", "affiliation", "territory", "language", "source", "category", "capacity",
    "capacitycategory", "capacitylabel", "glossaryterm",
):  # fmt: skip
    for deed in ("view", "add", "change", "delete"):
        rules.add_perm(f"capacity.{deed}_{model}", is_staff)
