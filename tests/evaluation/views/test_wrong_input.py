"""What cannot be is refused beside its field, and what is new begins in the reader's language."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from evaluation.forms import learning
from evaluation.http import asking
from evaluation.models import Evaluation
from tests.factories.capacity import LanguageFactory, PersonFactory, RoleAssignmentFactory, StaffFactory
from tests.factories.evaluation import (
    EvaluationFactory,
    FindingFactory,
    FollowUpTaskFactory,
    ProgramIndicatorFactory,
    StoryFactory,
)
from tests.factories.programs import CohortFactory, EnrollmentFactory, ProgramFactory, ProgramRoleFactory

pytestmark = pytest.mark.django_db

YESTERDAY = timezone.localdate() - timedelta(days=1)
INDICATOR = {
    "name": "People who teach others", "definition": "Alumni who taught.", "level": "outcome", "measure": "count",
    "direction": "maintain", "tolerance": "0", "frequency": "once", "window_months": "0", "period_aggregation": "last",
    "unit_aggregation": "none",
}  # fmt: skip
EVALUATION = {
    "title": "One year later", "kind": "outcome", "design": "qualitative", "standing": "self", "conflict_note": "none",
    "language": "en",
}  # fmt: skip


@pytest.fixture
def evaluator(client):
    user = ProgramRoleFactory(program=None, role="evaluator").person.user
    client.force_login(user)
    return user


def errors(client, address, given):
    answer = client.post(address, given)
    assert answer.status_code == 422
    return {name: list(found) for name, found in answer.context["form"].errors.items()}


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"tolerance": "-1"}, "tolerance", "This is zero or more."),
        ({"window_months": "121"}, "window_months", "This is at most 120 months."),
    ],
)
def test_an_indicator_is_refused_in_words(client, evaluator, given, field, said):
    address = f"{reverse('evaluation:indicator-create')}?program={ProgramFactory().slug}"
    assert errors(client, address, INDICATOR | given) == {field: [said]}
    assert client.post(address, INDICATOR | {"tolerance": "0", "window_months": "120"}).status_code == 302


@pytest.mark.parametrize(
    ("indicator", "possible", "impossible"),
    [
        ({"measure": "percentage"}, ["0", "100"], ["-0.1", "100.1"]),
        ({"measure": "percentage", "lowest": 20, "highest": 400}, ["20", "100"], ["19.9", "100.1"]),
        ({"measure": "count"}, ["0", "5000"], ["-1"]),
        ({"measure": "index", "lowest": -5, "highest": 5}, ["-5", "5"], ["-5.1", "5.1"]),
        ({"measure": "mean_score"}, ["-12", "900"], []),
    ],
)
def test_baselines_and_targets_lie_where_figures_can(client, evaluator, indicator, possible, impossible):
    address = ProgramIndicatorFactory(**indicator).get_absolute_url()
    baseline = {"as_of": "2025-01-01", "data_source": "Survey"}
    target = {"starts_on": "2026-01-01", "ends_on": "2026-12-31"}
    for door, rest in (("baseline", baseline), ("target", target)):
        for value in possible:
            assert client.post(f"{address}{door}/", {**rest, "value": value}).status_code == 302
        for value in impossible:
            found = errors(client, f"{address}{door}/", {**rest, "value": value})
            assert found == {"value": ["This is outside of what is possible for this indicator."]}


def test_targets_and_baselines_are_shown_in_their_unit(client, evaluator):
    indicator = ProgramIndicatorFactory(measure="percentage")
    address = indicator.get_absolute_url()
    client.post(f"{address}baseline/", {"value": "20", "as_of": "2025-01-01", "data_source": "Survey"})
    client.post(f"{address}target/", {"value": "60", "starts_on": "2026-01-01", "ends_on": "2026-12-31"})
    page = client.get(address).content.decode()
    assert ("20% as of Jan 1, 2025" in page, "60% from" in " ".join(page.split())) == (True, True)


def test_a_figure_and_a_reason_for_none_do_not_go_together(client, evaluator):
    address = f"{ProgramIndicatorFactory(measure='count').get_absolute_url()}figures/new/"
    given = {"starts_on": "2026-01-01", "ends_on": "2026-06-30", "measured_on": "2026-07-01", "n": "40"}
    found = errors(client, address, {**given, "value": "12", "missing_reason": "lost"})
    assert found == {"missing_reason": ["Give a figure, or say why there is none: not both."]}
    assert client.post(address, {**given, "missing_reason": "lost"}).status_code == 302


def test_days_to_come_are_still_to_come(client, evaluator):
    evaluation = EvaluationFactory(state="collecting")
    finding = FindingFactory(evaluation=evaluation)
    address = f"{evaluation.get_absolute_url()}recommendations/new/"
    given = {"finding": finding.pk, "text": "Ask again."}
    assert errors(client, address, {**given, "respond_by": YESTERDAY}) == {
        "respond_by": ["This day is over."]
    }
    story = StoryFactory(program=evaluation.program)
    client.force_login(story.teller.user)
    given = {"consent": "named", "consent_expires_on": YESTERDAY}
    found = errors(client, f"{story.get_absolute_url()}consent/", given)
    assert found == {"consent_expires_on": ["This day is over."]}
    today = {**given, "consent_expires_on": timezone.localdate()}
    assert client.post(f"{story.get_absolute_url()}consent/", today).status_code == 302


def test_what_came_of_it_says_something(client):
    task = FollowUpTaskFactory(cohort=CohortFactory())
    person = PersonFactory(user=StaffFactory())
    ProgramRoleFactory(person=person, program=task.cohort.program)
    client.force_login(person.user)
    address = f"{task.get_absolute_url()}outcomes/new/"
    LanguageFactory(code="en")
    said = "Say whom it concerns, or in a few words what came of it."
    given = {"kind": "practice_changed", "language": "en"}
    assert errors(client, address, given) == {"description": [said]}
    assert client.post(address, {**given, "description": "Reviews are friendlier."}).status_code == 302


def test_a_role_taken_on_is_said_in_words_where_the_register_has_none(client):
    task = FollowUpTaskFactory(cohort=CohortFactory())
    person = PersonFactory(user=StaffFactory())
    ProgramRoleFactory(person=person, program=task.cohort.program)
    member = EnrollmentFactory(cohort=task.cohort, state="enrolled").person
    client.force_login(person.user)
    address = f"{task.get_absolute_url()}outcomes/new/"
    LanguageFactory(code="en")
    given = {"kind": "role_taken", "language": "en", "person": member.slug}
    assert "role" not in client.get(address).context["form"].fields
    assert errors(client, address, given) == {"description": ["Say which role was taken on."]}
    assert client.post(address, {**given, "description": "Leads the group."}).status_code == 302
    role = RoleAssignmentFactory(holder=member)
    assert list(client.get(address).context["form"].fields["role"].queryset) == [role]
    assert client.post(address, {**given, "role": role.public_id}).status_code == 302
    noted = task.outcomes.order_by("pk").values_list("kind", "person", "role", "description")
    assert list(noted) == [
        ("role_taken", member.pk, None, "Leads the group."),
        ("role_taken", member.pk, role.pk, ""),
    ]


def test_somebody_writes_at_first_in_the_language_in_which_she_reads(client, evaluator):
    for code in ("ar", "en"):
        LanguageFactory(code=code)
    program = ProgramFactory()
    for name in (
        "logic-model-create",
        "evaluation-create",
        "learning-create",
        "story-create",
        "outcome-create",
    ):
        address = f"{reverse(f'evaluation:{name}')}?program={program.slug}&uselang=ar"
        assert client.get(address).context["form"]["language"].value() == "ar", name
    written = EvaluationFactory(state="planned", language_id="en")
    kept = client.get(f"{written.get_absolute_url()}edit/?uselang=ar").context["form"]["language"].value()
    assert kept == "en"


def test_of_many_programs_the_addresses_are_asked_for(client, evaluator, monkeypatch):
    program, other, third = (ProgramFactory(title=f"Program {number}") for number in range(3))
    address = f"{reverse('evaluation:evaluation-create')}?program={program.slug}"
    assert client.get(address).content.decode().count('type="checkbox"') == 2
    monkeypatch.setattr(learning, "PROGRAMS_TO_TICK", 1)
    assert 'type="checkbox"' not in client.get(address).content.decode()
    assert client.get(address).context["form"]["also"].value() == ""
    wrong = errors(client, address, EVALUATION | {"also": f"{other.slug}\nnowhere"})
    assert wrong == {"also": ["There is no program at this address: nowhere"]}
    itself = errors(client, address, EVALUATION | {"also": program.slug})
    assert itself == {"also": [f"There is no program at this address: {program.slug}"]}
    client.post(address, EVALUATION | {"also": f"https://example.org/programs/{other.slug}/\r\n{third.slug}"})
    made = Evaluation.objects.get(title="One year later")
    assert set(made.also.all()) == {other, third}
    form = client.get(f"{made.get_absolute_url()}edit/").context["form"]
    assert set(str(form["also"]).partition(">")[2].partition("<")[0].split()) == {other.slug, third.slug}


def test_a_choice_of_many_programs_can_be_searched(client, evaluator, monkeypatch):
    for title in ("Teaching well", "Reading figures", "Reading maps"):
        ProgramFactory(title=title)
    address = reverse("evaluation:indicator-create")

    def offered(query=""):
        answer = client.get(f"{address}{query}")
        return [each.title for each in answer.context["programs"]], answer.context["search"] is not None

    assert offered() == (["Reading figures", "Reading maps", "Teaching well"], False)
    monkeypatch.setattr(asking, "PROGRAMS_OFFERED", 2)
    assert offered() == (["Reading figures", "Reading maps"], True)
    assert "There are more" in client.get(address).content.decode()
    assert offered("?q=TEACH") == (["Teaching well"], True)
    assert offered("?q=nothing") == ([], True)
    assert "No program is called so" in client.get(f"{address}?q=nothing").content.decode()
