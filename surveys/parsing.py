"""From plain data, a YAML file or a database column, to a definition, or to every mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from surveys import advice, checking, marks
from surveys.condition_parsing import read_condition
from surveys.definition import Definition, Page
from surveys.errors import DefinitionErrors, Problem
from surveys.index_parsing import read_index
from surveys.limits import read_limit
from surveys.marks import Marked, NotYaml
from surveys.matrix_parsing import matrix_of, row_pages
from surveys.parts import Reader
from surveys.question_parsing import read_question
from surveys.score_parsing import read_score
from surveys.variant_parsing import check_variants, read_variant
from surveys.wording_parsing import read_wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from surveys.indices import Index
    from surveys.limits import Limit
    from surveys.questions import Question
    from surveys.scoring import Score
    from surveys.variants import Variant
    from surveys.wordings import Wording

KINDS = ("questionnaire", "audit")
IDENTITIES = ("anonymous", "confidential", "named")
AUDIENCES = (
    "children", "young_people", "care_leavers", "parents", "foster_carers", "staff", "audit",
)  # fmt: skip
LONGEST_MINUTES = 120
PARTS = (
    "", "child", "parent_or_carer", "practitioner", "auditor", "manager", "agency", "joint",
)  # fmt: skip
FIELDS = frozenset(
    {
        "key", "title", "kind", "audience", "ages", "minutes", "identity", "introduction",
        "thanks", "pages", "scores", "indices", "limits", "attribution", "wordings", "variants",
    }
)  # fmt: skip
PAGE_FIELDS = frozenset({"key", "title", "part", "introduction", "show_if", "questions"})


def parse_yaml(text: str, source: str = "") -> Definition:
    """Return the definition that a YAML file holds.

    Raises:
        DefinitionErrors: it has mistakes; every one is named with its line and what to do.
    """
    try:
        marked = marks.read(text)
    except NotYaml as error:
        what = f"This is not YAML that can be read: {error.what}."
        remedy = "Check the spaces, quotes and colons on this line."
        problem = Problem("not_yaml", "the file", error.line, what, remedy)
        raise DefinitionErrors((problem,), source) from None
    return _parse(marked, source)


def parse(data: Mapping[str, Any]) -> Definition:
    """Return the definition that plain data holds, as a database column keeps it.

    Raises:
        DefinitionErrors: it has mistakes.
    """
    return _parse(Marked(data), "")


def warnings(definition: Definition) -> tuple[Problem, ...]:
    """Return what is allowed but unwise, such as a scale that does not suit the age."""
    return advice.warnings(definition)


def _parse(marked: Marked, source: str) -> Definition:
    reader = Reader(marked)
    for path, line in marked.repeated:
        reader.add("repeated", path, f"“{path[-1]}” is written twice.", "Keep one.", line=line)
    definition = _read(reader, marked.data)
    if definition is not None:
        checking.check(definition, reader)
        check_variants(definition, reader)
    if reader.problems or definition is None:
        # The rows of a matrix share its options, and with them what is wrong with these.
        problems = sorted(dict.fromkeys(reader.problems), key=lambda problem: problem.line)
        raise DefinitionErrors(tuple(problems), source)
    return definition


def _read(reader: Reader, data: Any) -> Definition | None:
    if not isinstance(data, dict):
        reader.add("not_a_survey", (), "This is not a survey.", "Begin with key, title and pages.")
        return None
    reader.only(data, (), FIELDS)
    ages = _ages(reader, data.get("ages"))
    known = tuple(
        page
        for number, page_data in enumerate(reader.list_of(data, (), "pages"))
        for page in _pages(reader, page_data, ("pages", number))
    )
    scores = _scores(reader, data, known)
    return Definition(
        key=reader.key(data, ()),
        title=reader.text(data, (), "title", required=True),
        kind=reader.one_of(data, (), "kind", KINDS),
        audience=reader.one_of(data, (), "audience", AUDIENCES),
        age_from=ages[0],
        age_to=ages[1],
        introduction=reader.paragraphs(data, (), "introduction"),
        minutes=reader.whole(data, (), "minutes", 5, LONGEST_MINUTES),
        identity=reader.one_of(data, (), "identity", IDENTITIES, default="anonymous"),
        pages=known,
        scores=scores,
        indices=_indices(reader, data, known, scores),
        limits=_limits(reader, data, known),
        attribution=reader.paragraphs(data, (), "attribution"),
        thanks=reader.paragraphs(data, (), "thanks"),
        wordings=_wordings(reader, data),
        variants=_variants(reader, data),
    )


def _ages(reader: Reader, ages: Any) -> tuple[int | None, int | None]:
    if ages is None:
        return None, None
    is_pair = isinstance(ages, list) and [type(age) for age in ages] == [int, int]
    if not is_pair or not 0 <= ages[0] <= ages[1]:
        reader.add("ages", ("ages",), "The ages are not a pair.", "Write them as [11, 17].")
        return None, None
    return ages[0], ages[1]


def _pages(reader: Reader, data: Any, path: marks.Path) -> list[Page]:
    matrix = matrix_of(data)
    if matrix is None:
        page = _page(reader, data, path)
        return [] if page is None else [page]
    others = [one for one in data["questions"] if one is not matrix]
    page = _page(reader, {**data, "questions": others}, path, is_empty=True)
    return [] if page is None else row_pages(reader, page, data, matrix, path)


def _page(reader: Reader, data: Any, path: marks.Path, *, is_empty: bool = False) -> Page | None:
    if not reader.is_mapping(data, path, "page"):
        return None
    reader.only(data, path, PAGE_FIELDS)
    questions = [
        read_question(reader, question, (*path, "questions", number))
        for number, question in enumerate(
            reader.list_of(data, path, "questions", required=not is_empty)
        )
    ]
    page = Page(
        key=reader.key(data, path),
        title=reader.text(data, path, "title"),
        questions=tuple(question for question in questions if question is not None),
        show_if=read_condition(reader, data, path),
        part=reader.one_of(data, path, "part", PARTS, default=""),
        introduction=reader.paragraphs(data, path, "introduction"),
    )
    reader.stands(page, path)
    return page


def _scores(reader: Reader, data: Mapping[str, Any], pages: tuple[Page, ...]) -> tuple[Score, ...]:
    questions = _by_key(pages)
    scores = [
        read_score(reader, score, ("scores", number), questions)
        for number, score in enumerate(reader.list_of(data, (), "scores", required=False))
    ]
    return tuple(score for score in scores if score is not None)


def _indices(
    reader: Reader, data: Mapping[str, Any], pages: tuple[Page, ...], scores: tuple[Score, ...]
) -> tuple[Index, ...]:
    questions = _by_key(pages)
    indices = [
        read_index(reader, index, ("indices", number), questions, scores)
        for number, index in enumerate(reader.list_of(data, (), "indices", required=False))
    ]
    return tuple(index for index in indices if index is not None)


def _limits(reader: Reader, data: Mapping[str, Any], pages: tuple[Page, ...]) -> tuple[Limit, ...]:
    sent = reader.list_of(data, (), "limits", required=False)
    questions = _by_key(pages)
    limits = [read_limit(reader, one, ("limits", n), questions) for n, one in enumerate(sent)]
    return tuple(limit for limit in limits if limit is not None)


def _wordings(reader: Reader, data: Mapping[str, Any]) -> tuple[Wording, ...]:
    sent = reader.list_of(data, (), "wordings", required=False)
    found = [read_wording(reader, one, ("wordings", number)) for number, one in enumerate(sent)]
    return tuple(one for one in found if one is not None)


def _variants(reader: Reader, data: Mapping[str, Any]) -> tuple[Variant, ...]:
    sent = reader.list_of(data, (), "variants", required=False)
    found = [read_variant(reader, one, ("variants", number)) for number, one in enumerate(sent)]
    return tuple(one for one in found if one is not None)


def _by_key(pages: tuple[Page, ...]) -> dict[str, Question]:
    return {question.key: question for page in pages for question in page.questions}
