"""Everything the portal holds of a person, across all apps: to show it to her, and to forget it."""

from collections.abc import Callable, Mapping, Sequence

from allauth.account.models import EmailConfirmation
from allauth.socialaccount.models import SocialApp
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django_celery_beat import models as beat
from django_celery_results import models as results

from assessments.actions import personal_data as assessments
from capacity.actions import personal_data as capacity
from capacity.models import Erasure, User
from common.jobs import enqueue
from common.log import record
from common.personal_data import (
    Held,
    Holding,
    forget_mentions,
    forget_names_in_admin_log,
    held,
    newest,
    words_of,
)
from evaluation.actions import personal_data as evaluation
from programs.actions import personal_data as programs

APPS = [capacity, programs, assessments, evaluation]
HOLDINGS: list[Holding] = [holding for app in APPS for holding in app.HOLDINGS]
OF_OTHER_PACKAGES: list[type[Model]] = [
    EmailConfirmation,  # goes with its address
    SocialApp,
    Group,
    Permission,
    ContentType,
    beat.PeriodicTask,
    beat.CrontabSchedule,
    results.TaskResult,  # tasks get ids, and their results are counts
    results.ChordCounter,
    results.GroupResult,
]
NOT_PERSONAL: list[type[Model]] = [*OF_OTHER_PACKAGES, *(model for app in APPS for model in app.NOT_PERSONAL)]


@transaction.atomic
def forget_what_others_read(account: User) -> None:
    """In letters and notes to others, and in the admin's own log. The first step: it needs her words to find them."""
    forget_mentions(words_of(HOLDINGS, account))
    forget_names_in_admin_log(HOLDINGS, account)


# The highest first: each still finds what is hers by what the lower ones hold.
STEPS: list[Callable[[User], None]] = [
    capacity.close,
    forget_what_others_read,
    evaluation.forget,
    assessments.forget,
    programs.forget,
    forget_what_others_read,  # again: giving back her seats has just written letters
    capacity.forget,
]


class SharedAccountError(Exception):
    """A demo account belongs to everybody who tries the portal."""


def held_of(account: User) -> list[Held]:
    """All tables in which there is something of hers; one query each."""
    found = [held(holding, account) for holding in HOLDINGS if holding.of]
    return [each for each in found if each.rows]


def newest_of(account: User, keys: Mapping[str, Sequence[int]], number: int) -> list[Held]:
    """The newest rows of each table in which there is something of hers; one query each."""
    return [newest(holding, account, number) for holding in HOLDINGS if holding.label in keys]


@transaction.atomic
def request_erasure(account: User, *, by: User) -> Erasure:
    """Signs her out everywhere at once; a worker does the rest. Refuses another person's account, and a shared one."""
    if account != by:
        raise PermissionError("Only a person herself can ask to be forgotten.")
    if account.is_demo:
        raise SharedAccountError
    erasure, is_new = Erasure.objects.get_or_create(account=account, defaults={"total": len(STEPS)})
    if is_new:
        record("config.personal_data.request_erasure", account, by=by)
        capacity.close(account)
    enqueue("config.tasks.erase", erasure_id=erasure.pk)
    return erasure


def carry_out(erasure: Erasure) -> None:
    """Goes on where it was left: each step is a transaction of its own, and may be done twice."""
    if erasure.finished_at is not None:
        return
    for number, step in enumerate(STEPS, start=1):
        if number <= erasure.done:
            continue
        step(erasure.account)
        Erasure.objects.filter(pk=erasure.pk).update(done=number)
    Erasure.objects.filter(pk=erasure.pk, finished_at=None).update(finished_at=timezone.now())


def resume() -> int:
    """Takes up again what a killed worker left; returns how many."""
    waiting = list(Erasure.objects.filter(finished_at=None).select_related("account"))
    for erasure in waiting:
        carry_out(erasure)
    return len(waiting)
