"""How somebody signs in, and what hangs on an account."""

from collections.abc import Iterator
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models import Model

from capacity.models import Stakeholder, User

# What belongs to signing in, to the account itself, or to what its person says of herself and goes with her; all else
# that points at an account or its person is a record.
OF_THE_ACCOUNT = {
    "account.EmailAddress.user",
    "capacity.AccountMerge.closed",
    "capacity.AccountMerge.kept",
    "capacity.Contact.stakeholder",
    "capacity.DataExport.account",
    "capacity.DirectoryEntry.stakeholder",
    "capacity.PersonVisibility.person",
    "capacity.Stakeholder.user",
    "capacity.StakeholderName.stakeholder",
    "capacity.Stakeholder_languages.stakeholder",
    "capacity.Stakeholder_territories.stakeholder",
    "common.ActionLog.by",  # what somebody did stays under the account with which she did it
    "common.Message.recipient",
    "common.Notification.recipient",
    "common.NotificationPreference.user",
    "mfa.Authenticator.user",
    "socialaccount.SocialAccount.user",
    "usersessions.UserSession.user",
}


@dataclass(frozen=True)
class Ways:
    """The ways in which one can sign in, and what protects them."""

    email: str
    has_password: bool
    wikimedia_username: str
    passkeys: int
    keys: int  # passkeys among them
    has_totp: bool
    recovery_codes: int
    sessions: int

    @property
    def count(self) -> int:
        by_password = self.has_password and bool(self.email)
        return by_password + bool(self.wikimedia_username) + self.passkeys

    @property
    def has_second_factor(self) -> bool:
        return self.has_totp or self.keys > 0


def ways_of(user: User) -> Ways:
    authenticators = list(Authenticator.objects.filter(user=user))
    keys = [each for each in authenticators if each.type == Authenticator.Type.WEBAUTHN]
    codes = next((each for each in authenticators if each.type == Authenticator.Type.RECOVERY_CODES), None)
    verified = EmailAddress.objects.filter(user=user, verified=True).order_by("-primary").first()
    linked = SocialAccount.objects.filter(user=user).first()
    return Ways(
        email=verified.email if verified else "",
        has_password=user.has_usable_password(),
        wikimedia_username=linked.extra_data.get("username", "") if linked else "",
        passkeys=sum(each.wrap().is_passwordless is True for each in keys),
        keys=len(keys),
        has_totp=any(each.type == Authenticator.Type.TOTP for each in authenticators),
        recovery_codes=len(codes.wrap().get_unused_codes()) if codes else 0,
        sessions=UserSession.objects.filter(user=user).count(),
    )


def records_of(user: User) -> list[str]:
    """Where the account or its person stands, beside what belongs to signing in: `app.Model.field`."""
    person = Stakeholder.objects.filter(user=user).first()
    return sorted({*_pointing_at(user), *(_pointing_at(person) if person else [])})


def pointers_at(model: type[Model]) -> Iterator[tuple[str, type[Model], str]]:
    """Every field of any table that points at rows of this one."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete or relation.many_to_many:
            continue  # the rows of a many-to-many relation are found by its own table
        table, field = relation.related_model, relation.field.name  # type: ignore[union-attr]
        yield f"{table._meta.label}.{field}", table, field  # type: ignore[union-attr, misc]


def _pointing_at(row: Model) -> Iterator[str]:
    for label, table, field in pointers_at(row._meta.model):
        if label not in OF_THE_ACCOUNT and table._base_manager.filter(**{field: row}).exists():
            yield label
