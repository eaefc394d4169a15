"""The settings of the tests, with a clock that is ahead by `DAYS_AHEAD` days, and goes on."""

import os
from datetime import UTC, datetime, timedelta

import time_machine

from config.settings.test import *  # noqa: F403

time_machine.travel(datetime.now(UTC) + timedelta(days=int(os.environ["DAYS_AHEAD"])), tick=True).start()
