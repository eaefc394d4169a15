"""The same written in Arabic, of another demo program: a logic model, an evaluation of two programs, learnings."""

from typing import Any

from capacity.models import Language, Region, User
from common.search import searchable
from evaluation.actions.demo_framework import Maker, load_logic_model
from evaluation.actions.demo_learning import approve_plan
from evaluation.models import Evaluation, EvaluationProgram, Finding, Learning
from evaluation.states import EvaluationState
from programs.models import Program

PROGRAM, FURTHER = "demo-program-2", "demo-program-4"

SITUATION = "قلة من المتطوعين تشعر أنها قادرة على تخطيط هذا العمل وقيادته، ومن يفعل ذلك يحمله وحده."
RESULTS = [
    ("input", "ميسّرون ومواد تعليمية ومبلغ صغير للاتصال بالإنترنت"),
    ("activity", "جلسات أسبوعية عبر الإنترنت مع تمرين بينها"),
    ("activity", "تخطط كل مجموعة لنشاط خاص بها"),
    ("output", "متطوعون من مجتمعات كثيرة يكملون البرنامج"),
    ("outcome_short", "يعرف المشاركون ويستطيعون أكثر من قبل"),
    ("outcome_medium", "يغيّر المشاركون طريقة عملهم في مجتمعاتهم"),
    ("outcome_long", "يعلّم المشاركون غيرهم"),
    ("impact", "مجتمعات أكثر تقوم بهذا العمل من دون مساعدة"),
]
ASSUMPTIONS = {
    1: "تُعقد الجلسات في أوقات تناسب مناطق زمنية كثيرة.",
    2: "تجد المجموعات وقتًا للقاء.",
    3: "من يكمل البرنامج قد تمرّن.",
    4: "يُفسح لهم المجال للتجربة في مجتمعاتهم.",
    6: "من تعلّموا يواصلون التعليم.",
}
EVALUATION = {
    "title": "نظرة على برنامجين معًا",
    "conflict_note": "لا يوجد",
    "purpose": "لنقرر ما الذي نبقيه في البرنامجين وما الذي نغيّره.",
    "questions": "هل تعقد المجموعات لقاءاتها بعد انتهاء البرنامج؟\nما الذي يمنعها؟",
    "plan": "نسأل ميسّري البرنامجين بعد ثلاثة أشهر من انتهاء كل دفعة، ونقارن ما يقولونه بصفحات المجموعات. نعدّ لقاءين"
    " على الأقل تغيّرًا.",
}
FINDING = {
    "question": "هل تعقد المجموعات لقاءاتها بعد انتهاء البرنامج؟",
    "statement": "نصف المجموعات تقريبًا عقدت لقاءين على الأقل.",
    "confidence": "low",
    "rationale": "يستند ذلك إلى ما قاله الميسّرون، ولم تُسأل المجموعات نفسها.",
}
LEARNINGS: list[dict[str, Any]] = [
    {
        "title": "التمرين بين الجلسات يبقي الناس في البرنامج",
        "expected": "المهام المنزلية تجعل بعض الناس يغادرون.",
        "observed": "المجموعات التي تمرّنت بين الجلسات فقدت عددًا أقل من الأشخاص.",
        "why": "تعارف الأعضاء وطلب بعضهم المساعدة من بعض.",
        "so_what": "العمل بين الجلسات جزء من البرنامج وليس إضافة.",
        "now_what": "أعطوا المجموعات كل أسبوع مهمة صغيرة ووقتًا للقاء.",
        "verdict": "works", "strength": "moderate",
    },
    {
        "title": "ترجمة الشرائح وحدها لا تكفي",
        "expected": "يكفي أن تكون الشرائح بالعربية.",
        "observed": "ظل المشاركون صامتين حين كان النقاش بلغة أخرى.",
        "now_what": "اعقدوا مجموعات صغيرة بلغة أعضائها.",
        "verdict": "does_not_work", "strength": "weak",
    },
]  # fmt: skip


def load(maker: Maker, people: dict[str, User]) -> None:
    """Where Arabic is among the languages."""
    language = Language.objects.filter(code="ar").first()
    program = Program.objects.filter(slug=PROGRAM).first()
    if language is None or program is None:
        return
    words = (SITUATION, RESULTS, ASSUMPTIONS)
    load_logic_model(maker, program, people, approved=True, words=words, language=language)
    evaluation = maker.make(
        Evaluation,
        program=program,
        kind="process",
        design="qualitative",
        standing="peer",
        language=language,
        lead=people["evaluator"],
        **EVALUATION,
    )
    further = Program.objects.filter(slug=FURTHER).first()
    if further is not None:
        EvaluationProgram.objects.create(evaluation=evaluation, program=further, is_demo=True)
    approve_plan(maker, evaluation, people["coordinator"], day=-90)
    maker.make(Finding, evaluation=evaluation, **FINDING)
    evaluation.state, evaluation.published_by = EvaluationState.PUBLISHED, people["staff"]
    evaluation.published_at = maker.moment(-30)
    evaluation.save()
    region = Region.objects.wikimedia().order_by("code").first()
    for words_of in LEARNINGS:
        texts = [value for name, value in words_of.items() if name not in {"verdict", "strength"}]
        maker.make(
            Learning,
            program=program,
            language=language,
            work_language=language,
            method=program.method,
            region=region,
            written_by=people["evaluator"],
            search_text=searchable(*texts, program.title),
            **words_of,
        )
