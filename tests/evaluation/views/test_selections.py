import pytest

from tests.factories.capacity import PersonFactory, UserFactory
from tests.factories.evaluation import SelectionRoundFactory, StoryFactory

pytestmark = pytest.mark.django_db


def test_who_sits_on_the_panel_opens_the_selection_without_any_other_role(client):
    selection, other = SelectionRoundFactory(), SelectionRoundFactory()
    story = StoryFactory(program=selection.program)
    juror = PersonFactory(user=UserFactory())
    selection.panel.add(juror)
    client.force_login(juror.user)
    page = client.get(selection.get_absolute_url())
    assert (page.status_code, story.title in page.content.decode()) == (200, True)
    assert client.get(f"{selection.get_absolute_url()}decide/").status_code == 200
    assert client.get(other.get_absolute_url()).status_code == 404
    client.force_login(UserFactory())
    assert client.get(selection.get_absolute_url()).status_code == 404
