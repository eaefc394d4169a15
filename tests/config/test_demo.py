import pytest
from django.core.management import call_command

from tests.factories.reference import small_reference


@pytest.mark.django_db
def test_it_loads():
    small_reference()
    call_command("load_demo", scale=0.05)
    call_command("remove_demo")
