"""What things are called, in both directions of writing."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.translation import override

from evaluation.forms.follow_ups import EvidenceForm, OutcomeForm
from evaluation.templatetags.evaluation_panels import report_title
from tests.factories.capacity import AffiliateFactory, PersonFactory, StaffFactory
from tests.factories.evaluation import (
    AlertFactory,
    EquityTargetFactory,
    FigureFactory,
    FollowUpTaskFactory,
    ImpactReportFactory,
    LogicModelFactory,
    OutcomeStatementFactory,
    ProgramIndicatorFactory,
    ResultFactory,
)
from tests.factories.programs import ProgramRoleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client):
    person = PersonFactory(user=StaffFactory())
    ProgramRoleFactory(person=person, program=None, role="evaluator")
    client.force_login(person.user)
    return person.user


def test_a_latin_name_does_not_turn_an_arabic_heading_around():
    """The first letter decides in which direction a heading runs, unless the name stands apart."""
    task = FollowUpTaskFactory(cohort__name="2026-03 · Veloru")
    report = ImpactReportFactory(scope="affiliate", organization=AffiliateFactory(name="Veloru User Group"))
    assert (str(task), report_title(report)[:18]) == (
        "2026-03 · Veloru, 3 months after",
        "Veloru User Group,",
    )
    with override("ar"):
        assert str(task).startswith("\u20682026-03 · Veloru\u2069")
        assert report_title(report).startswith("\u2068Veloru User Group\u2069")


def test_no_two_fields_of_a_form_are_called_the_same():
    with override("ar"):
        for form in (EvidenceForm(), OutcomeForm(task=FollowUpTaskFactory())):
            labels = [str(field.label) for field in form]
            assert len(labels) == len(set(labels)), labels


def test_decimals_are_asked_for_as_they_were_given(client, reader):
    figure = FigureFactory(value=Decimal("3.0000"), state="draft")
    form = client.get(f"{figure.get_absolute_url()}edit/").context["form"]
    assert form["value"].value() == "3"
    indicator = ProgramIndicatorFactory(
        state="draft", lowest=Decimal("0.500"), highest=Decimal("100.000"), tolerance=0
    )
    form = client.get(f"{indicator.get_absolute_url()}edit/").context["form"]
    assert [form[name].value() for name in ("lowest", "highest", "tolerance")] == ["0.5", "100", "0"]


def test_an_alert_without_numbers_has_no_row_for_them(client, reader):
    def labels(alert):
        return [str(fact.label) for fact in client.get(alert.get_absolute_url()).context["facts"]]

    assert "Number" not in labels(AlertFactory())
    assert "Number" in labels(AlertFactory(count=3, of=12))


def test_what_goes_on_from_its_actor_begins_a_line_of_its_own(client, reader):
    outcome = OutcomeStatementFactory(change="plans its year", state="clarified")
    for door in ("answers/new", "evidence/new", "substantiate"):
        assert client.get(f"{outcome.get_absolute_url()}{door}/").context["back_name"] == "Plans its year"


def test_ending_a_target_leads_back_to_it(client, reader):
    target = EquityTargetFactory(starts_on=date(2026, 1, 1))
    page = client.get(
        reverse("evaluation:equity-target-end", kwargs={"public_id": target.public_id})
    ).content.decode()
    assert f'href="{reverse("evaluation:equity")}?by={target.dimension}"' in page.partition("<h1>")[0]


def test_choices_keep_the_direction_of_their_own_words(client, reader):
    """“40 people trained” would be read as “people trained 40”, where a list runs from right to left."""
    model = LogicModelFactory()
    ResultFactory(model=model, statement="40 people trained")
    for language, said in (("en", "40 people trained"), ("ar", "\u206840 people trained\u2069")):
        link = client.get(f"{model.get_absolute_url()}links/new/?uselang={language}")
        address = f"{reverse('evaluation:indicator-create')}?program={model.program.slug}&uselang={language}"
        counts = [answer.content.decode().count(said) for answer in (link, client.get(address))]
        assert counts == [2, 1]
