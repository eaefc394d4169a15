"""Staff say why before they see somebody's data."""

from django.db import transaction

from capacity.models import User
from capacity.queries.audit import LOOK
from capacity.states import LookReason
from common.log import record


@transaction.atomic
def state_reason(account: User, *, by: User, reason: str) -> None:
    """Logged, and shown to the person on her page. Refuses a reason that is not on the list."""
    record(LOOK, account, by=by, reason=LookReason(reason).value)
