"""Whatever is sent, the answer is a page with a clear sentence, and nothing typed is lost."""

from datetime import timedelta
from urllib.parse import quote, urlencode

import pytest
from django.utils import timezone

from programs.models import Enrollment
from tests.factories.assessments import InvitationFactory
from tests.factories.capacity import PersonFactory
from tests.factories.programs import CohortFactory, EnrollmentFactory
from tests.journeys.visiting import Answer, Visitor
from tests.running import RunningPortal

LONG = "x" * 10_000
NASTY = [
    "q=%00",
    "q=a%00b",
    f"q={LONG}",
    "q=%F0%9F%92%A9%F0%9F%92%A9",
    "q=%C3%28",
    "q=%ff%fe",
    "q=%ED%A0%80",
    "q='%20OR%201=1--",
    "q=%27%3B%20DROP%20TABLE%20programs_program%3B--",
    "q=%25%25%25",
    "q=%5C",
    "q=_%25_",
    "q=%22%22%22",
    "q=((((((((((",
    "q=*%3A*%20%26%20%7C%20!",
    "q=%3Cscript%3Ealert(1)%3C/script%3E",
    "q=%7B%7B7*7%7D%7D",
    "q=../../etc/passwd",
    "q=%E2%80%AE%D8%B9%D8%B1%D8%A8%D9%8A",
    "q=a&q=b&q=c",
    "q[]=a",
    "q[a][b]=c",
    "q",
    "=",
    "&&&&",
    "?",
    "%",
    "%zz=%zz",
    "page=-1",
    "page=0",
    "page=999999999999999999999999",
    "page=abc",
    "page=%00",
    "page=1e9",
    f"page={LONG}",
    "page=eyJhIjoxfQ:1:2",
    "capacity=%00",
    "capacity=no-such-capacity",
    "capacity=1&capacity=2&capacity=2",
    "&".join(f"capacity={number}" for number in range(300)),
    "language=xx",
    "language='",
    "region=%F0%9F%8C%8D",
    "region=null&method=undefined",
    "method=NaN",
    "format[$ne]=1",
    "starts=yesterday",
    "starts=2026-13-45",
    "open=maybe",
    "sort=id;select pg_sleep(9)",
    "sort=-title&sort=title",
    f"uselang={LONG}",
]
LISTS = [
    "/",
    "/programs/",
    "/capacities/",
    "/glossary/",
    "/stakeholders/",
    "/sources/",
    "/assessments/instruments/",
    "/api/v1/programs/",
    "/reports/",
    "/indicators/",
    "/api/v1/reports/",
]
ODD_NAMES = ["%00", "%F0%9F%92%A9", "..%2F..%2Fetc", "%FF", "'", "null", "0", "x" * 3000]
TEN_MEGABYTES = 10_000_000


@pytest.mark.django_db
@pytest.mark.parametrize("query", NASTY, ids=lambda query: query[:20])
@pytest.mark.parametrize("path", LISTS)
def test_a_malformed_query_string_is_answered_with_a_page(client, path, query):
    answer = client.get(f"{path}?{query}")
    assert answer.status_code in {200, 400, 404}
    assert answer.content


@pytest.mark.django_db
@pytest.mark.parametrize("name", ODD_NAMES, ids=lambda name: name[:12])
@pytest.mark.parametrize(
    "path",
    [
        "/programs/{}/",
        "/programs/a/cohorts/{}/",
        "/programs/{}/cohorts/{}/enroll/",
        "/capacities/{}/",
        "/stakeholders/{}/",
        "/assessments/instruments/{}/",
        "/assessments/{}/",
        "/assessments/waves/{}/",
        "/affiliate/{}/",
        "/desk/cohorts/{}/",
        "/enrollments/{}/",
        "/reports/{}/",
        "/notifications/unsubscribe/{}/",
        "/accounts/confirm-email/{}/",
        "/api/v1/programs/{}/",
        "/api/v1/cohorts/{}/",
        "/{}",
    ],
)
def test_an_unknown_address_is_not_found(client, path, name):
    person = PersonFactory(user__is_staff=True)
    client.force_login(person.user)
    assert client.get(path.replace("{}", name)).status_code in {200, 400, 403, 404}


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["xx", "tlh", "en-", "%00", "../ar", "<b>", "AR_EG", "zh-hant-hk-x"])
def test_an_unknown_language_is_passed_over(client, code):
    answer = client.get(f"/?uselang={quote(code)}")
    assert (answer.status_code, answer.headers["Content-Language"]) in [(200, "en"), (200, "ar")]


@pytest.mark.django_db
def test_a_wrong_address_at_sign_up_is_named_beside_its_field_and_the_name_stays(client):
    typed = {
        "name": "Amina أمينة",
        "email": "amina@nowhere",
        "password1": "long enough 1",
        "password2": "long enough 1",
    }
    text = client.post("/accounts/signup/", typed).content.decode()
    assert "Enter a valid email address." in text
    assert 'value="Amina أمينة"' in text
    assert 'value="amina@nowhere"' in text


@pytest.fixture
def member(client):
    person = PersonFactory()
    client.force_login(person.user)
    return person


@pytest.mark.django_db
def test_a_cohort_that_is_over_takes_nobody_and_keeps_the_words(client, member):
    past = timezone.now() - timedelta(days=60)
    cohort = CohortFactory(
        starts_on=past.date(), enrollment_opens_at=past - timedelta(9), enrollment_closes_at=past
    )
    answer = client.post(f"{cohort.get_absolute_url()}enroll/", {"motivation": "I taught myself & more"})
    assert answer.status_code == 409
    assert "I taught myself &amp; more" in answer.content.decode()
    assert Enrollment.objects.count() == 0


@pytest.mark.django_db
def test_a_second_enrollment_leads_to_the_first(client, member):
    first = EnrollmentFactory(person=member)
    answer = client.post(f"{first.cohort.get_absolute_url()}enroll/", follow=True)
    assert answer.redirect_chain[-1][0] == first.get_absolute_url()
    assert Enrollment.objects.count() == 1


@pytest.mark.django_db
def test_an_answer_outside_its_scale_is_refused_and_the_others_stay(client, member):
    invitation = InvitationFactory(target__enrollment=EnrollmentFactory(person=member))
    first, second = invitation.target.wave.version.items.order_by("position")
    typed = {f"q-{first.code}": "99", f"q-{second.code}": "3", "deed": "submit"}
    text = client.post(f"/assessments/{invitation.public_id}/", typed).content.decode()
    assert text.count('class="error-summary') == 1
    assert invitation.target.wave.responses.get().answers.get().item == second


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
@pytest.mark.parametrize("path", [*LISTS, "/my/", "/health/live"])
def test_a_method_that_makes_no_sense_is_refused_or_asks_to_sign_in(client, path, method):
    assert getattr(client, method)(path).status_code in {302, 401, 403, 405}


@pytest.mark.django_db
@pytest.mark.parametrize("path", [*LISTS, "/accounts/login/", "/health/live"])
def test_asking_for_the_head_says_what_the_page_says(client, path):
    answer = client.head(path)
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.django_db
@pytest.mark.parametrize("path", LISTS)
def test_asking_for_the_options_is_answered(client, path):
    assert client.options(path).status_code in {200, 401, 403, 405}


@pytest.mark.servers
@pytest.mark.parametrize("path", ["/accounts/signup/", "/accounts/login/", "/reading/", "/reports/"])
def test_ten_megabytes_are_answered_at_once_with_the_houses_page(portal: RunningPortal, path: str) -> None:
    answer = ten_megabytes_to(portal, path)
    assert (answer.status, answer.page.root["lang"], len(answer.page.headings)) == (413, "en", 1)


def ten_megabytes_to(portal: RunningPortal, path: str) -> Answer:
    body = urlencode({"name": "x" * TEN_MEGABYTES}).encode()
    kind = {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": "c" * 32}
    return Visitor(portal.url, cookies={"csrftoken": "c" * 32}).ask("POST", path, body, kind)
