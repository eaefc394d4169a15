"""Staff say why before they see somebody's data."""

from django.db import transaction
from django.db.models import Model

from capacity.models import User
from capacity.queries.audit import LOOK
from capacity.states import LookReason
from common.log import record


@transaction.atomic
def state_reason(about: Model, *, by: User, reason: str) -> None:
    """Logged, and shown to the person, or to the people named on a page, on hers. Refuses a reason not on the list."""
    record(LOOK, about, by=by, reason=LookReason(reason).value)
