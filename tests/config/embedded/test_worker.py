"""What a Celery worker holds: what its tasks need, and no pages."""

import os
import subprocess
import sys

from config.embedded.places import ROOT

ASK = """
import sys
from config.celery import app
app.loader.import_default_modules()
from evaluation.models import ImpactReport
ImpactReport().get_absolute_url()
print(*sorted(set(sys.modules) & {"config.urls", "programs.views", "fido2", "icalendar", "scipy.optimize"}))
"""


def test_a_worker_that_tells_of_a_report_has_loaded_no_pages():
    place = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings.test"}
    asked = subprocess.run(
        [sys.executable, "-c", ASK], cwd=ROOT, env=place, capture_output=True, text=True, check=True
    )
    assert asked.stdout.strip() == ""
