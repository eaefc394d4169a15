import pytest

from evaluation.logic import methods
from evaluation.logic.methods import FIGURES, METHOD_VERSION, RULES


@pytest.fixture
def earlier_methods(monkeypatch):
    """Versions before today's: since the first, how figures are computed changed; since the second only rules."""
    versions = {"first": FIGURES, "second": FIGURES, "third": RULES, METHOD_VERSION: RULES}
    monkeypatch.setattr(methods, "CHANGED", versions)
    return "first", "second"
