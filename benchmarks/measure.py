"""Measures one database and prints what it found as JSON: `python -m benchmarks.measure DATABASE SCRATCH`, or, for that
of the directory or of a catalog, `DATABASE directory` or `DATABASE catalog`; `DATABASE fill-directory`, `DATABASE
fill-catalog SIZE` and `DATABASE fill-facts SIZE` fill them; `DATABASE facts DATABASE...` measures facts at all sizes;
`DATABASE SCRATCH answers` only what one more response costs.
"""

import json
import sys

import django
from django.db import connection


def main() -> None:
    django.setup()
    from benchmarks import answers, catalog, directory, facts, pages, writes  # noqa: PLC0415 - models, after the setup

    if sys.argv[2] == "fill-directory":
        directory.fill()
        return
    if sys.argv[2] == "fill-catalog":
        catalog.fill(sys.argv[3])
        return
    if sys.argv[2] == "fill-facts":
        facts.fill(sys.argv[3])
        return
    if sys.argv[2] == "facts":
        print(json.dumps(facts.measure(sys.argv[1], *sys.argv[3:])))
        return
    alone = {"directory": directory.measure, "catalog": catalog.measure, "facts-report": facts.report}
    if sys.argv[2] in alone:
        print(json.dumps(alone[sys.argv[2]]()))
        return
    found = {} if "answers" in sys.argv else pages.measure()
    connection.close()
    connection.settings_dict["NAME"] = sys.argv[2]
    found |= answers.measure() if "answers" in sys.argv else writes.measure()
    print(json.dumps(found))


if __name__ == "__main__":
    main()
