"""What `capacity`, and the packages that sign people in, hold of a person; and how it is forgotten.

The tables of `common` are named here too: it knows no person.
"""

import uuid

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from capacity import models
from capacity.letters import affiliations as letters
from capacity.models import Affiliation, Stakeholder, User
from common.demo import forget_cached
from common.models import (
    ActionLog,
    Change,
    ClockJob,
    Message,
    Notification,
    NotificationPreference,
    QuietHours,
)
from common.personal_data import ERASED, Holding, erase
from common.triggers import erasing

TO_SIGN_IN = _("so that you, and nobody else, can sign in")
TO_BE_KNOWN = _("so that people you work with know who you are")
TO_BE_TOLD = _("so that you are told what concerns you")
TO_ACCOUNT = _("so that it can be seen who changed what; it holds numbers, not words about you")

HOLDINGS = [
    Holding(
        model=models.RoleAssignment,
        of="holder__user",
        says=_("Roles you hold"),
        why=_("so that it can be seen who does what in the movement"),
        kept=("holder", "title"),
    ),
    Holding(
        model=User,
        of="pk",
        says=_("Your account"),
        why=TO_SIGN_IN,
        emptied={
            "email": None,
            "wikimedia_username": "",
            "wikimedia_sub": "",
            "password": "!",
            "language": "",
            "time_zone": "",
            "theme": models.Theme.AUTO,
            "is_active": False,
            "is_staff": False,
            "is_superuser": False,
            "last_login": None,
        },
        secret=("password",),
        page="account_email",
    ),
    Holding(
        model=Stakeholder,
        of="user",
        says=_("Who you are"),
        why=TO_BE_KNOWN,
        emptied={
            "name": ERASED,
            "description": "",
            "territory": None,
            "region": None,
            "maturity": models.CommunityMaturity.UNKNOWN,
            "maturity_year": None,
            "maturity_reason": "",
            "recognized_on": "",
            "ended_on": "",
            "website": "",
            "meta_url": "",
            "external_ids": {},
            "search_text": "",
        },
        secret=("search_text",),  # made of her names
        kept=("slug", "user"),  # the address name is made anew, see `forget`
        page="capacity:settings",
    ),
    Holding(
        model=models.StakeholderName,
        of="stakeholder__user",
        says=_("Other names of yours"),
        why=TO_BE_KNOWN,
        deleted=True,
    ),
    Holding(
        model=models.Contact,
        of="stakeholder__user",
        says=_("How you want to be reached"),
        why=TO_BE_KNOWN,
        deleted=True,
    ),
    Holding(
        model=models.PersonVisibility,
        of="person__user",
        says=_("What you show to whom"),
        why=TO_BE_KNOWN,
        deleted=True,
    ),
    Holding(
        model=models.DirectoryEntry,
        of="stakeholder__user",
        says=_("Your entry in the directory"),
        why=TO_BE_KNOWN,
        deleted=True,
        secret=("tokens",),
    ),
    Holding(
        model=models.Demographic,
        of="person__user",
        says=_("What you said of yourself for statistics"),
        why=_("so that it can be counted whom programs reach"),
        deleted=True,
        page="capacity:demographics",
    ),
    Holding(
        model=Affiliation,
        of="person__user",
        says=_("Your affiliations"),
        why=_("so that you can act for an organization, or with it"),
        deleted=True,
        kept=("organization", "decided_by"),
        page="capacity:affiliation-list",
    ),
    Holding(
        model=models.CapacityClaim,
        of="stakeholder__user",
        says=_("What you can do, offer and want to learn"),
        why=_("so that those who can help and those who want help find each other"),
        deleted=True,
        kept=("stated_by",),
    ),
    Holding(
        model=models.CapacitySuggestion,
        of="suggested_by",
        says=_("What you suggested for the shared list of capacities"),
        why=_("so that the list gets better; what was taken over stays, without your reasons"),
        emptied={"reason": ""},
        kept=("suggested_by", "decided_by", "text", "before", "answer"),
    ),
    Holding(
        model=models.CapacityChange,
        of="by",
        says=_("What you changed in the shared list of capacities"),
        why=TO_ACCOUNT,
        emptied={"reason": ""},
        kept=("by", "before", "after"),
    ),
    Holding(
        model=models.AccountMerge,
        of="kept",
        says=_("Accounts of yours that became one"),
        why=TO_ACCOUNT,
        kept=("kept", "closed", "moved", "ended"),
    ),
    Holding(
        model=models.DataExport,
        of="account",
        says=_("Files of your data that were made for you"),
        why=_("so that you can take your data along"),
        deleted=True,
        secret=("content",),
    ),
    Holding(
        model=models.Erasure,
        of="account",
        says=_("Your wish to be forgotten"),
        why=TO_ACCOUNT,
        kept=("account",),
    ),
    Holding(
        model=EmailAddress,
        of="user",
        says=_("Your e-mail addresses"),
        why=TO_SIGN_IN,
        deleted=True,
        page="account_email",
    ),
    Holding(model=SocialAccount, of="user", says=_("Your Wikimedia account"), why=TO_SIGN_IN, deleted=True),
    Holding(
        model=SocialToken,
        of="account__user",
        says=_("Keys to your Wikimedia account"),
        why=TO_SIGN_IN,
        deleted=True,
        secret=("token", "token_secret", "account", "app"),
    ),
    Holding(
        model=Authenticator,
        of="user",
        says=_("Your second factors and passkeys"),
        why=TO_SIGN_IN,
        deleted=True,
        secret=("data",),
        names={"type": _("kind"), "created_at": _("added"), "last_used_at": _("last used")},
        page="mfa_index",
    ),
    Holding(
        model=UserSession,
        of="user",
        says=_("Where you are signed in"),
        why=TO_SIGN_IN,
        deleted=True,
        secret=("session_key", "data"),
        names={
            "created_at": _("since"),
            "last_seen_at": _("last seen"),
            "ip": _("network address"),
            "user_agent": _("what the browser says of itself"),
        },
        page="usersessions_list",
    ),
    Holding(
        model=LogEntry,
        of="user",
        says=_("What you did on the staff's pages"),
        why=TO_ACCOUNT,
        emptied={"change_message": ""},
        kept=("user", "object_id", "object_repr"),
        secret=("object_repr",),
    ),
    Holding(
        model=Notification,
        of="recipient",
        says=_("What you were told on these pages"),
        why=TO_BE_TOLD,
        deleted=True,
        secret=("key",),
    ),
    Holding(
        model=NotificationPreference,
        of="user",
        says=_("How you want to be told"),
        why=TO_BE_TOLD,
        deleted=True,
        page="capacity:notification-preferences",
    ),
    Holding(
        model=QuietHours,
        of="user",
        says=_("Hours in which you get no e-mail"),
        why=TO_BE_TOLD,
        deleted=True,
        page="capacity:notification-preferences",
    ),
    Holding(
        model=Message, of="recipient", says=_("Letters to you"), why=TO_BE_TOLD, deleted=True, secret=("key",)
    ),
    Holding(
        model=ActionLog,
        of="by",
        says=_("What you did"),
        why=TO_ACCOUNT,
        kept=("by", "verb", "object_type", "before", "after", "reason"),
    ),
]

# Places, languages, and words shared by everybody: no row of them is about a person.
NOT_PERSONAL: list[type[Model]] = [
    models.Language,
    models.Source,
    models.Region,
    models.Territory,
    models.TerritoryLanguage,
    models.Category,
    models.Capacity,
    models.CapacityCategory,
    models.CapacityLabel,
    models.GlossaryTerm,
    models.ProficiencyLevel,
    models.DirectoryCount,
    models.ConsentText,
    models.DemographicDimension,
    models.DemographicOption,
    Change,
    ClockJob,
    Session,  # those of a person are found through her list of sessions, and deleted
]


@transaction.atomic
def close(account: User) -> None:
    """Ends all her sessions and lets nobody sign in any more. Tells nobody."""
    User.objects.filter(pk=account.pk).update(is_active=False)
    keys = UserSession.objects.filter(user=account).values_list("session_key", flat=True)
    Session.objects.filter(session_key__in=list(keys)).delete()


@transaction.atomic
def forget(account: User) -> None:
    """Empties what stays and deletes the rest; tells staff of organizations that nobody represents any more. Running it
    again changes nothing.
    """
    account = User.objects.select_for_update().get(pk=account.pk)
    if account.erased_at is not None:
        return
    for affiliation in left_alone(account):
        letters.unrepresented(affiliation)
    close(account)
    with erasing():
        erase(HOLDINGS, account)
    for person in Stakeholder.objects.filter(user=account):
        Stakeholder.objects.filter(pk=person.pk).update(
            slug=f"erased-{uuid.uuid4().hex}", public_id=uuid.uuid4()
        )
        person.languages.clear()
        person.territories.clear()
    account.groups.clear()
    account.user_permissions.clear()
    # With another public id nobody can find her anonymous answers by it.
    User.objects.filter(pk=account.pk).update(public_id=uuid.uuid4(), erased_at=timezone.now())
    transaction.on_commit(forget_cached)


def left_alone(account: User) -> "QuerySet[Affiliation]":
    """Her representations of organizations that nobody else represents."""
    all_terms = Affiliation.objects.current().filter(role=models.AffiliationRole.REPRESENTATIVE)
    others = all_terms.exclude(person__user=account).values("organization")
    hers = Affiliation.objects.representing(account).exclude(organization__in=others)
    return hers.select_related("organization")
