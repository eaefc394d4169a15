"""Measures one database and prints what it found as JSON: `python -m benchmarks.measure DATABASE SCRATCH`."""

import json
import sys

import django
from django.db import connection


def main() -> None:
    django.setup()
    from benchmarks import pages, writes  # noqa: PLC0415 - models, after the setup

    found = pages.measure()
    connection.close()
    connection.settings_dict["NAME"] = sys.argv[2]
    found |= writes.measure()
    print(json.dumps(found))


if __name__ == "__main__":
    main()
