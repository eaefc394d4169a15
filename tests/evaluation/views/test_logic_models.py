import pytest
from django.urls import reverse

from evaluation.models import LogicModel
from tests.factories.capacity import UserFactory
from tests.factories.evaluation import ProgramIndicatorFactory, approved_logic_model
from tests.factories.programs import ProgramFactory, ProgramRoleFactory

pytestmark = pytest.mark.django_db


def test_from_nothing_to_an_approved_model(client):
    program = ProgramFactory()
    client.force_login(ProgramRoleFactory(program=program).person.user)
    client.post(
        f"{reverse('evaluation:logic-model-create')}?program={program.slug}",
        {"situation": "Few know how.", "language": "en"},
    )
    model = LogicModel.objects.get(program=program)
    address = model.get_absolute_url()
    for kind, statement in (("activity", "Workshops"), ("outcome_short", "People organize")):
        client.post(f"{address}results/new/", {"kind": kind, "statement": statement, "position": "0"})
    first, last = model.results.order_by("pk")
    client.post(f"{address}links/new/", {"cause": first.pk, "effect": last.pk, "strength": "weak"})
    circle = client.post(f"{address}links/new/", {"cause": last.pk, "effect": first.pk, "strength": "weak"})
    assert (circle.status_code, bool(list(circle.context["form"].non_field_errors()))) == (409, True)
    page = client.get(address)
    assert len(page.context["page"].drawing.boxes) == 2
    assert f"{address}results/{first.pk}/" in page.content.decode()
    assert client.post(f"{address}approve/").status_code == 403
    client.force_login(ProgramRoleFactory(program=program, role="evaluator").person.user)
    refused = client.post(f"{address}approve/")
    assert (refused.status_code, "measured by an indicator" in refused.content.decode()) == (409, True)
    ProgramIndicatorFactory(program=program, result=last)
    client.post(f"{address}approve/")
    client.logout()
    assert client.get(address).context["thing"].state == "approved"


def test_a_part_is_edited_and_removed(client):
    program = ProgramFactory()
    client.force_login(ProgramRoleFactory(program=program).person.user)
    model, link = approved_logic_model(program)
    client.post(f"{model.get_absolute_url()}follow/")
    draft = LogicModel.objects.get(program=program, state="draft")
    copy = draft.links.get()
    address = f"{draft.get_absolute_url()}links/{copy.pk}/"
    client.post(
        address,
        {
            "cause": copy.cause_id,
            "effect": copy.effect_id,
            "assumption": "They have time.",
            "strength": "strong",
        },
    )
    copy.refresh_from_db()
    assert (copy.assumption, copy.strength) == ("They have time.", "strong")
    client.post(f"{draft.get_absolute_url()}results/{copy.effect_id}/", {"remove": "1"})
    assert (draft.results.count(), draft.links.count()) == (1, 0)
    foreign = client.get(f"{draft.get_absolute_url()}results/{link.cause_id}/")
    assert foreign.status_code == 404


def test_strangers_read_and_do_not_write(client):
    model, _link = approved_logic_model(ProgramFactory())
    client.force_login(UserFactory())
    assert client.get(model.get_absolute_url()).status_code == 200
    assert client.get(f"{model.get_absolute_url()}results/new/").status_code == 403
