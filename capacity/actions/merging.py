"""Two accounts of one person become one: what `capacity` and the ground hold, and how rows of any table follow.

Each app has a module of this name: RULES says for each column of which a person can have but one row what becomes of
two, `clear` sees to it, and then `follow` turns every row that points to the one account or its person to the other,
whichever table it is in. tests/house fails for a column that must be unique and has no rule.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import DatabaseError, transaction
from django.db.models import Exists, Model, OuterRef, Q, QuerySet, UniqueConstraint
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from capacity.actions import directory
from capacity.actions.references import twins
from capacity.models import Affiliation, CapacityClaim, Demographic, Stakeholder, User
from capacity.queries.accounts import pointers_at
from capacity.states import MERGED, AffiliationState

OWN_STANDS = _("That of the account that stays stands.")
ONCE = _("It is kept once.")

# For each column that is one person's alone: what becomes of two rows.
RULES: dict[str, Promise] = {
    "capacity.Affiliation.person": _(
        "Of two affiliations of one kind at one time, the one that goes on stays, from the earlier day on; the other "
        "one is closed as merged."
    ),
    "capacity.CapacityClaim.stakeholder": _("Of two statements the newer one counts; the other is history."),
    "capacity.Contact.stakeholder": OWN_STANDS,
    "capacity.DataExport.account": OWN_STANDS,
    "capacity.Demographic.person": _("Of two answers the later one stands."),
    "capacity.DirectoryEntry.stakeholder": _("It is made anew."),
    "capacity.PersonVisibility.person": OWN_STANDS,
    "capacity.Stakeholder.user": _(
        "The person of the account that stays stands; what she left empty is filled."
    ),
    "capacity.StakeholderName.stakeholder": ONCE,
    "capacity.Stakeholder_languages.stakeholder": ONCE,
    "capacity.Stakeholder_territories.stakeholder": ONCE,
    "capacity.User_groups.user": ONCE,
    "capacity.User_user_permissions.user": ONCE,
    "capacity.AccountMerge.closed": _("It tells of what was, and stays."),
    "capacity.Erasure.account": _("Who is being forgotten merges nothing."),
    "common.NotificationPreference.user": OWN_STANDS,
    "common.QuietHours.user": OWN_STANDS,
    "account.EmailAddress.user": _(
        "The address of the account that stays stands; another one is taken over."
    ),
    "mfa.Authenticator.user": _("An authenticator app is taken over where there is none; a passkey ends."),
}
# What opened the closed account is seen to on its own (capacity.actions.accounts); the rest stays what it was.
NOT_FOLLOWING = {
    "account.EmailAddress.user",
    "capacity.AccountMerge.closed",
    "capacity.AccountMerge.kept",
    "capacity.DirectoryEntry.stakeholder",
    "capacity.Erasure.account",
    "capacity.Stakeholder.user",
    "mfa.Authenticator.user",
    "socialaccount.SocialAccount.user",
    "usersessions.UserSession.user",
}


@dataclass
class Merging:
    """Both accounts, locked, and what has come over and what could not stand twice, by table."""

    kept: User
    closed: User
    person: Stakeholder
    other: Stakeholder  # the person of the closed account
    turned_rows: dict[str, set[Any]] = field(default_factory=dict)  # a row may point to her more than once
    ended: Counter[str] = field(default_factory=Counter)

    @property
    def moved(self) -> Counter[str]:
        return Counter({label: len(keys) for label, keys in self.turned_rows.items()})

    def end(self, model: type[Model], number: int = 1) -> None:
        if number:
            self.ended[model._meta.label_lower] += number

    def turned(self, value: int) -> int:
        """A person's id as it will be."""
        return self.person.pk if value == self.other.pk else value


def is_alone(table: type[Model], column: str) -> bool:
    """Whether a row of it can forbid another one with the same value in this column."""
    own = table._meta.get_field(column)
    together: Iterable[Collection[str]] = table._meta.unique_together
    return bool(
        own.unique  # type: ignore[union-attr]
        or any(column in names for names in together)
        or any(
            (isinstance(each, UniqueConstraint) and column in each.fields)
            or (
                isinstance(each, ExclusionConstraint)
                and any(column == part for part, _operator in each.expressions)
            )
            for each in table._meta.constraints
        )
    )


def is_history(table: type[Model]) -> bool:
    """Rows that are only added: they stay under the account with which it was done."""
    triggers: Iterable[pgtrigger.Trigger] = getattr(table._meta, "triggers", [])
    return any(each.name.startswith("append_only") for each in triggers)


# --- What cannot stand twice ---


def clear(merging: Merging) -> None:
    """Affiliations, statements and demographic answers by their rules; and she is whom she was under both."""
    _clear_affiliations(merging)
    _clear_claims(merging)
    _clear_demographics(merging)
    _fill_person(merging)


def _clear_affiliations(merging: Merging) -> None:
    live = [AffiliationState.CONFIRMED, AffiliationState.ENDED, AffiliationState.REQUESTED]
    rows = Affiliation.objects.filter(person__in=[merging.person, merging.other], state__in=live)
    left = sorted(rows.select_for_update().order_by("pk"), key=_lasting, reverse=True)
    standing: list[Affiliation] = []
    while left:
        row = left.pop(0)
        same = next((each for each in standing if _is_beside(each, row)), None)
        if same is None:
            standing.append(row)
            continue
        was_there = row.state != AffiliationState.REQUESTED
        _close_affiliation(row)
        merging.end(Affiliation)
        if was_there:
            _extend(same, row, [*standing, *left])


def _lasting(row: Affiliation) -> tuple[Any, ...]:
    """What goes on first, then what ended latest; a wish last."""
    order = [AffiliationState.REQUESTED, AffiliationState.ENDED, AffiliationState.CONFIRMED]
    return order.index(AffiliationState(row.state)), row.ends_on or date.max, row.starts_on, row.pk


def _is_beside(one: Affiliation, other: Affiliation) -> bool:
    if (one.organization_id, one.role) != (other.organization_id, other.role):
        return False
    begins_in_time = one.ends_on is None or other.starts_on <= one.ends_on
    return begins_in_time and (other.ends_on is None or one.starts_on <= other.ends_on)


def _close_affiliation(row: Affiliation) -> None:
    row.state, row.reason = AffiliationState.WITHDRAWN, MERGED
    row.decided_at = row.decided_at or timezone.now()
    row.save(update_fields=["state", "reason", "decided_at", "updated_at"])


def _extend(stays: Affiliation, closed: Affiliation, others: list[Affiliation]) -> None:
    """She was there from the earlier of both days on; unless another affiliation of hers lies between."""
    if stays.state == AffiliationState.REQUESTED or closed.starts_on >= stays.starts_on:
        return
    before, stays.starts_on = stays.starts_on, closed.starts_on
    if any(each is not stays and _is_beside(each, stays) for each in others):
        stays.starts_on = before
        return
    stays.save(update_fields=["starts_on", "updated_at"])


def _clear_claims(merging: Merging) -> None:
    """Of two current statements the newer stays current, as if one person had said both."""
    both = CapacityClaim.objects.current().filter(stakeholder__in=[merging.person, merging.other])
    newer = both.filter(
        Q(stated_on__gt=OuterRef("stated_on")) | Q(stated_on=OuterRef("stated_on"), pk__gt=OuterRef("pk")),
        capacity=OuterRef("capacity"),
        kind=OuterRef("kind"),
    )
    merging.end(CapacityClaim, both.filter(Exists(newer)).update(is_current=False))


def _clear_demographics(merging: Merging) -> None:
    both = Demographic.objects.filter(person__in=[merging.person, merging.other])
    later = both.filter(
        Q(given_on__gt=OuterRef("given_on")) | Q(given_on=OuterRef("given_on"), pk__gt=OuterRef("pk")),
        dimension=OuterRef("dimension"),
        purpose=OuterRef("purpose"),
    )
    merging.end(Demographic, both.filter(Exists(later)).delete()[0])


def _fill_person(merging: Merging) -> None:
    """What she left empty under the account that stays."""
    person, other = merging.person, merging.other
    empty = [
        name
        for name in ("description", "territory", "region")
        if not getattr(person, name) and getattr(other, name)
    ]
    for name in empty:
        setattr(person, name, getattr(other, name))
    if empty:
        person.save(update_fields=[*empty, "updated_at"])


# --- What follows ---


def follow(merging: Merging, rules: Mapping[str, Promise]) -> None:
    """Turns whatever points to the closed account or its person, of whichever app. Where the database lets nobody
    change what an account did, that stays under it; what is a person's must come over, or nothing does.
    """
    for model, old, new in (
        (Stakeholder, merging.other, merging.person),
        (User, merging.closed, merging.kept),
    ):
        for label, table, column in pointers_at(model):
            if label not in NOT_FOLLOWING:
                _turn(merging, table, column, old, new, is_alone=label in rules)
    directory.keep_searchable(merging.person)
    merging.other.delete()  # refused while anything is left that is hers


def _turn(
    merging: Merging, table: type[Model], column: str, old: Model, new: Model, *, is_alone: bool
) -> None:
    if is_history(table) and isinstance(old, User):
        return
    rows: QuerySet[Any] = table._base_manager.filter(**{column: old})
    if is_alone:
        merging.end(table, rows.filter(twins(table, column, new)).delete()[0])
    keys = set(rows.values_list("pk", flat=True))
    if not keys:
        return
    if isinstance(old, User):
        _update_what_may_change(rows, column, new)
        keys -= set(rows.values_list("pk", flat=True))
    else:
        rows.update(**{column: new})
    if keys:
        merging.turned_rows.setdefault(table._meta.label_lower, set()).update(keys)


def _update_what_may_change(rows: "QuerySet[Any]", column: str, new: Model) -> None:
    """All at once where all may change, else one by one: what is published or locked stays as it was."""
    if _try(lambda: rows.update(**{column: new})):
        return
    for one in [rows.filter(pk=pk) for pk in rows.values_list("pk", flat=True)]:
        _try(lambda one=one: one.update(**{column: new}))  # type: ignore[misc]


def _try(deed: Callable[[], int]) -> bool:
    try:
        with transaction.atomic():
            deed()
    except DatabaseError:
        return False
    return True
