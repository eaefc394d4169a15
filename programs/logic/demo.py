"""Words and rules for demo programs: titles in English and Arabic, phases of cohorts, how enrollments came about."""

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate

from django.utils.translation import gettext_noop

# root of the taxonomy the theme belongs to, English, Arabic
THEMES = [
    ("10", "Planning a year of work", "تخطيط عمل السنة"),
    ("10", "Sharing tasks in a team", "توزيع المهام في الفريق"),
    ("10", "Writing a budget", "إعداد الميزانية"),
    ("10", "Good governance", "الحوكمة الرشيدة"),
    ("36", "Telling our story", "رواية قصتنا"),
    ("36", "Writing for the public", "الكتابة للجمهور"),
    ("36", "Talking with the media", "التحدث مع وسائل الإعلام"),
    ("50", "Learning from what we do", "التعلم مما نفعل"),
    ("50", "Reading figures with care", "قراءة الأرقام بعناية"),
    ("56", "Welcoming newcomers", "الترحيب بالقادمين الجدد"),
    ("56", "Solving conflicts", "حل النزاعات"),
    ("56", "A safe place for everyone", "مكان آمن للجميع"),
    ("65", "Leading together", "القيادة المشتركة"),
    ("65", "Mentoring others", "إرشاد الآخرين"),
    ("65", "Speaking up in meetings", "الحديث في الاجتماعات"),
    ("74", "Working with libraries", "العمل مع المكتبات"),
    ("74", "Working with schools", "العمل مع المدارس"),
    ("74", "Finding partners", "إيجاد الشركاء"),
    ("106", "First steps with templates", "الخطوات الأولى مع القوالب"),
    ("106", "Queries for beginners", "الاستعلامات للمبتدئين"),
    ("106", "Photographs for the commons", "صور للمشاع"),
]
STAGES = [
    ("first steps", "الخطوات الأولى"),
    ("in practice", "في التطبيق"),
    ("for organizers", "للمنظمين"),
    ("for those who teach", "للمدربين"),
    ("advanced", "مستوى متقدم"),
]
SUMMARY = (
    "A demo program: people of several communities work on “{}” together and keep what they learn.",
    "برنامج تجريبي: يعمل أشخاص من مجتمعات عدة معًا على «{}» ويحفظون ما يتعلمونه.",
)
DESCRIPTION = (
    "This program is invented and shows how the portal works. Its people, organizations and figures are made up.",
    "هذا البرنامج مختلق ليبين كيف تعمل البوابة، وأشخاصه ومنظماته وأرقامه ليست حقيقية.",
)
FEE = gettext_noop("20 USD for the material")
MOTIVATION = gettext_noop("I would like to learn this together with others.")
CRITERIA = [(gettext_noop("Use to the community"), 3), (gettext_noop("Readiness"), 1)]
WHICH_COMMUNITY = gettext_noop("Which community do you work with?")
HOW_LONG = gettext_noop("How long have you been a volunteer?")
HOW_LONG_ANSWERS = [gettext_noop("Less than a year"), gettext_noop("A year or more")]
DELIVERABLE_TEXT = gettext_noop("What we want to do in the next three months, and who does what.")
SESSION_TITLES = [
    gettext_noop("Opening and aims"),
    gettext_noop("Practice in small groups"),
    gettext_noop("Working on our own cases"),
    gettext_noop("What we take home"),
]
COHORT_SESSIONS = 3

ENDED, RUNNING, OPEN, FULL, FUTURE, CANCELLED = "ended", "running", "open", "full", "future", "cancelled"
PHASES = {ENDED: 750, RUNNING: 90, OPEN: 70, FULL: 50, FUTURE: 50, CANCELLED: 40}  # of 1,050 at scale 1
PEOPLE_AT_MOST = 32  # of those who apply to one cohort

# How the applications to a cohort of each phase stand, in parts of 100.
MIX = {
    ENDED: {"completed": 66, "not_completed": 12, "withdrawn": 8, "declined": 7, "refused": 3, "lapsed": 2,
            "transferred": 2},
    RUNNING: {"enrolled": 74, "withdrawn": 8, "waitlisted": 8, "declined": 7, "transferred": 3},
    OPEN: {"applied": 34, "enrolled": 40, "offered": 12, "draft": 8, "withdrawn": 6},
    FULL: {"enrolled": 64, "offered": 4, "waitlisted": 28, "withdrawn": 4},
    FUTURE: {},
    CANCELLED: {"withdrawn": 100},
}  # fmt: skip
# The states an enrollment went through to where it stands; `waitlisted` and `offered` come in where they had to.
PATHS = {
    "draft": ["draft"],
    "applied": ["applied"],
    "waitlisted": ["applied", "waitlisted"],
    "offered": ["applied", "offered"],
    "enrolled": ["applied", "enrolled"],
    "completed": ["applied", "enrolled", "completed"],
    "not_completed": ["applied", "enrolled", "not_completed"],
    "transferred": ["applied", "enrolled", "transferred"],
    "declined": ["applied", "declined"],
    "refused": ["applied", "offered", "refused"],
    "lapsed": ["applied", "offered", "lapsed"],
    "withdrawn": ["applied", "withdrawn"],
}
HOLD_SEATS = {"offered", "enrolled", "completed", "not_completed"}
PARTICIPANTS = {"enrolled", "completed", "not_completed"}


# What a cohort of each method asks: sessions, hours, meetings, results. Three sessions of 90 minutes are held.
RULES = {
    "online-course": (2, 0, 0, 1),
    "learning-clinic": (1, 0, 0, 0),
    "peer-consultation": (0, 0, 2, 0),
    "mentoring": (0, 4, 4, 0),
    "on-site-assistance": (0, 8, 0, 0),
    "community-of-practice": (0, 0, 2, 0),
    "infrastructure-funding": (0, 0, 0, 1),
    "training": (0, 3, 0, 0),
    "hackathon": (1, 0, 0, 1),
}
USUAL_RULE = (2, 0, 0, 0)
SURE_SESSIONS = 2  # in which everybody who completes was there all the time
# What those who complete did beside the sessions, as the rule asks: kind, minutes, how often.
BESIDE = {"mentoring": ("meeting", 90, 2), "on-site-assistance": ("work", 240, 2)}
RESULT_TITLES = [
    gettext_noop("Plan for our next half year"),
    gettext_noop("A lesson for newcomers"),
    gettext_noop("What we tried and what came of it"),
]
AUDIENCE = gettext_noop("People who would like to do this with their community. (Demo text)")
REVIEW_COMMENT = gettext_noop("Please say how much time it takes, and whether one can take part by phone.")
REVIEW_COMMENTS = [
    gettext_noop("She knows whom she wants to work with, and why. (Demo text)"),
    gettext_noop("Good reasons; I would like to know more about the community. (Demo text)"),
    "",
]
RETURNED_NOTE = gettext_noop("Please add who does what, and by when.")

MENTORING_WORDS = {
    "mentor": gettext_noop(
        "I have organized for some years and like to think aloud with others. (Demo text)"
    ),
    "mentee": gettext_noop("I would like somebody to ask while I do this for the first time. (Demo text)"),
}
MENTORING_GOALS = [
    gettext_noop("Write a plan that our group agrees to"),
    gettext_noop("Lead one meeting and talk it over afterwards"),
]
MENTORING_VIEWS = {
    "mentor": gettext_noop("We met as planned, and the questions became better each time. (Demo text)"),
    "mentee": gettext_noop(
        "It helped to have somebody who had done it before. More time would have been good. (Demo text)"
    ),
}


@dataclass(frozen=True, slots=True)
class DemoProgram:
    pk: int
    slug: str
    state: str
    method: int  # its place in the list of methods
    method_code: str
    group: int  # of capacities
    provider: int  # its place in the list of organizations
    capacities: list[int]


@dataclass(slots=True)
class DemoEnrollment:
    person: int  # its place in the list of people
    state: str
    delegated: bool = False
    pk: int = 0
    day: int = 0  # on which it was applied for
    minute: int = 0


@dataclass(slots=True)
class DemoCohort:
    number: int
    program: DemoProgram
    phase: str
    starts: int  # days from the day of the load
    ends: int
    seats: int = 1
    review: bool = False
    opens: int = 0
    closes: int = 0
    pk: int = 0
    enrollments: list[DemoEnrollment] = field(default_factory=list)
    session_days: list[int] = field(default_factory=list)
    role: str = ""  # of one that a demo account has something to do in
    cancelled: int | None = None
    reserved: int = 0  # seats, kept for newcomers and for the provider's own region

    @property
    def participants(self) -> list[DemoEnrollment]:
        return [each for each in self.enrollments if each.state in PARTICIPANTS]


def mixed(mix: dict[str, int], throws: list[float]) -> list[str]:
    """States in the proportions of the mix, each drawn by a throw between 0 and 1."""
    states, limits = list(mix), list(accumulate(mix.values()))
    return [states[bisect_right(limits, throw * limits[-1])] for throw in throws]
