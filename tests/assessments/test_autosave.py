"""The questions in a real browser: what is typed is saved by itself, and survives a lost connection."""

from contextlib import closing
from decimal import Decimal

import pytest

from assessments.models import Answer
from tests.factories.assessments import InvitationFactory, WaveFactory, version_of
from tests.line import line_to, without_a_connection

pytestmark = pytest.mark.django_db(transaction=True)
STATE = "[data-autosave-state][data-now={}]"


@pytest.fixture
def invited():
    version = version_of({"code": "a"}, {"code": "b"}, {"code": "open", "kind": "open", "scale": None})
    return InvitationFactory(target__wave=WaveFactory(version=version))


@pytest.fixture
def line(live_server):
    with line_to(live_server.url) as line:
        yield line


@pytest.fixture
def questions(browser, line, client, invited):
    """The invited person's browser on a phone, at the questions."""
    client.force_login(invited.respondent.user)
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": line.url}
    with closing(browser.new_context(base_url=line.url, viewport={"width": 320, "height": 700})) as context:
        context.add_cookies([session])
        page = context.new_page()
        page.goto(f"/assessments/{invited.public_id}/")
        yield page


def values():
    return {answer.item.code: answer.value for answer in Answer.objects.select_related("item")}


def test_answers_save_themselves_and_survive_a_lost_connection(questions, line, invited):
    questions.check("#id_q-a-2")
    questions.wait_for_selector(STATE.format("saved"))
    assert values() == {"a": Decimal(1)}

    context = questions.context
    with without_a_connection(context, line):
        questions.check("#id_q-b-5")
        questions.wait_for_selector(STATE.format("offline"))
        questions.click("button[value=submit]")
        assert questions.input_value("#id_q-open") == ""
        assert values() == {"a": Decimal(1)}
        questions.close()

    again = context.new_page()
    again.goto(f"/assessments/{invited.public_id}/")
    again.wait_for_selector(STATE.format("saved"))
    assert values() == {"a": Decimal(1), "b": Decimal(4)}
    assert again.is_checked("#id_q-b-5") is True
    assert again.evaluate("localStorage.length") == 0

    again.click("button[value=submit]")
    again.wait_for_url(
        f"**/assessments/{invited.public_id}/result/"
    )  # whole, so that nothing is half made at the end


def test_nothing_is_wider_than_a_small_phone(questions):
    assert questions.evaluate("document.documentElement.scrollWidth") == 320
