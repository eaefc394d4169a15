"""Measures one database and prints what it found as JSON: `python -m benchmarks.measure DATABASE SCRATCH`, or, for that
of the directory or of a catalog, `DATABASE directory` or `DATABASE catalog`; `DATABASE fill-directory` and `DATABASE
fill-catalog SIZE` fill them.
"""

import json
import sys

import django
from django.db import connection


def main() -> None:
    django.setup()
    from benchmarks import catalog, directory, pages, writes  # noqa: PLC0415 - models, after the setup

    if sys.argv[2] == "fill-directory":
        directory.fill()
        return
    if sys.argv[2] == "fill-catalog":
        catalog.fill(sys.argv[3])
        return
    alone = {"directory": directory.measure, "catalog": catalog.measure}
    if sys.argv[2] in alone:
        print(json.dumps(alone[sys.argv[2]]()))
        return
    found = pages.measure()
    connection.close()
    connection.settings_dict["NAME"] = sys.argv[2]
    found |= writes.measure()
    print(json.dumps(found))


if __name__ == "__main__":
    main()
