"""Which versions can be compared with which: worked out once, when a version is published."""

from assessments.models import Comparability, InstrumentVersion, VersionLink

AS_IT_IS = {Comparability.IDENTICAL, Comparability.MINOR_WORDING}


def link(version: InstrumentVersion) -> None:
    """With the version before and with what that can be compared with. Over two bridges nothing is compared: their
    errors would add up unseen. Expects a transaction around it."""
    before = version.supersedes_id
    if before is None or version.comparability == Comparability.NOT_COMPARABLE:
        return
    of_before = VersionLink.objects.filter(later=before)
    alike = [before, *of_before.filter(bridged_by=None).values_list("earlier", flat=True)]
    if version.comparability == Comparability.BRIDGED:
        made = [VersionLink(earlier_id=each, later=version, bridged_by=version) for each in alike]
    else:
        made = [VersionLink(earlier_id=each, later=version) for each in alike]
        made += [VersionLink(earlier=version, later_id=each) for each in alike]
        made += [
            VersionLink(earlier_id=each.earlier_id, later=version, bridged_by_id=each.bridged_by_id)
            for each in of_before.exclude(bridged_by=None)
        ]
        # Whatever is bridged to one of the alike versions later on was told of the class at that time: this one joins.
        made += [
            VersionLink(earlier=version, later_id=each.later_id, bridged_by_id=each.bridged_by_id)
            for each in VersionLink.objects.filter(earlier=before).exclude(bridged_by=None)
        ]
    VersionLink.objects.bulk_create(made, ignore_conflicts=True)
