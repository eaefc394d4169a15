"""Two accounts of one person become one, across all apps: in one transaction, or not at all."""

import logging
from dataclasses import dataclass

from django.apps import apps
from django.db import DatabaseError, OperationalError, transaction
from django.db.models.deletion import ProtectedError
from django.utils.functional import Promise
from django.utils.text import capfirst

from assessments.actions import merging as assessments
from capacity.actions import accounts
from capacity.actions import merging as capacity
from capacity.actions.accounts import MergeError, MergeRefusal
from capacity.models import AccountMerge, User
from common.triggers import merging as merging_rows
from config.actions.personal_data import HOLDINGS
from evaluation.actions import merging as evaluation
from programs.actions import merging as programs

log = logging.getLogger(__name__)

RULES: dict[str, Promise] = capacity.RULES | programs.RULES | assessments.RULES | evaluation.RULES


@dataclass(frozen=True)
class Line:
    """A kind of rows, for the person whose they are: how many come over, and by which rules if two meet."""

    says: str
    number: int
    rules: tuple[str, ...] = ()


def merge(one: User, other: User, *, by: User) -> AccountMerge:
    """Makes one account of two whose person has signed in to each: everything that can follow comes over, what cannot
    stand twice is closed by its rule, and the account that is left is closed. Gives free seats to those who wait,
    tells mentors and mentees whose pair ends. Done once, however often it is asked. Refuses as MergeRefusal says.
    """
    try:
        with transaction.atomic():
            return _merge(one, other, by=by)
    except (OperationalError, programs.MeanwhileError) as error:  # others wrote at the same time
        raise MergeError(MergeRefusal.MEANWHILE) from error
    except (DatabaseError, ProtectedError) as error:
        log.exception("Two accounts cannot be merged: %s and %s", one.pk, other.pk)
        raise MergeError(MergeRefusal.NOT_POSSIBLE) from error


def rehearse(one: User, other: User, *, by: User) -> AccountMerge:
    """What `merge` would do: it is done, and taken back. Refuses what it would refuse."""
    with transaction.atomic():
        done = merge(one, other, by=by)
        transaction.set_rollback(True)
    return done


def _merge(one: User, other: User, *, by: User) -> AccountMerge:
    cohorts = programs.lock(one, other)
    begun = accounts.begin_merge(one, other, by=by)
    if isinstance(begun, AccountMerge):
        return begun
    with merging_rows():
        evaluation.clear(begun)
        programs.clear(begun, cohorts)
        assessments.clear(begun)
        capacity.clear(begun)
        capacity.follow(begun, RULES)
        evaluation.settle(begun)
        return accounts.finish_merge(begun)


def lines_of(counts: dict[str, int]) -> list[Line]:
    """Of a merge, by what each table says of a person; tables with the same words are one line."""
    said = {holding.label: str(holding.says) for holding in HOLDINGS}
    lines: dict[str, Line] = {}
    for label, number in counts.items():
        model = apps.get_model(label)
        if model._meta.auto_created:  # the languages of a person, and the like
            continue
        says = said.get(label) or str(capfirst(model._meta.verbose_name_plural))
        before = lines.get(says)
        rules = tuple(str(rule) for name, rule in RULES.items() if name.lower().startswith(f"{label}."))
        lines[says] = Line(says, number + (before.number if before else 0), rules)
    return sorted(lines.values(), key=lambda line: line.says)
