"""What the invented organization of the demo accounts says of itself, in two years, and what it plans."""

from django.utils.translation import gettext_noop

# Level and robustness of each part, a year ago and as colleagues rate it now; from 0 to 4.
LAST_YEAR = [(1, 1), (2, 2), (3, 1), (1, 0)]
RATINGS = [
    [(2, 1), (3, 2), (3, 2), (1, 1)],
    [(3, 2), (3, 1), (2, 2), (2, 1)],
    [(1, 1), (3, 3), (4, 2), (1, 0)],
]
EVIDENCE_FROM = 3
TITLE = ("Demo: organizational self-assessment", "تجريبي: تقييم ذاتي للمنظمات")
INTRODUCTION = (
    "An invented questionnaire: how well your organization does something, and how well that would last.",
    "استبيان مختلق: مدى إتقان منظمتكم لأمر ما، ومدى استمراره.",
)
LEVEL = ("How well does the organization do this today: {}?", "ما مدى إتقان المنظمة لهذا اليوم: {}؟")
ROBUSTNESS = (
    "How well would it last if those who do it now were gone: {}?",
    "ما مدى استمراره لو غاب من يقومون به الآن: {}؟",
)
LEVELS = [
    ("We do not do it yet", "لا نقوم به بعد"),
    ("We try it now and then", "نجرّبه بين حين وآخر"),
    ("We do it regularly, with help", "نقوم به بانتظام وبمساعدة"),
    ("We do it well, and write down how", "نتقنه ونوثّق طريقته"),
    ("Others learn it from us", "يتعلمه الآخرون منا"),
]
LASTING = [
    ("It would end", "سيتوقف"),
    ("It would nearly end", "سيكاد يتوقف"),
    ("It would become less", "سيقلّ"),
    ("It would go on with some effort", "سيستمر ببعض الجهد"),
    ("It would go on", "سيستمر"),
]
MINUTES = gettext_noop("We met for two hours. Invented for the demonstration.")
PLAN = gettext_noop("Demo: what we do this year")
ACTIONS = [  # part, title, state, progress, days until it is due
    (0, gettext_noop("Write down how we keep our accounts"), "doing", 40, 20),
    (3, gettext_noop("Find two people who share the work"), "open", 0, -5),
    (1, gettext_noop("Meet with a neighboring affiliate"), "done", 100, -40),
]
NEEDS = [(5, 1), (4, 2), (3, 3), (4, 1)]  # importance and ability
OWN_PLAN = gettext_noop("Demo: what I want to learn")
BRIDGE = [("0", "0"), ("0.5", "0.4"), ("1", "1")]  # of the first part's level, old and new
BRIDGE_PEOPLE = 24
BRIDGE_SOURCE = "Invented for the demonstration: nobody answered both versions."
REWORDED = "Think of the last twelve months."
