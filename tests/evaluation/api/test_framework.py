"""What of logic models and indicators machines can read: what everybody sees on their pages."""

from decimal import Decimal

import pytest
from django.utils import timezone

from tests.factories.capacity import StaffFactory, UserFactory
from tests.factories.evaluation import (
    FigureFactory,
    LogicModelFactory,
    ProgramIndicatorFactory,
    ResultLinkFactory,
    approved_logic_model,
)
from tests.factories.programs import ProgramFactory

pytestmark = pytest.mark.django_db


def checked(indicator, **more):
    return FigureFactory(
        indicator=indicator,
        state="verified",
        verified_by=UserFactory(),
        verified_at=timezone.now(),
        **more,
    )


def test_an_indicator_is_shown_with_its_checked_figures(client):
    figure = checked(ProgramIndicatorFactory(state="published"), n=21, value=Decimal(12))
    listed = client.get("/api/v1/indicators/").json()["results"]
    assert [row["program"] for row in listed] == [figure.indicator.program.slug]
    shown = client.get(f"/api/v1/indicators/{figure.indicator.public_id}/").json()
    assert [(each["value"], each["n"], each["hidden"]) for each in shown["figures"]] == [
        ("12.0000", 21, False)
    ]
    assert "publicdomain/zero" in shown["license"]


def test_a_figure_of_few_is_hidden_also_from_who_may_see_it_on_the_page(client):
    figure = checked(ProgramIndicatorFactory(state="published"), n=3, value=Decimal(2))
    client.force_login(StaffFactory())
    (shown,) = client.get(f"/api/v1/indicators/{figure.indicator.public_id}/").json()["figures"]
    assert (shown["value"], shown["n"], shown["hidden"]) == (None, None, True)


def test_drafts_are_not_there(client):
    draft = ProgramIndicatorFactory(state="draft")
    assert client.get("/api/v1/indicators/").json()["results"] == []
    assert client.get(f"/api/v1/indicators/{draft.public_id}/").status_code == 404


def test_a_logic_model_says_what_leads_to_what(client):
    model, _link = approved_logic_model(ProgramFactory())
    shown = client.get(f"/api/v1/logic-models/{model.public_id}/").json()
    ids = {row["id"] for row in shown["results"]}
    assert ids == {str(result.public_id) for result in model.results.all()}
    assert len(shown["links"]) == model.links.count()
    assert {end for row in shown["links"] for end in (row["cause"], row["effect"])} <= ids


@pytest.mark.parametrize("rows", [1, 5])
def test_the_lists_ask_the_same_for_one_row_and_five(client, django_assert_num_queries, rows):
    for _each in range(rows):
        ProgramIndicatorFactory(state="published")
        approved_logic_model(ProgramFactory())
    for name in ("indicators", "logic-models"):
        with django_assert_num_queries(1):
            assert len(client.get(f"/api/v1/{name}/").json()["results"]) == rows


@pytest.mark.parametrize("rows", [1, 5])
def test_a_logic_model_asks_the_same_for_one_arrow_and_five(client, django_assert_num_queries, rows):
    model = LogicModelFactory()
    for _each in range(rows):
        ResultLinkFactory(cause__model=model)
    client.force_login(StaffFactory())
    with django_assert_num_queries(7):
        shown = client.get(f"/api/v1/logic-models/{model.public_id}/").json()
    assert len(shown["links"]) == rows
