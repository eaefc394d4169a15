"""What the compact capacity check asks: three sentences for each capacity, the same before, after and months later.

The sentences are the portal's own, whole in each language; only the capacity's name, quoted, is put in.
"""

from dataclasses import dataclass

TITLES = {"en": "Capacity check: {program}", "ar": "مقياس القدرات: {program}"}
INTRODUCTIONS = {
    "en": (
        "A few sentences about what this program is meant to build. It is not a test and not a competition: there are "
        "no right answers, and the same sentences come again later so that you and the organizers can see what changed."
    ),
    "ar": (
        "بضع جمل عما يُراد لهذا البرنامج أن يبنيه. ليس هذا اختبارًا ولا منافسة، فلا توجد إجابات صحيحة، "
        "وستُطرح الجمل نفسها لاحقًا لتروا أنتم والمنظمون ما الذي تغيّر."
    ),
}
# The value of each answer, and what it says; the question is always how far a sentence is true of oneself today.
ANCHORS = {
    0: {"en": "Not true of me", "ar": "لا تنطبق عليّ"},
    1: {"en": "True of me a little", "ar": "تنطبق عليّ قليلًا"},
    2: {"en": "Half true of me", "ar": "تنطبق عليّ إلى حدٍّ ما"},
    3: {"en": "Mostly true of me", "ar": "تنطبق عليّ غالبًا"},
    4: {"en": "Fully true of me", "ar": "تنطبق عليّ تمامًا"},
}


@dataclass(frozen=True)
class Question:
    code: str
    stems: dict[str, str]
    is_reversed: bool = False

    def stem(self, language: str, capacity: str) -> str:
        return self.stems[language].format(capacity=capacity)


QUESTIONS = [
    Question(
        "knowledge",
        {
            "en": "I know what “{capacity}” involves and could explain it to somebody who is new to it.",
            "ar": "أعرف ما تشمله قدرة «{capacity}»، وأستطيع أن أشرحها لشخص جديد عليها.",
        },
    ),
    Question(
        "practice",
        {
            "en": "In my Wikimedia work I do what belongs to “{capacity}” without needing help.",
            "ar": "أنجز في عملي ضمن ويكيميديا ما يتعلق بقدرة «{capacity}» دون حاجة إلى مساعدة.",
        },
    ),
    Question(
        "helping",
        {
            "en": "When others ask me for help with “{capacity}”, I have to send them to somebody else.",
            "ar": "عندما يطلب مني الآخرون المساعدة في «{capacity}»، أضطر إلى إحالتهم إلى شخص آخر.",
        },
        is_reversed=True,
    ),
]

LANGUAGES = list(TITLES)
