"""Results from another system: looked at first, all or nothing, and twice is once."""

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from common.models import Notification
from programs.actions.completions import conclude_all
from tests.factories.capacity import PersonFactory, UserFactory
from tests.factories.programs import CohortFactory, EnrollmentFactory, ProgramRoleFactory
from tests.markup import flat

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return CohortFactory(starts_on=timezone.now().date())


@pytest.fixture
def signed_in(client, cohort):
    client.force_login(ProgramRoleFactory(program=cohort.program).person.user)
    return client


def address(cohort, name="import-results"):
    return reverse(f"programs:{name}", args=[cohort.program.slug, cohort.public_id])


def csv_of(*rows, header="enrollment,result"):
    return "\n".join([header, *(f"{enrollment},{result}" for enrollment, result in rows)])


def upload(client, cohort, text):
    data = text if isinstance(text, bytes) else text.encode()
    return client.post(address(cohort), {"file": SimpleUploadedFile("results.csv", data)})


def confirm(client, cohort, text):
    return client.post(address(cohort), {"text": text, "deed": "import"})


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_a_file_must_be_chosen(signed_in, cohort):
    assert "(optional)" not in signed_in.get(address(cohort)).text
    sent = signed_in.post(address(cohort), {})
    assert (sent.status_code, sent.context["form"].errors) == (422, {"file": ["Please choose a file."]})


def test_a_file_is_shown_first_and_then_taken_over_and_told(signed_in, cohort):
    one, two = EnrollmentFactory(cohort=cohort), EnrollmentFactory(cohort=cohort)
    text = csv_of((one.public_id, "completed"), (two.public_id, "not_completed"))
    shown = upload(signed_in, cohort, text)
    assert [(each.pk, result) for each, result in shown.context["plan"].changes] == [
        (one.pk, "completed"),
        (two.pk, "not_completed"),
    ]
    one.refresh_from_db()
    assert one.state == "enrolled"
    assert said(confirm(signed_in, cohort, text)) == ["2 results are taken over."]
    for each in (one, two):
        each.refresh_from_db()
    assert (one.state, two.state, one.events.get().reason) == ("completed", "not_completed", "imported")
    assert Notification.objects.filter(recipient__in=[one.person.user, two.person.user]).count() == 2


def test_the_same_file_twice_changes_nothing(signed_in, cohort):
    one = EnrollmentFactory(cohort=cohort)
    text = csv_of((one.public_id, "completed"))
    confirm(signed_in, cohort, text)
    assert said(confirm(signed_in, cohort, text))[-1] == "Nothing has changed."
    assert one.events.count() == 1


def test_one_wrong_line_and_nothing_is_taken_over(signed_in, cohort):
    one, gone = EnrollmentFactory(cohort=cohort), EnrollmentFactory(cohort=cohort, state="withdrawn")
    elsewhere = EnrollmentFactory()
    text = csv_of(
        (one.public_id, "completed"),
        (gone.public_id, "completed"),
        (elsewhere.public_id, "completed"),
        ("Ada", "completed"),
        ("Ada", "passed"),
        (one.public_id, "completed"),
    )
    response = confirm(signed_in, cohort, text)
    one.refresh_from_db()
    assert (response.status_code, one.state) == (422, "enrolled")
    assert response.context["plan"].problems == [
        (3, "result", "This is not possible in the state “withdrawn”."),
        (4, "enrollment", "Nobody in this cohort has this enrollment."),
        (5, "enrollment", "“Ada” is not the id of an enrollment."),
        (6, "enrollment", "“Ada” is not the id of an enrollment."),
        (6, "result", "“passed” is not a result: it is completed or not_completed."),
        (7, "enrollment", "This enrollment stands in line 2 already."),
    ]
    assert "Line 6, column result: “passed” is not" in flat(response)


def test_a_line_is_that_of_the_file_also_behind_a_field_of_several_lines(signed_in, cohort):
    one = EnrollmentFactory(cohort=cohort)
    text = f'name,enrollment,result\n"Ada\nLovelace",{one.public_id},completed\nBo,x,completed'
    response = confirm(signed_in, cohort, text)
    assert response.context["plan"].problems == [(4, "enrollment", "“x” is not the id of an enrollment.")]
    response = confirm(signed_in, cohort, text.replace("completed\nBo", "passed\nBo"))
    assert [line for line, _column, _what in response.context["plan"].problems] == [2, 4]


def test_if_one_cannot_be_written_none_is(signed_in, cohort, monkeypatch):
    """Also where the fault comes in the middle of writing."""
    people = [EnrollmentFactory(cohort=cohort) for _ in range(3)]
    told = []

    def fail_at_the_third(*args, **kwargs):
        told.append(args)
        if len(told) == 3:
            raise ZeroDivisionError

    monkeypatch.setattr("programs.actions.completions.letters.tell_state", fail_at_the_third)
    with pytest.raises(ZeroDivisionError):
        confirm(signed_in, cohort, csv_of(*((each.public_id, "completed") for each in people)))
    for each in people:
        each.refresh_from_db()
    assert [(each.state, each.events.count()) for each in people] == [("enrolled", 0)] * 3


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "The column “enrollment” is missing."),
        ("name,result\nAda,completed", "The column “enrollment” is missing."),
        ("enrollment,result\n", "There is no line below the header."),
        ('enrollment,result\n"a,b', "This is not CSV."),
        ("enrollment,result\na,b,c", "This line has more or fewer fields than the header."),
        ("enrollment,result\n" + "x" * 500_000, "The file is too large: at most 2000 lines."),
    ],
)
def test_what_is_no_sheet_is_named(signed_in, cohort, text, problem):
    response = upload(signed_in, cohort, text or " ")
    assert (response.status_code, response.context["plan"].problems[0].what) == (422, problem)


def test_other_encodings_and_no_file_are_said_beside_the_field(signed_in, cohort):
    for response in (upload(signed_in, cohort, b"\xff\xfe"), signed_in.post(address(cohort))):
        assert (response.status_code, list(response.context["form"].errors)) == (422, ["file"])


def test_a_spreadsheet_may_begin_with_a_mark_and_order_its_columns(signed_in, cohort):
    one = EnrollmentFactory(cohort=cohort)
    shown = upload(signed_in, cohort, f"\ufeffname,Result,Enrollment\nAda,completed,{one.public_id}\n\n")
    assert len(shown.context["plan"].changes) == 1


def test_the_sheet_names_who_takes_part_and_no_formula(signed_in, cohort):
    one = EnrollmentFactory(cohort=cohort, person=PersonFactory(name="=1+1"))
    EnrollmentFactory(cohort=cohort, state="withdrawn")
    text = signed_in.get(address(cohort, "import-sheet")).content.decode("utf-8-sig")
    assert text == f"enrollment,result,name\r\n{one.public_id},,'=1+1\r\n"


def test_nobody_takes_over_a_result_of_her_own(client, cohort):
    person = ProgramRoleFactory(program=cohort.program).person
    own = EnrollmentFactory(cohort=cohort, person=person)
    client.force_login(person.user)
    response = confirm(client, cohort, csv_of((own.public_id, "completed")))
    assert response.context["plan"].problems == [
        (2, "enrollment", "Nobody decides about herself or himself.")
    ]


def test_a_cohort_that_has_not_begun_takes_no_results(signed_in):
    later = CohortFactory()
    ProgramRoleFactory(program=later.program, person=ProgramRoleFactory().person)
    signed_in.force_login(ProgramRoleFactory(program=later.program).person.user)
    one = EnrollmentFactory(cohort=later)
    response = confirm(signed_in, later, csv_of((one.public_id, "completed")))
    assert (response.status_code, response.context["form"].non_field_errors()) == (
        409,
        ["This cohort has not begun yet."],
    )


def test_who_does_not_run_the_cohort_sees_neither_sheet_nor_page(client, cohort):
    client.force_login(UserFactory())
    assert [client.get(address(cohort, name)).status_code for name in ("import-results", "import-sheet")] == [
        403,
        403,
    ]


def test_who_has_got_the_result_meanwhile_is_passed_over(cohort):
    one, by = EnrollmentFactory(cohort=cohort), UserFactory()
    assert [conclude_all(cohort, [(one, "completed")], by=by) for _ in range(2)] == [1, 0]
    assert one.events.count() == 1
