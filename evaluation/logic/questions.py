"""The nine questions that the portal was founded to answer, and what of each it cannot tell yet."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, kw_only=True)
class Question:
    slug: str
    number: int
    title: Promise
    why: Promise
    unknown: tuple[Promise, ...] = ()  # said on the page, so that nobody takes silence for a zero


QUESTIONS = [
    Question(
        slug="equity",
        number=1,
        title=_("Is capacity building inclusive and fair?"),
        why=_("Who takes part, who teaches and decides, and whether communities get their share."),
        unknown=(_("Whether funds are shared fairly: funds are not recorded in the portal yet."),),
    ),
    Question(
        slug="stakeholders",
        number=2,
        title=_("Who takes part, and in what role?"),
        why=_("Organizations and people, what they do for others, and who was never reached."),
    ),
    Question(
        slug="resources",
        number=3,
        title=_("Which resources does it take?"),
        why=_("People's time above all: of those who learn, and of those who make it possible."),
        unknown=(
            _("Money: funds, allocations and spending are not recorded in the portal yet."),
            _("The hours of those who prepare and teach, beyond the sessions themselves."),
        ),
    ),
    Question(
        slug="methods",
        number=4,
        title=_("Which methods work, where?"),
        why=_(
            "How many people each method reaches, and how many complete. Below a minimum nothing is compared."
        ),
        unknown=(_("What works for whom in which place: for that, many more cohorts have to be followed."),),
    ),
    Question(
        slug="beyond-training",
        number=5,
        title=_("What is there besides training?"),
        why=_(
            "Mentoring, peer consultation, clinics, communities of practice: how much of people's time they take."
        ),
        unknown=(
            _("What people learn from each other outside programs: only sessions of programs are counted."),
            _("Which of it does more than training: for that, see which methods work."),
        ),
    ),
    Question(
        slug="communication",
        number=6,
        title=_("How does somebody with a problem find those who can help?"),
        why=_("Who offers what they can do, and where it stands for others to find."),
        unknown=(
            _(
                "Whether those with a problem find them: who looks for help and does not find it is not recorded."
            ),
            _("How fast help comes: requests for help are not handled in the portal yet."),
        ),
    ),
    Question(
        slug="processes",
        number=7,
        title=_("Do the processes of learning and evaluation work?"),
        why=_(
            "Whether people are asked before, at the end and long after, and whether they answer; and whether what was"
            " recommended is answered."
        ),
    ),
    Question(
        slug="structures",
        number=8,
        title=_("Which structures keep talent?"),
        why=_("How long people stay in the roles that carry programs and organizations."),
        unknown=(_("Why people leave a role: that is not asked yet."),),
    ),
    Question(
        slug="partners",
        number=9,
        title=_("How does it work together with partners outside the movement?"),
        why=_("Programs that partners provide, and people who take part on their behalf."),
        unknown=(_("What partners gain from it: they are not asked about it yet."),),
    ),
]


def question_at(slug: str) -> Question | None:
    return next((each for each in QUESTIONS if each.slug == slug), None)


def neighbors(question: Question) -> tuple[Question | None, Question | None]:
    place = QUESTIONS.index(question)
    before = QUESTIONS[place - 1] if place else None
    after = QUESTIONS[place + 1] if place + 1 < len(QUESTIONS) else None
    return before, after
