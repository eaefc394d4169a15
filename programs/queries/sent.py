"""The people for whom an organization stands in programs."""

from django.conf import settings
from django.db.models import QuerySet

from capacity.models import Stakeholder
from common.paging import Page, page_of
from programs.models import Enrollment, long_texts
from programs.states import EnrollmentState


def sent_by(organization: Stakeholder, *, state: str = "", cursor: str = "") -> Page[Enrollment]:
    """Newest first; a draft is nobody's but hers who writes it. Raises CursorError."""
    sent: QuerySet[Enrollment] = Enrollment.objects.filter(organization=organization)
    sent = sent.filter(state=state) if state else sent.exclude(state=EnrollmentState.DRAFT)
    rows = sent.select_related("person", "cohort__program").defer(*long_texts("cohort__program"))
    return page_of(rows, ordering=["-pk"], cursor=cursor, size=settings.PAGE_ROWS)
