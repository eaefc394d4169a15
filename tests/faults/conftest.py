from collections.abc import Iterator

import pytest

from config.embedded import places
from tests.running import WholePortal


@pytest.fixture(scope="package")
def whole() -> Iterator[WholePortal]:
    """The whole portal under its supervisor, to be killed in parts."""
    portal = WholePortal(places.make_var() / "faults", REPORT_STALL_SECONDS="2")
    portal.start()
    yield portal
    portal.stop()
