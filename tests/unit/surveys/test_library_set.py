"""The shipped questionnaires together: whole, alike where they can be, and easy to read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from surveys.indices import compute_index
from surveys.questions import Given, Question

if TYPE_CHECKING:
    from surveys.definition import Definition
    from surveys.indices import Index
from tests.shipped import (
    FILES,
    LIBRARY,
    LONGEST_SENTENCE,
    ROOT,
    SENTENCE_END,
    read_definition,
    wordings,
)

EXPECTED = {
    "children_8_11", "young_people_11_17", "care_leavers", "parents_and_carers",
    "foster_carers", "staff_pulse", "conversational_audit",
}  # fmt: skip
# Nine is the age at the start of the fourth grade.
GRADE_OF_NINE = 4
SILENT_E = re.compile(r"(?<=[^l])e\b")
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


def _library() -> list[Definition]:
    return [read_definition(path) for path in FILES]


def _questionnaires() -> list[Definition]:
    return [definition for definition in _library() if definition.kind == "questionnaire"]


class TestTheWholeSet:
    """What holds for the shipped definitions together."""

    def test_every_audience_has_its_questionnaire(self) -> None:
        """The seven shipped definitions are here."""
        assert {path.stem for path in FILES} >= EXPECTED

    def test_every_kind_of_question_is_used(self) -> None:
        """The questionnaires and Anytown's show of every way use all but the grade of the audit."""
        shown = read_definition(ROOT / "app" / "demo" / "ways_to_answer.yaml")
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
            for wording in wordings(definition)
            if PROFESSIONAL_WORDS.search(wording)
        ]
        assert [] == found

    def test_a_child_of_nine_can_read_what_the_young_are_asked(self) -> None:
        """What children, young people and care leavers read can be read at the age of nine."""
        grades = {
            definition.key: reading_grade(". ".join(filter(None, wordings(definition))))
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
        leavers = read_definition(LIBRARY / "care_leavers.yaml")
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
        children = read_definition(LIBRARY / "children_8_11.yaml")
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
        leavers = read_definition(LIBRARY / "care_leavers.yaml")
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
