"""The shipped questionnaires: whole, kindly worded, and fit for those who are asked."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from analysis.codebook import shipped
from surveys import parsing
from surveys.audits import OVERALL, domains
from surveys.indices import compute_index
from surveys.questions import Given, Question
from surveys.routing import visible_pages
from surveys.wording import PIPE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from surveys.definition import Definition
    from surveys.indices import Index

ROOT = Path(parsing.__file__).parents[1]
LIBRARY = ROOT / "surveys" / "library"
FILES = sorted(LIBRARY.glob("*.yaml"))
EXPECTED = {
    "children_8_11", "young_people_11_17", "care_leavers", "parents_and_carers",
    "foster_carers", "staff_pulse", "conversational_audit",
}  # fmt: skip
# The most words in a sentence that each audience is asked to read (DOMAIN: reading age 9).
LONGEST_SENTENCE = {"children": 15, "young_people": 22, "care_leavers": 24}
LONGEST_FOR_ADULTS = 30
# Nine is the age at the start of the fourth grade.
GRADE_OF_NINE = 4
SILENT_E = re.compile(r"(?<=[^l])e\b")
MOST_ON_A_PAGE = 2
SENTENCE_END = re.compile(r"[.!?:]+[\"”]?\s|\n")
NEVER_ASKED = re.compile(
    r"date of birth|your (first |last |full )?name|postcode|nhs number", re.IGNORECASE
)
PROFESSIONAL_WORDS = re.compile(
    r"\b(placement|contact with|siblings?|LAC|service users?)\b", re.IGNORECASE
)


def reading_grade(text: str) -> float:
    """Return the school grade, in years from the age of five, at which a text can be read.

    Syllables are counted as groups of vowels, without a silent e at the end.

    Source: Kincaid, Fishburne, Rogers and Chissom (1975), Derivation of new readability formulas.
    """
    words = re.findall(r"[a-z’']+", text.lower())
    sentences = [one for one in SENTENCE_END.split(f"{text} ") if one.strip()]
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", SILENT_E.sub("", w)))) for w in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


class TestReadingGrade:
    """What the measure of reading says of texts that anybody can judge."""

    def test_is_low_for_a_primer_and_high_for_a_statute(self) -> None:
        """Short words in short sentences are for the young, and the law is not."""
        primer = "The cat sat. It was a fat cat. We like the cat."
        statute = (
            "Notwithstanding the aforementioned provisions, the responsible authority shall "
            "determine the proportionality of any interference with confidentiality."
        )
        assert reading_grade(primer) < 1
        assert reading_grade(statute) > 16


def _read(path: Path) -> Definition:
    return parsing.parse_yaml(path.read_text(encoding="utf-8"), path.name)


def _library() -> list[Definition]:
    return [_read(path) for path in FILES]


def _questionnaires() -> list[Definition]:
    return [definition for definition in _library() if definition.kind == "questionnaire"]


def _wordings(definition: Definition) -> Iterator[str]:
    yield from (definition.title, definition.introduction, definition.thanks)
    for page in definition.pages:
        yield from (page.title, page.introduction)
        for question in page.questions:
            yield from (question.label, question.hint)
            yield from (option.label for option in getattr(question, "options", ()))


def _sentences(wording: str) -> list[str]:
    said = PIPE.sub("My social worker", wording)
    return [sentence for sentence in SENTENCE_END.split(said) if sentence.strip()]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
class TestEveryFile:
    """What holds for each shipped definition."""

    def test_it_parses_without_a_problem_or_a_warning(self, path: Path) -> None:
        """A shipped file is read whole, suits its ages, and has the key of its name."""
        definition = _read(path)
        assert () == parsing.warnings(definition)
        assert path.stem == definition.key

    def test_it_comes_back_the_same_from_plain_data(self, path: Path) -> None:
        """What the database keeps of a shipped definition is the same definition."""
        definition = _read(path)
        assert definition == parsing.parse(definition.as_data())

    def test_a_page_asks_one_or_two_things(self, path: Path) -> None:
        """No page is crowded."""
        pages = _read(path).pages
        assert [] == [page.key for page in pages if len(page.questions) > MOST_ON_A_PAGE]

    def test_a_follow_up_has_a_page_after_its_cause(self, path: Path) -> None:
        """Without a script no question can appear on a page already shown, so none has to."""
        found = [
            question.key
            for page in _read(path).pages
            for question in page.questions
            if question.show_if
            and question.show_if.questions() & {one.key for one in page.questions}
        ]
        assert [] == found

    def test_sentences_are_short_enough(self, path: Path) -> None:
        """Nobody meets a sentence longer than their audience can easily read."""
        definition = _read(path)
        most = LONGEST_SENTENCE.get(definition.audience, LONGEST_FOR_ADULTS)
        long = [
            sentence
            for wording in _wordings(definition)
            for sentence in _sentences(wording)
            if len(sentence.split()) > most
        ]
        assert [] == long

    def test_it_asks_for_nothing_that_names_a_person(self, path: Path) -> None:
        """No question asks for a name, a date of birth or an address."""
        labels = [question.label for question in _read(path).questions()]
        assert [] == [label for label in labels if NEVER_ASKED.search(label)]

    def test_it_holds_no_telephone_number_but_999(self, path: Path) -> None:
        """Help numbers are settings with a day on which they were checked, so none is here."""
        text = path.read_text(encoding="utf-8")
        assert {"999"} >= set(re.findall(r"\b\d{3,4}(?: ?\d{3,4})+\b|\b999\b|\b1\d{5}\b", text))

    def test_option_values_are_words_or_the_steps_of_a_scale(self, path: Path) -> None:
        """No value such as 8_9 was read as the number eighty-nine."""
        strange = [
            (question.key, option.value)
            for question in _read(path).questions()
            for option in getattr(question, "options", ())
            if isinstance(option.value, int) and not question.is_scale
        ]
        assert [] == strange

    def test_it_says_what_happens_with_the_answers(self, path: Path) -> None:
        """Every definition opens and closes with words of its own."""
        definition = _read(path)
        assert definition.introduction
        assert definition.thanks


class TestTheWholeSet:
    """What holds for the shipped definitions together."""

    def test_every_audience_has_its_questionnaire(self) -> None:
        """The seven shipped definitions are here."""
        assert {path.stem for path in FILES} >= EXPECTED

    def test_every_kind_of_question_is_used(self) -> None:
        """The questionnaires and Anytown's show of every way use all but the grade of the audit."""
        shown = _read(ROOT / "app" / "demo" / "ways_to_answer.yaml")
        used = {
            one.kind
            for definition in (*_questionnaires(), shown)
            for one in definition.questions()
        }
        assert set(Question.kinds) - {"grade"} == used

    def test_groups_that_share_a_title_share_their_answers(self) -> None:
        """A report adds groups of one title together, so they must ask the same thing."""
        asked: dict[str, set[str]] = {}
        for definition in _questionnaires():
            for question in definition.questions():
                if question.group:
                    asked.setdefault(question.shared or question.key, set()).add(question.label)
        assert [] == [title for title, labels in asked.items() if len(labels) > 1]

    def test_words_for_children_are_the_words_children_use(self) -> None:
        """No child or young person is asked about placements, contact or siblings."""
        found = [
            wording
            for definition in _questionnaires()
            if definition.audience in {"children", "young_people", "care_leavers"}
            for wording in _wordings(definition)
            if PROFESSIONAL_WORDS.search(wording)
        ]
        assert [] == found

    def test_a_child_of_nine_can_read_what_the_young_are_asked(self) -> None:
        """What children, young people and care leavers read can be read at the age of nine."""
        grades = {
            definition.key: reading_grade(". ".join(filter(None, _wordings(definition))))
            for definition in _questionnaires()
            if definition.audience in LONGEST_SENTENCE
        }
        assert {"children_8_11", "young_people_11_17", "care_leavers"} == set(grades)
        assert {} == {key: grade for key, grade in grades.items() if grade > GRADE_OF_NINE}

    def test_what_is_good_and_what_is_not_are_both_asked(self) -> None:
        """Every questionnaire invites praise and criticism, each in free words."""
        for definition in _questionnaires():
            stances = {one.stance for one in definition.questions() if one.is_free_text}
            assert stances >= {"positive", "negative"}, definition.key

    def test_everything_can_be_skipped(self) -> None:
        """No questionnaire forces an answer."""
        forced = [q.key for one in _questionnaires() for q in one.questions() if q.required]
        assert [] == forced

    def test_every_score_has_items_and_a_direction(self) -> None:
        """Each questionnaire has a score, and each score is made of questions of its own."""
        for definition in _questionnaires():
            keys = {question.key for question in definition.questions()}
            assert definition.scores, definition.key
            assert {item for score in definition.scores for item in score.items} <= keys

    def test_every_questionnaire_has_an_index_that_somebody_can_reach(self) -> None:
        """The best answers to every question of an index give 100, and every band is known."""
        for definition in _questionnaires():
            (index,) = definition.indices
            found = compute_index(index, definition.scores, _best(definition, index))
            assert 100 == found.value, definition.key
            assert found.band == index.bands[-1].label

    def test_no_index_holds_a_national_score(self) -> None:
        """The four well-being questions are reported one by one, and never added up."""
        leavers = _read(LIBRARY / "care_leavers.yaml")
        national = {one.key for one in leavers.scores if one.label.endswith("(ONS)")}
        assert 4 == len(national)
        assert not national & {part.of for index in leavers.indices for part in index.parts}

    def test_groups_are_few_and_coarse(self) -> None:
        """At most two answers divide people into groups, and a group has at most six values."""
        for definition in _questionnaires():
            groups = [question for question in definition.questions() if question.group]
            assert 1 <= len(groups) <= 2, definition.key
            assert max(len(getattr(group, "options", ())) for group in groups) <= 6

    def test_questions_for_children_are_few(self) -> None:
        """A child of eight is asked at most sixteen short things."""
        children = _read(LIBRARY / "children_8_11.yaml")
        assert 6 <= len(children.questions()) <= 16

    def test_a_child_can_always_say_not_sure_or_rather_not(self) -> None:
        """Every scale for children and young people has both answers of its own."""
        for definition in _questionnaires():
            if definition.audience not in {"children", "young_people"}:
                continue
            scales = [one for one in definition.questions() if one.kind in {"faces", "agreement"}]
            kinds = {one.may_say for one in scales}
            assert {("dont_know", "prefer_not_to_say")} == kinds

    def test_national_questions_are_credited(self) -> None:
        """The four questions of the national statistics office carry its name and licence."""
        leavers = _read(LIBRARY / "care_leavers.yaml")
        assert "Office for National Statistics" in leavers.attribution
        assert "Open Government Licence" in leavers.attribution

    def test_anxiety_is_asked_only_of_those_over_sixteen(self) -> None:
        """No definition for under-sixteens asks how anxious someone felt."""
        asked = [
            definition.age_from
            for definition in _questionnaires()
            for question in definition.questions()
            if "anxious" in question.label
        ]
        assert [16] == asked


def _best(definition: Definition, index: Index) -> dict[str, Given]:
    scores = {score.key: score for score in definition.scores}
    best: dict[str, Given] = {}
    for part in index.parts:
        if part.is_score:
            score = scores[part.of]
            for item in score.items:
                best[item] = Given(value=score.low if item in score.reverse else score.high)
        else:
            best[part.of] = Given(value=part.good[-1] if part.good else part.high)
    return best


PARTS = [
    "child",
    "parent_or_carer",
    "practitioner",
    "auditor",
    "manager",
    "agency",
    "joint",
]


class TestTheAudit:
    """What holds for the conversational audit."""

    def test_it_hears_every_voice(self) -> None:
        """Each voice has pages of its own, and so have the manager, agencies, and all together."""
        parts = dict.fromkeys(page.part for page in _audit().pages)
        assert PARTS == list(parts)

    def test_safety_is_asked_first_and_must_be_answered(self) -> None:
        """The auditor's first question is whether the child is safe now, and it is required."""
        first = _audit().for_part("auditor").questions()[0]
        assert ("safe_now", True) == (first.key, first.required)

    @pytest.mark.parametrize("answer", ["no", "unsure"])
    def test_a_child_who_may_not_be_safe_needs_somebody_told(self, answer: str) -> None:
        """Who was told, when, how, and what was done must then all be said."""
        shown = _shown_to_auditor(answer)
        needed = {"told_who", "told_when", "told_how", "immediate_action"}
        assert needed <= {question.key for question in shown if question.required}

    def test_a_safe_child_needs_nobody_told(self) -> None:
        """With a yes, none of those questions is shown."""
        shown = {question.key for question in _shown_to_auditor("yes")}
        assert not shown & {"told_who", "told_when", "told_how", "immediate_action"}

    @pytest.mark.parametrize(
        "shared", ["feels_listened_to", "difference_made", "knows_plan", "feels_safe"]
    )
    def test_four_questions_are_asked_of_every_voice(self, shared: str) -> None:
        """The same four can be compared across the family, the worker, the file and agencies."""
        parts = dict.fromkeys(
            page.part
            for page in _audit().pages
            for question in page.questions
            if question.shared == shared
        )
        assert ["child", "parent_or_carer", "practitioner", "auditor", "agency"] == list(parts)

    def test_fourteen_domains_and_the_whole_are_graded(self) -> None:
        """There are fourteen domains, and an overall grade that must be given."""
        audit = _audit()
        assert 14 == len(domains(audit))
        assert audit.question(OVERALL).required

    def test_the_practitioner_has_a_right_of_reply(self) -> None:
        """The practitioner's part ends with reflection and reply."""
        keys = [question.key for question in _audit().for_part("practitioner").questions()]
        assert ["practitioner_reflection", "practitioner_reply"] == keys[-2:]


def _audit() -> Definition:
    return _read(LIBRARY / "conversational_audit.yaml")


def _shown_to_auditor(safe_now: str) -> list[Question]:
    auditor = _audit().for_part("auditor")
    safe = auditor.question("safe_now")
    given = safe.read({"": [safe_now]})
    assert given is not None
    pages = visible_pages(auditor, {"safe_now": given})
    return [question for page in pages for question in page.questions]


class TestWhatTheAuditAsks:
    """What the conversational audit asks beside its grades."""

    def test_hears_two_parents_in_their_own_words(self) -> None:
        """A mother and a father each have their words, and say how these may be used."""
        keys = {question.key for question in _audit().questions()}
        for who in ("child", "parent", "other_parent"):
            assert {f"{who}_words", f"{who}_quote_use", f"{who}_took_part"} <= keys
        assert {"parent_role", "other_parent_role"} <= keys

    def test_asks_nothing_more_about_a_parent_who_is_not_there(self) -> None:
        """Where there is nobody else, the form goes on."""
        alone = {"other_parent_asked": Given(value="nobody_else")}
        pages = {page.key for page in visible_pages(_audit().for_part("parent_or_carer"), alone)}

        assert not {key for key in pages if key.startswith("other_parent_")} - {
            "other_parent_asked"
        }

    def test_links_to_the_themes_of_the_codebook(self) -> None:
        """Audits name the same themes that words are read for, so that the two can meet."""
        themes = {option.value for option in _audit().question("themes").options}
        known = {theme.key for theme in shipped().themes}

        assert known - {"T31", "T99"} == themes - {"none_of_these"}

    def test_closes_the_loop(self) -> None:
        """The manager comments, the family is told how and when, and a day is set to look again."""
        keys = {question.key for question in _audit().questions()}

        assert {
            "manager_comment", "family_told_on", "family_told_how", "practitioner_told_on",
            "reaudit_due", "ambitions", "learning_need",
        } <= keys  # fmt: skip


def _audit() -> Definition:
    return _read(LIBRARY / "conversational_audit.yaml")
