"""A small stand-in for the reference data: what the demo population cannot be without."""

from capacity.models import RegionScheme
from tests.factories.capacity import (
    CapacityFactory,
    LanguageFactory,
    ProficiencyLevelFactory,
    RegionFactory,
    TerritoryFactory,
)
from tests.factories.programs import MethodFactory

PLACES = {"SSA": ["GH", "KE", "TZ"], "LAC": ["CO", "UY"], "CEECA": ["PL", "UA"], "SA": ["IN", "NP"]}
METHODS = ["training", "workshop-series", "mentorship", "peer-learning", "conference"]


def small_reference() -> None:
    for code in ("en", "ar", "es", "sw"):
        LanguageFactory(code=code, name_en=code)
    for region, territories in PLACES.items():
        area = RegionFactory(scheme=RegionScheme.WIKIMEDIA, code=region, name=region)
        for number, code in enumerate(territories, start=1):
            TerritoryFactory(code=code, name_en=code, region=area, population=20_000_000 * number)
    for level in range(6):
        ProficiencyLevelFactory(level=level)
    for code in METHODS:
        MethodFactory(code=code, name=code)
    for root in ("10", "36", "65"):
        top = CapacityFactory(code=root, name=f"Root {root}")
        for number in range(8):
            CapacityFactory(code=f"{root}{number}", name=f"Capacity {root}{number}", parent=top)
