"""Instruments as hypothesis makes them: any that the portal can hold."""

from decimal import Decimal

from hypothesis import strategies as st

from assessments.logic import documents
from assessments.logic.documents import Document, plain, written_place

LANGUAGES = ["ar", "pt-br"]
codes = st.from_regex(r"[a-zA-Z0-9_-]{1,12}", fullmatch=True)
# Without what no file can hold, and without what a sheet of a workbook cannot: signs that steer, and a bare CR.
texts_in_one = (
    st.text(
        st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"], include_characters="\n\t'\"${}=<>,|"),
        min_size=1,
        max_size=40,
    )
    .map(str.strip)
    .filter(bool)
)


def texts(longest=None):
    return st.fixed_dictionaries({"en": texts_in_one}, optional=dict.fromkeys(LANGUAGES, texts_in_one))


def distinct(draw, codes_of, most):
    return draw(st.lists(codes_of, unique=True, max_size=most))


@st.composite
def scales(draw, code):
    step = draw(st.sampled_from([Decimal(1), Decimal("0.5"), Decimal(2)]))
    minimum = Decimal(draw(st.integers(-5, 5)))
    steps = draw(st.integers(1, 5))
    taken = draw(st.lists(st.integers(0, steps), unique=True, min_size=2))
    return documents.Scale(
        code=code,
        kind=draw(st.sampled_from(["likert", "maturity", "rubric", "choice", "frequency"])),
        minimum=minimum,
        maximum=minimum + steps * step,
        step=step,
        higher_is_better=draw(st.booleans()),
        anchors=[
            documents.Anchor(
                value=minimum + place * step,
                label=draw(texts()),
                descriptor=draw(texts() | st.just({})),
                evidence_required=draw(st.booleans()),
            )
            for place in sorted(taken)
        ],
    )


@st.composite
def instruments(draw, capacities=("",)):
    made = [draw(scales(code)) for code in sorted(distinct(draw, codes, 3))]
    left = iter(distinct(draw, codes, 8))
    earlier = []
    dimensions = []
    for code in distinct(draw, codes, 3):
        items = []
        for item in [code for code, _n in zip(left, range(draw(st.integers(0, 3))), strict=False)]:
            items.append(draw(questions(item, made, earlier)))
            earlier.append(items[-1])
        dimensions.append(
            documents.Dimension(
                code=code,
                name=draw(texts()),
                capacity=draw(st.sampled_from(capacities)),
                weight=Decimal(draw(st.integers(0, 500))) / 100,
                items=items,
            )
        )
    document = Document(
        instrument=documents.About(
            code=draw(codes),
            title=draw(texts()),
            introduction=draw(texts() | st.just({})),
            family=draw(st.sampled_from(["capacity", "needs"])),
            unit=draw(st.sampled_from(["person", "affiliate"])),
            publisher=draw(texts_in_one | st.just("")),
            license=draw(texts_in_one | st.just("")),
            principles=draw(st.lists(texts_in_one, max_size=2)),
        ),
        version=documents.Version(
            major=draw(st.integers(1, 9)),
            minor=draw(st.integers(0, 9)),
            comparability=draw(st.sampled_from(["identical", "bridged"])),
            scoring_rule=draw(st.sampled_from(["mean", "rubric_min"])),
            min_answered_share=Decimal(draw(st.integers(0, 100))) / 100,
        ),
        scales=made,
        dimensions=dimensions,
    )
    document.translations = {
        language: draw(st.sampled_from(["machine", "draft", "reviewed"]))
        for language in sorted(document.languages() - {"en"})
    }
    document.reviews = draw(reviews(document))
    document.bridges = draw(bridges(document))
    return document


@st.composite
def reviews(draw, document):
    """Of some texts, in another state than their language."""
    pairs = sorted(
        (language, written_place(place))
        for place, said in document.texts()
        for language in said
        if language != "en"
    )
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=3)) if pairs else []
    states = ["machine", "draft", "reviewed", "stale"]
    return [
        documents.Review(
            language=language,
            place=place,
            state=draw(st.sampled_from([each for each in states if each != document.translations[language]])),
        )
        for language, place in sorted(chosen)
    ]


@st.composite
def bridges(draw, document):
    """Of parts whose capacity no other part tells of."""
    told = [dimension.capacity for dimension in document.dimensions]
    alone = sorted(
        each.code for each in document.dimensions if not each.capacity or told.count(each.capacity) == 1
    )
    chosen = draw(st.lists(st.sampled_from(alone), unique=True, max_size=2)) if alone else []
    return [
        documents.Bridge(
            dimension=code,
            method=draw(st.sampled_from(["equipercentile", "linear"])),
            people=draw(st.integers(1, 900)),
            source=draw(texts_in_one),
            points=draw(tables()),
        )
        for code in sorted(chosen)
    ]


@st.composite
def tables(draw):
    """The points of a bridge."""
    between = draw(st.lists(st.integers(1, 999_999), unique=True, max_size=3))
    old = [0, *sorted(between), 1_000_000]
    new = sorted(draw(st.lists(st.integers(0, 1_000_000), min_size=len(old), max_size=len(old))))
    return [
        documents.Point(old=Decimal(one) / 10**6, new=Decimal(other) / 10**6)
        for one, other in zip(old, new, strict=True)
    ]


@st.composite
def questions(draw, code, made, earlier):
    kind = draw(
        st.sampled_from(["open", "number", *(["scale", "rubric", "single", "multiple"] if made else [])])
    )
    choosing = kind not in {"open", "number"}
    return documents.Item(
        code=code,
        kind=kind,
        aspect=draw(st.sampled_from(["level", "robustness"])) if kind in {"scale", "rubric"} else "level",
        stem=draw(texts()),
        help_text=draw(texts() | st.just({})),
        scale=draw(st.sampled_from(made)).code if choosing else "",
        is_reversed=draw(st.booleans()) if kind in {"scale", "rubric"} else False,
        is_required=draw(st.booleans()),
        relevance=draw(conditions(earlier)) if earlier else "",
    )


@st.composite
def conditions(draw, earlier):
    item = draw(st.sampled_from(earlier))
    number = plain(Decimal(draw(st.integers(-3, 3))))
    written = [f"${{{item.code}}} != ''"]
    if item.kind in {"single", "multiple"}:
        written.append(f"not(selected(${{{item.code}}}, {number}))")
    if item.kind in {"scale", "rubric", "single", "number"}:
        written.append(f"${{{item.code}}} >= {number} or ${{{item.code}}} = ''")
    return draw(st.sampled_from(["", *written]))
