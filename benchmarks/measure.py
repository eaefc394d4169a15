"""Measures one database and prints what it found as JSON: `python -m benchmarks.measure DATABASE SCRATCH`, or, for that
of the directory, `DATABASE directory`; `DATABASE fill-directory` fills it.
"""

import json
import sys

import django
from django.db import connection


def main() -> None:
    django.setup()
    from benchmarks import directory, pages, writes  # noqa: PLC0415 - models, after the setup

    if sys.argv[2] == "fill-directory":
        directory.fill()
        return
    if sys.argv[2] == "directory":
        print(json.dumps(directory.measure()))
        return
    found = pages.measure()
    connection.close()
    connection.settings_dict["NAME"] = sys.argv[2]
    found |= writes.measure()
    print(json.dumps(found))


if __name__ == "__main__":
    main()
