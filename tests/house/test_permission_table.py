import os

import pytest
from django.conf import settings

from tests.house.permission_table import written

PAGE = settings.ROOT / "docs" / "permissions.md"


@pytest.mark.django_db
def test_the_page_about_permissions_says_what_the_code_does() -> None:
    text = written()
    if os.environ.get("WRITE_PERMISSIONS"):  # python3 dev.py permissions
        PAGE.write_text(text)
    assert PAGE.read_text() == text, "python3 dev.py permissions draws the page anew"
