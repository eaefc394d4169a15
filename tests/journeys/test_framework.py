"""From a logic model to the final report in Chromium: the coordinator writes and enters, the evaluator verifies and
locks, staff have the report made and published by two, the coordinator reads what is final.
"""

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_writing import DESKTOP, PHONE, Stage, save
from tests.running import RunningPortal

TODAY = datetime.now(UTC).date()
MONTH, REPORT_SECONDS = re.compile("^month:"), 60


@pytest.fixture(
    params=[("en", True, DESKTOP), ("ar", False, PHONE)], ids=["english", "arabic-phone-without-script"]
)
def stage(request: pytest.FixtureRequest, portal: RunningPortal, browser: Any) -> Iterator[Stage]:
    made = Stage(portal, browser, *request.param, story="framework")
    with made.open:
        yield made
    assert made.complaints == []


def test_from_a_logic_model_to_the_final_report(stage: Stage) -> None:
    coordinator, evaluator = stage.enter("coordinator"), stage.enter("evaluator")
    model = write_model(coordinator, stage)
    indicator = write_indicator(coordinator, stage)
    do(evaluator, model, "approve")
    do(coordinator, indicator, "publish")
    figure = enter_figure(coordinator, indicator)
    do(coordinator, figure, "submit")
    do(evaluator, figure, "verify")
    do(evaluator, figure, "lock")
    reader = stage.enter()
    reader.goto(indicator)
    expect(reader.locator("main table tbody tr")).to_have_count(1)
    reader.goto(model)
    expect(reader.locator(".diagram__box")).to_have_count(2)
    expect(reader.locator(".diagram a")).to_have_count(0)
    report = make_report(stage.enter("author"), stage)
    publish(stage.enter("reviewer"), report)
    read_final(coordinator, stage, report)


# --- Steps ---


def write_model(page: Page, stage: Stage) -> str:
    """The address of the model; its outcome is edited from the diagram."""
    page.goto(f"/logic-models/new/?program={stage.story['slug']}")
    expect(page.locator("html")).to_have_attribute("lang", stage.language)
    page.fill("#id_situation", "Few people know how.")
    save(page)
    model = page.url
    for kind, statement in (("activity", "Workshops"), ("outcome_short", "People organise")):
        page.goto(f"{model}results/new/?kind={kind}")
        page.fill("#id_statement", statement)
        save(page)
    page.goto(model)
    if stage.has_script:
        draw_and_remove(page)
    else:
        link_by_forms(page, model)
    expect(page.locator(".outline").first).to_contain_text("They have time.")
    page.locator(".diagram [data-result]").last.click()
    page.wait_for_load_state()
    page.fill("#id_statement", "People organize")
    save(page)
    expect(page.locator(".outline").last).to_contain_text("People organize")
    return model


def draw_and_remove(page: Page) -> None:
    """Pulls a link with the mouse, removes it with the keyboard, draws it again with the keyboard."""
    first, last = page.locator(".diagram [data-result]").first, page.locator(".diagram [data-result]").last
    arrows = page.locator(".diagram__arrow")
    first.drag_to(last)
    expect(page.locator("dialog")).to_be_visible()
    page.set_viewport_size({"width": 320, "height": 640})
    fields = page.locator("dialog :is(select, textarea)")
    assert len(set(fields.evaluate_all("all => all.map(each => each.offsetWidth)"))) == 1
    page.set_viewport_size(DESKTOP)
    save_link(page)
    expect(arrows).to_have_count(1)
    page.locator(".diagram [data-cause]").focus()
    page.keyboard.press("Delete")
    expect(page.locator("dialog [name=remove]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(arrows).to_have_count(0)
    page.locator("[data-draw]").focus()
    page.keyboard.press("Enter")
    for box in (first, last):
        box.focus()
        page.keyboard.press("Enter")
    page.keyboard.type("They have time.")
    for key in ("Tab", "Tab", "Enter"):  # past the strength of evidence to “Save”
        page.keyboard.press(key)
    expect(arrows).to_have_count(1)


def save_link(page: Page) -> None:
    expect(page.locator("#link-assumption")).to_be_focused()
    page.locator("dialog .cdx-button--weight-primary").click()
    page.wait_for_load_state()


def choose(page: Page, field: str, words: str) -> None:
    """By what it says, whatever keeps its words in their direction."""
    option = page.locator(f"{field} option", has_text=words)
    page.select_option(field, option.get_attribute("value"))


def link_by_forms(page: Page, model: str) -> None:
    """The same without the script: the arrow is a link to its form."""
    page.goto(f"{model}links/new/")
    choose(page, "#id_cause", "Workshops")
    choose(page, "#id_effect", "People organise")
    save(page)
    page.locator(".diagram [data-cause]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/links/*/")
    page.fill("#id_assumption", "They have time.")
    save(page)


def write_indicator(page: Page, stage: Stage) -> str:
    page.goto(f"/indicators/new/?program={stage.story['slug']}")
    page.fill("#id_name", "Share who organize")
    page.fill("#id_definition", "Of those asked, how many organized something.")
    choose(page, "#id_result", "People organize")
    page.select_option("#id_measure", "percentage")
    save(page)
    return page.url


def enter_figure(page: Page, indicator: str) -> str:
    page.goto(f"{indicator}figures/new/")
    page.fill("#id_starts_on", (TODAY - timedelta(days=90)).isoformat())
    page.fill("#id_ends_on", (TODAY - timedelta(days=1)).isoformat())
    page.fill("#id_measured_on", TODAY.isoformat())
    page.fill("#id_numerator", "12")
    page.fill("#id_denominator", "24")
    page.fill("#id_n", "24")
    save(page)
    return page.url


def do(page: Page, address: str, deed: str) -> None:
    page.goto(f"{address}{deed}/")
    save(page)
    expect(page).to_have_url(address)


def make_report(page: Page, stage: Stage) -> str:
    """Of the program and the last month; whoever asked for it does not publish it."""
    page.goto("/reports/new/")
    options = page.locator("[name=span] option").evaluate_all("all => all.map(each => each.value)")
    page.select_option("[name=span]", next(filter(MONTH.match, options)))
    page.select_option("[name=scope]", "program")
    page.fill("[name=program]", stage.story["slug"])
    save(page)
    page.wait_for_url(re.compile(r"/reports/[0-9a-f-]{36}/"))
    deadline = time.monotonic() + REPORT_SECONDS
    while not page.locator("main a[href$='.csv']").count():
        assert time.monotonic() < deadline, "the report is not ready"
        page.wait_for_timeout(200)
        page.goto(page.url)
    expect(page.locator("main a[href$='publish/']")).to_have_count(0)
    return page.url


def publish(page: Page, report: str) -> None:
    page.goto(f"{report}publish/")
    page.locator("main form button").first.click()
    page.wait_for_url(report)


def read_final(page: Page, stage: Stage, report: str) -> None:
    page.goto("/reports/")
    page.locator(f"main a[href='{report.removeprefix(stage.portal.url)}']").first.click()
    page.wait_for_url(report)
    expect(page.locator("main .hash").first).to_be_attached()
    expect(page.locator("main a[href$='publish/'], main a[href$='narrative/']")).to_have_count(0)
    assert page.request.get(f"{report.rstrip('/')}.json").json()["state"] == "published"
