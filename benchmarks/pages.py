"""Whole pages over HTTP against raw SQL: for lists a statement written by hand that finds the same rows and counts,
for other pages the statements that the page itself sends.
"""

import http.client
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.databases import ROOT, environment
from benchmarks.rounds import Make, compete
from capacity.models import User
from config.embedded import crew

PORT = 18765

LIST = """
    SELECT program.id, program.slug, program.title_en, program.summary_en, method.name_en,
           (SELECT array_agg(language_id) FROM programs_program_languages WHERE program_id = program.id),
           (SELECT array_agg(capacity_id) FROM programs_programcapacity WHERE program_id = program.id),
           (SELECT array_agg(organization.name) FROM programs_programprovider AS provision
            JOIN capacity_stakeholder AS organization ON organization.id = provision.organization_id
            WHERE provision.program_id = program.id),
           (SELECT min(starts_on) FROM programs_cohort WHERE program_id = program.id AND ends_on >= current_date)
    FROM programs_program AS program JOIN programs_method AS method ON method.id = program.method_id
    WHERE program.state IN ('published', 'archived') AND {wish}
    ORDER BY program.published_at DESC, program.id DESC LIMIT 25
"""
COUNTS = """
    WITH fitting AS (
        SELECT id, method_id FROM programs_program AS program WHERE state IN ('published', 'archived') AND {wish}
    )
    SELECT 'total', '', count(*) FROM fitting
    UNION ALL SELECT 'method', method_id::text, count(*) FROM fitting GROUP BY 2
    UNION ALL SELECT 'language', language_id, count(*) FROM fitting
        JOIN programs_program_languages AS spoken ON spoken.program_id = fitting.id GROUP BY 2
    UNION ALL SELECT 'region', region_id::text, count(*) FROM fitting
        JOIN programs_program_regions AS place ON place.program_id = fitting.id GROUP BY 2
    UNION ALL SELECT 'capacity', capacity_id::text, count(*) FROM fitting
        JOIN programs_programcapacity AS aim ON aim.program_id = fitting.id GROUP BY 2
    UNION ALL SELECT 'format', delivery, count(DISTINCT program_id) FROM fitting
        JOIN programs_cohort AS cohort ON cohort.program_id = fitting.id GROUP BY 2
"""
ARABIC = (
    "EXISTS (SELECT 1 FROM programs_program_languages WHERE program_id = program.id AND language_id = 'ar')"
)
SAYS = "program.search_text LIKE '%conflicts%'"


def measure() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    member, staff = (cookie_of(f"{role}@demo.example") for role in ("member", "staff"))
    coordinator, representative = (
        cookie_of(f"{role}@demo.example") for role in ("coordinator", "representative")
    )
    lists = [
        ("browse, signed in", "/programs/", member, "true"),
        ("browse, anonymous", "/programs/", "", "true"),
        ("facets and counts, signed in", "/programs/?language=ar", member, ARABIC),
        ("search, signed in", "/programs/?q=conflicts", member, SAYS),
    ]
    pages = [
        ("detail, signed in", "/programs/demo-program-1/", member),
        ("detail, anonymous", "/programs/demo-program-1/", ""),
        ("my page", "/my/", member),
        ("coordinator's desk", "/desk/", coordinator),
        ("affiliate's page", "/affiliate/demo-organization-1/", representative),
        ("staff dashboard", "/staff/", staff),
    ]
    with served():
        for name, path, cookie, wish in lists:
            limit = replay([LIST.format(wish=wish), COUNTS.format(wish=wish)])
            found[name] = against(path, cookie, limit)
        for name, path, cookie in pages:
            statements = statements_of(path, cookie)
            if statements is not None:
                found[name] = against(path, cookie, replay(statements))
    return found


def against(path: str, cookie: str, limit: Make) -> dict[str, Any]:
    measured = compete({"page": get(path, cookie), "limit": limit})
    page, raw = measured["page"], measured["limit"]
    queries = statements_of(path, cookie)
    return {
        "rate": page.rate,
        "p95": page.p95,
        "limit": raw.rate,
        "ratio": page.rate / raw.rate,
        "times": raw.rate / page.rate,
        "queries": len(queries or []),
    }


def cookie_of(email: str) -> str:
    client = Client()
    client.force_login(User.objects.get(email=email))
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def statements_of(path: str, cookie: str) -> list[str] | None:
    """What the page asks of the database, its caches being warm; None where there is no such page."""
    client = Client()
    if cookie:
        name, _, value = cookie.partition("=")
        client.cookies[name] = value
    if client.get(path).status_code != 200:
        return None
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    reads = ("SELECT", "WITH", "(")
    return [query["sql"] for query in captured if query["sql"].lstrip().startswith(reads)]


def get(path: str, cookie: str) -> Make:
    def make() -> Callable[[], object]:
        web = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        headers = {"Accept-Encoding": "gzip", "Accept-Language": "en"} | (
            {"Cookie": cookie} if cookie else {}
        )

        def once() -> None:
            try:
                web.request("GET", path, headers=headers)
                answer = web.getresponse()
            except (
                http.client.RemoteDisconnected,
                ConnectionResetError,
            ):  # kept too long; a browser asks again too
                web.close()
                web.request("GET", path, headers=headers)
                answer = web.getresponse()
            answer.read()
            assert answer.status == 200, (path, answer.status)

        return once

    return make


def replay(statements: list[str]) -> Make:
    def make() -> Callable[[], object]:
        place = connection.settings_dict
        raw = psycopg.connect(host=place["HOST"], user=place["USER"], dbname=place["NAME"], autocommit=True)
        cursor = raw.cursor()

        def once() -> None:
            for statement in statements:
                cursor.execute(statement)
                cursor.fetchall()

        return once

    return make


@contextmanager
def served() -> Iterator[None]:
    """The web server as the portal runs it."""
    child = crew.web("127.0.0.1", PORT, {})
    name = connection.settings_dict["NAME"]
    with subprocess.Popen(
        child.command, cwd=ROOT, env=environment(name, BENCH_SERVER="1"), stdout=sys.stderr
    ) as web:
        try:
            wait()
            yield
        finally:
            web.terminate()


def wait(seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            get("/programs/", "")()()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
        else:
            return
