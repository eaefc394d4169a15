"""The account: how its person reads, which Wikimedia account is hers, and two that become one."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from capacity.actions.merging import Merging
from capacity.models import AccountMerge, Stakeholder, User
from capacity.queries.accounts import records_of
from common.log import record


@transaction.atomic
def choose(user: User, *, by: User, language: str = "", theme: str = "", time_zone: str = "") -> User:
    """Keeps how she reads; what is empty stays as it was. Refuses another person's account."""
    if user != by:
        raise PermissionError("How a person reads is hers to choose.")
    chosen = {"language": language, "theme": theme, "time_zone": time_zone}
    kept = {field: value for field, value in chosen.items() if value}
    for field, value in kept.items():
        setattr(user, field, value)
    user.full_clean(exclude={field.name for field in user._meta.fields} - set(kept))
    user.save(update_fields=[*kept, "updated_at"])
    return user


@transaction.atomic
def link_wikimedia(user: User, *, sub: str, username: str, by: User) -> User:
    """Keeps whose Wikimedia account this is, under its present name. Refuses another person's account."""
    if user != by:
        raise PermissionError("Which Wikimedia account is hers, a person shows by signing in to it.")
    if (user.wikimedia_sub, user.wikimedia_username) == (sub, username):
        return user
    verb = "capacity.accounts.rename" if user.wikimedia_sub == sub else "capacity.accounts.link_wikimedia"
    user.wikimedia_sub, user.wikimedia_username = sub, username
    user.save(update_fields=["wikimedia_sub", "wikimedia_username", "updated_at"])
    record(verb, user, by=by)
    return user


@transaction.atomic
def unlink_wikimedia(user: User, *, by: User) -> User:
    """Refuses another person's account."""
    if user != by:
        raise PermissionError("A person unlinks her own Wikimedia account.")
    user.wikimedia_sub = user.wikimedia_username = ""
    user.save(update_fields=["wikimedia_sub", "wikimedia_username", "updated_at"])
    record("capacity.accounts.unlink_wikimedia", user, by=by)
    return user


class MergeRefusal(models.TextChoices):
    """Why two accounts cannot become one."""

    SAME = "same", _("You have signed in to the same account twice.")
    CLOSED = "closed", _("One of the two accounts is closed.")
    DEMO = "demo", _("An invented person of the demonstration stays by herself.")
    TWO_WIKIMEDIA = (
        "two_wikimedia",
        _(
            "Each of the two accounts is linked to a Wikimedia account of its own, and one account has only one. Sign "
            "in to the account whose link you do not want to keep, give it an e-mail address if it has none, unlink "
            "it under “Security”, and merge then: what you did under either account is kept."
        ),
    )
    MEANWHILE = (
        "meanwhile",
        _(
            "Something changed under one of the two accounts just now. Nothing was merged yet: please confirm again."
        ),
    )
    NOT_POSSIBLE = (
        "not_possible",
        _(
            "Something that stands under these two accounts cannot be brought together. Nothing was changed. "
            "Please write to the staff of the portal."
        ),
    )


class MergeError(Exception):
    def __init__(self, refusal: MergeRefusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


def begin_merge(one: User, other: User, *, by: User) -> Merging | AccountMerge:
    """Locks both accounts and their persons, so that nothing new can be written for them, and says which stays: the one
    with more rights, else the one under which she has taken part, else `by`. If they are one already, how that was.
    Refuses as MergeRefusal says. Expects a transaction around it.
    """
    asked = [one.pk, other.pk]
    both = list(User.objects.select_for_update().filter(pk__in=asked).order_by("pk"))
    done = AccountMerge.objects.filter(closed__in=asked, kept__in=asked).select_related("kept").first()
    if done:
        return done
    kept, closed = _kept_and_closed(both, by=by)
    persons = Stakeholder.objects.select_for_update(of=["self"]).filter(user__in=asked).order_by("pk")
    of = {person.user_id: person for person in persons}
    if set(of) != set(asked):
        raise MergeError(MergeRefusal.NOT_POSSIBLE)  # an account of the shell, without a person
    return Merging(kept=kept, closed=closed, person=of[kept.pk], other=of[closed.pk])


def finish_merge(merging: Merging) -> AccountMerge:
    """The account that stays takes over what it lacks of the ways to sign in, and of rights; the other is closed. The
    event and the log say what came over.
    """
    kept, closed = merging.kept, merging.closed
    _take_over(kept, _close(closed))
    moved, ended = dict(sorted(merging.moved.items())), dict(sorted(merging.ended.items()))
    merge = AccountMerge.objects.create(kept=kept, closed=closed, moved=moved, ended=ended)
    after = {"closed": closed.pk, "moved": moved, "ended": ended}
    record("capacity.accounts.merge", kept, by=kept, after=after)
    return merge


def _kept_and_closed(both: list[User], *, by: User) -> tuple[User, User]:
    if len(both) < 2:
        raise MergeError(MergeRefusal.SAME)
    if by not in both:
        raise PermissionError("A person merges her own accounts.")
    if not all(user.is_active for user in both):
        raise MergeError(MergeRefusal.CLOSED)
    if any(user.is_demo for user in both):
        raise MergeError(MergeRefusal.DEMO)
    if all(user.wikimedia_sub for user in both):
        raise MergeError(MergeRefusal.TWO_WIKIMEDIA)
    closed, kept = sorted(
        both, key=lambda user: (user.is_superuser, user.is_staff, bool(records_of(user)), user == by)
    )
    return kept, closed


@dataclass
class Opening:
    """What opened the account that is closed."""

    user: User
    address: EmailAddress | None
    password: str
    wikimedia: tuple[str, str]

    @classmethod
    def of(cls, user: User) -> "Opening":
        return cls(
            user=user,
            address=EmailAddress.objects.filter(user=user, verified=True).order_by("-primary").first(),
            password=user.password if user.has_usable_password() else "",
            wikimedia=(user.wikimedia_sub, user.wikimedia_username),
        )


def _close(user: User) -> Opening:
    """Nobody signs in to it any more, and nothing personal is left in it."""
    opening = Opening.of(user)
    user.email, user.wikimedia_sub, user.wikimedia_username = None, "", ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.erased_at = timezone.now()
    user.set_unusable_password()
    user.save()
    UserSession.objects.filter(user=user).delete()
    return opening


def _take_over(kept: User, opening: Opening) -> None:
    """A passkey is bound to its account, and ends with it."""
    has_address = EmailAddress.objects.filter(user=kept, verified=True).exists()
    if opening.address and not has_address:
        EmailAddress.objects.filter(user=kept).delete()
        opening.address.user, opening.address.primary = kept, True
        opening.address.save()
        kept.email = opening.address.email
        if opening.password and not kept.has_usable_password():
            kept.password = opening.password
    if opening.wikimedia[0]:
        kept.wikimedia_sub, kept.wikimedia_username = opening.wikimedia
        SocialAccount.objects.filter(user=opening.user).update(user=kept)
    kept.save()
    if not Authenticator.objects.filter(user=kept).exists():
        app_and_codes = Authenticator.objects.filter(user=opening.user).exclude(
            type=Authenticator.Type.WEBAUTHN
        )
        app_and_codes.update(user=kept)
    for table in (EmailAddress, Authenticator, SocialAccount):
        table._default_manager.filter(user=opening.user).delete()
