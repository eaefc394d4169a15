import pytest
from celery import current_app

from tests.factories.assessments import InvitationFactory


@pytest.fixture
def sent_tasks(monkeypatch):
    """What was asked of a worker once the transaction was committed: (task, arguments)."""
    sent = []
    monkeypatch.setattr(
        current_app, "send_task", lambda task, kwargs, **_options: sent.append((task, kwargs))
    )
    return sent


@pytest.fixture
def invitation():
    """Of a person, to an open baseline with two questions about one capacity."""
    return InvitationFactory()


@pytest.fixture
def person(invitation):
    return invitation.respondent.user
