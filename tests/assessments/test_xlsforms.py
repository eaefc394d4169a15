"""Workbooks: export -> import -> export is identical; others read ours, we read theirs; mistakes have a place."""

from copy import deepcopy
from io import BytesIO

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from openpyxl import Workbook, load_workbook
from pyxform.xls2xform import convert

from assessments.formats import documents as files
from assessments.formats import xlsform_reading, xlsforms
from assessments.logic.documents import BadDocumentError
from tests.assessments.documents import instruments

OWN = sorted((settings.ROOT / "config" / "reference" / "editorial" / "instruments").glob("*.json"))


@hypothesis_settings(max_examples=25, deadline=None)
@given(instruments(capacities=["", "10"]))
def test_a_workbook_holds_all_of_it(document):
    found = xlsform_reading.read(xlsforms.write(document), capacities={"10"})
    assert (files.write(found.document), found.left_out) == (files.write(document), [])


TAXONOMY = {str(code) for code in range(10, 144)}


def own(path):
    return files.read(path.read_bytes(), capacities=TAXONOMY)


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.stem)
def test_other_tools_read_our_workbooks(path):
    document = own(path)
    result = convert(BytesIO(xlsforms.write(document)), validate=False)
    for item in document.items:
        assert f"/{xlsforms.name_of(item.code)}" in result.xform
    assert "نعم" in result.xform or "ليس" in result.xform


def workbook(survey, choices=(), settings=()):
    book = Workbook()
    book.active.title = "survey"
    for row in survey:
        book["survey"].append(row)
    for name, rows in (("choices", choices), ("settings", settings)):
        if rows:
            book.create_sheet(name)
            for row in rows:
                book[name].append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def theirs():
    return workbook(
        [
            [
                "type",
                "name",
                "label::English (en)",
                "label::French (fr)",
                "hint",
                "required",
                "relevant",
                "constraint",
            ],
            ["start", "start"],
            ["note", "welcome", "Welcome"],
            ["text", "who.are", "Who are you?", "Qui êtes-vous ?"],
            ["begin group", "skills", "Skills", "Compétences", "", "", "${who.are} != ''"],
            ["select_one yesno", "edits", "Do you edit?", "Modifiez-vous ?", "On any wiki", "yes"],
            ["select_multiple tools", "used", "Which tools?", "", "", "", "${edits} = 'yes'"],
            ["integer", "years", "For how many years?", "", "", "", "selected(${used}, 'bots')", ". < 30"],
            ["end group"],
            ["range", "mood", "How is it?", "", "", "", "", ""],
        ],
        [
            ["list_name", "name", "label::English (en)", "label::French (fr)"],
            ["yesno", "no", "No", "Non"],
            ["yesno", "yes", "Yes", "Oui"],
            ["tools", "gadgets", "Gadgets"],
            ["tools", "bots", "Bots"],
        ],
        [["form_title", "form_id"], ["A survey of others", "others_survey"]],
    )


def test_workbooks_of_others_are_read():
    convert(BytesIO(theirs()), validate=False)  # it is one that others accept
    found = xlsform_reading.read(theirs(), capacities=set())
    document = found.document
    assert document.instrument.title == {"en": "A survey of others"}
    assert [part.code for part in document.dimensions] == ["questions", "skills", "questions-2"]
    assert [(item.code, item.kind, item.scale) for item in document.items] == [
        ("who-are", "open", ""),
        ("edits", "single", "yesno"),
        ("used", "multiple", "tools"),
        ("years", "number", ""),
        ("mood", "number", "range-mood"),
    ]
    assert [item.relevance for item in document.items] == [
        "",
        "${who-are} != ''",
        "${who-are} != '' and ${edits} = 1",
        "${who-are} != '' and selected(${used}, 1)",
        "",
    ]
    assert document.items[1].help_text == {"en": "On any wiki"}
    assert document.items[1].stem["fr"] == "Modifiez-vous ?"
    assert found.left_out == [
        "questions of the type note",
        "questions of the type start",
        "the column constraint",
    ]


HEAD = ["type", "name", "label", "relevant"]


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ([["geopoint", "where", "Where?"]], "sheet survey, row 2, column type"),
        ([["text", "a", ""]], "sheet survey, row 2, column label"),
        ([["text", "a", "A?"], ["text", "a", "A?"]], "sheet survey, row 3, column name"),
        ([["text", "a", "A?", "${b} = 1"]], "sheet survey, row 2, column relevant"),
        ([["text", "a", "A?", "count-selected(${b}) > 1"]], "sheet survey, row 2, column relevant"),
        ([["select_one none", "a", "A?"]], "sheet survey, row 2, column type"),
        ([["begin repeat", "a", "A?"]], "sheet survey, row 2, column type"),
        ([["begin group", "a", "A?"], ["text", "b", "B?"]], "sheet survey, row 2, column type"),
        ([["end group"]], "sheet survey, row 2, column type"),
        ([["text", "", "A?"]], "sheet survey, row 2, column name"),
    ],
)
def test_what_is_wrong_has_its_sheet_row_and_column(rows, place):
    with pytest.raises(BadDocumentError) as refused:
        xlsform_reading.read(workbook([HEAD, *rows]), capacities=set())
    assert place in [problem.where for problem in refused.value.problems]


def test_a_mistake_made_in_our_own_workbook_has_its_place_too():
    document = own(OWN[0])
    book = load_workbook(BytesIO(xlsforms.write(document)))
    scales = book["portal_scales"]
    scales["D2"] = "-9"
    file = BytesIO()
    book.save(file)
    with pytest.raises(BadDocumentError) as refused:
        xlsform_reading.read(file.getvalue(), capacities=set())
    assert "sheet portal_scales, row 2, column maximum" in [one.where for one in refused.value.problems]


def with_list(name, document):
    """Our own workbook, in which another tool has given the first question another list of choices."""
    book = load_workbook(BytesIO(xlsforms.write(document)))
    for cell in book["survey"]["A"]:
        if str(cell.value).startswith("select_one"):
            cell.value = f"select_one {name}"
            break
    file = BytesIO()
    book.save(file)
    return file.getvalue(), f"row {cell.row}, column type"


def test_a_list_of_choices_that_is_not_there_is_refused_also_in_our_own_workbook():
    data, place = with_list("nowhere", own(OWN[0]))
    with pytest.raises(BadDocumentError) as refused:
        xlsform_reading.read(data, capacities=TAXONOMY)
    assert [one.where for one in refused.value.problems] == [f"sheet survey, {place}"]


def test_the_list_of_choices_that_other_tools_show_counts():
    document = own(OWN[0])
    other = deepcopy(document.scales[0])
    other.code = "another"
    document.scales.append(other)
    data, _place = with_list("another", document)
    found = xlsform_reading.read(data, capacities=TAXONOMY).document
    first = next(item for item in found.items if item.scale)
    assert first.scale == "another"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"x" * 100, b" " * 3_000_000], ids=range(4))
def test_what_is_no_workbook_is_refused_in_words(data):
    with pytest.raises(BadDocumentError):
        xlsform_reading.read(data, capacities=set())


def test_a_text_that_looks_like_a_formula_stays_a_text():
    document = own(OWN[0])
    document.items[0].stem["en"] = "=1+1"
    book = load_workbook(BytesIO(xlsforms.write(document)))
    cells = [cell for row in book["survey"].iter_rows() for cell in row if cell.value == "=1+1"]
    assert [cell.data_type for cell in cells] == ["s"]
    assert xlsform_reading.read(xlsforms.write(document), capacities=TAXONOMY).document == document
