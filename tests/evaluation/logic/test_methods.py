import pytest

from evaluation.logic import methods
from evaluation.logic.methods import FIGURES, METHOD_VERSION, RULES, Remaking, remaking_of


@pytest.fixture(autouse=True)
def _versions(monkeypatch):
    versions = {"1": FIGURES, "2": RULES, "3": FIGURES, "4": RULES, METHOD_VERSION: RULES}
    monkeypatch.setattr(methods, "CHANGED", versions)


@pytest.mark.parametrize(
    ("version", "how"),
    [
        (METHOD_VERSION, Remaking.ALL),
        ("4", Remaking.FIGURES),
        ("3", Remaking.FIGURES),  # what it changed itself, it has
        ("2", Remaking.DATA),
        ("1", Remaking.DATA),
        ("unknown", Remaking.DATA),
        ("", Remaking.DATA),
    ],
)
def test_a_report_is_made_again_as_far_as_nothing_has_changed_since(version, how):
    assert remaking_of(version) == how
