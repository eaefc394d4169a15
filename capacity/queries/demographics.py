"""What is asked of persons for statistics, and what one has answered: read by herself alone."""

from collections import defaultdict

from capacity.models import ConsentText, Demographic, DemographicDimension, Stakeholder, User


def questions() -> list[DemographicDimension]:
    """Those that are asked now, with their answers. Two queries."""
    return list(DemographicDimension.objects.filter(is_active=True).prefetch_related("options"))


def consent_texts() -> list[ConsentText]:
    return list(ConsentText.objects.newest())


def answers_of(user: User) -> list[Demographic]:
    """Her own, and nobody else's."""
    rows = Demographic.objects.filter(person__user=user).select_related("dimension", "option", "consent")
    return list(rows.order_by("dimension__position", "purpose"))


def given_before(user: User) -> dict[str, object]:
    """Her answers as the form shows them; a consent to an older text is asked for anew."""
    rows = answers_of(user)
    answers: dict[str, object] = {f"dimension-{row.dimension_id}": str(row.option_id) for row in rows}
    return {**answers, "consents": sorted({str(row.consent_id) for row in rows})}


def counted_answers(purpose: str) -> dict[int, dict[int, int]]:
    """By person: the option of each dimension, for one purpose. Only `evaluation.stats.demographics` may ask: what it
    gives out is counts over the threshold.
    """
    found: dict[int, dict[int, int]] = defaultdict(dict)
    rows = Demographic.objects.filter(purpose=purpose).values_list("person", "dimension", "option")
    for person, dimension, option in rows:
        found[person][dimension] = option
    return found


def person_of(user: User) -> Stakeholder | None:
    return Stakeholder.objects.filter(user=user).first()
