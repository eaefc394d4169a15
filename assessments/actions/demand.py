"""From unmet demand to a program: a draft that its writer goes on with."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.logic.demand import Balance
from assessments.queries.demand import Part
from capacity.models import Capacity, Language, Region, Stakeholder, User
from common.log import record
from programs.actions import programs
from programs.models import Method, Program


@transaction.atomic
def propose(
    capacity: Capacity, balance: Balance | None, part: Part, *, by: User, person: Stakeholder, language: str
) -> Program:
    """Begins a draft that builds the capacity, in the language or for the region of the demand; the log keeps what was
    known when it was proposed. Refuses (ValidationError) what is not unmet."""
    if balance is None or not balance.is_unmet:
        raise ValidationError(_("What is wanted here is met, or too few people want it to tell."))
    # Translators: the title of a program's draft
    title = _("Proposal: %(capacity)s") % {"capacity": capacity}
    method = Method.objects.order_by("position", "code")[0]
    program = programs.begin(by=by, person=person, title=title[:200], language=language, method=method)
    given = Language.objects.filter(code=part.code if part.by == "language" else language)
    places = Region.objects.wikimedia().filter(code=part.code) if part.by == "region" else None
    lists = programs.Lists(
        aims=[(capacity, None, None)],
        languages=list(given),
        regions=None if places is None else list(places),
    )
    program = programs.edit(program, by=by, lists=lists)
    known = {
        "capacity": capacity.code,
        "wants": balance.wants.n,
        "offers": balance.offers.n,
        "seats": balance.seats,
    }
    record("assessments.demand.propose", program, by=by, after={**known, "by": part.by, "part": part.code})
    return program
