"""Statistics of the demo questionnaires, as the tasks would have counted them."""

from assessments.actions import statistics
from assessments.models import InstrumentVersion
from assessments.states import VersionState
from common.demo import Demo


def count_answers(demo: Demo) -> None:
    """At the usual size of all of them; of a larger population one is enough."""
    versions = InstrumentVersion.objects.filter(is_demo=True, state=VersionState.PUBLISHED).order_by("pk")
    for version in versions if demo.scale <= 1 else versions[:1]:
        statistics.rebuild(version)
    statistics.show_all()
