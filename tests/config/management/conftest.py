import shutil
from pathlib import Path

import pytest

from tests.config.management.reference import FOLDER


@pytest.fixture
def folder(tmp_path):
    """A copy that a test may spoil."""
    return Path(shutil.copytree(FOLDER, tmp_path / "reference"))
