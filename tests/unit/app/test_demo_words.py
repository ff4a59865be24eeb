"""The words of the demonstration organisation: they belong to questions that are asked."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from surveys import parsing
from surveys.questions.choice import Chosen

if TYPE_CHECKING:
    from surveys.definition import Definition
    from surveys.questions import Question

ROOT = Path(parsing.__file__).parents[1]
DEMO = ROOT / "app" / "demo"
FILES = sorted((DEMO / "voices").glob("*.yaml"))
TONES = {"negative", "mixed", "positive"}
WAVES = 3
FIELDS = {"question", "tone", "wave", "themes", "worry", "holds", "text"}
# Telephone numbers kept for drama by the regulator, so that nobody is ever rung.
# Source: Ofcom, telephone numbers for use in TV and radio drama programmes.
DRAMA = re.compile(r"^(07700 ?900|01632 ?960)")
PHONE = re.compile(r"\b0\d{4} ?\d{6}\b")


def _data(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@cache
def _definition(key: str) -> Definition:
    text = (ROOT / "surveys" / "library" / f"{key}.yaml").read_text(encoding="utf-8")
    return parsing.parse_yaml(text)


def _voices() -> list[dict[str, Any]]:
    return [voice for path in FILES for voice in _data(path)["voices"]]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
class TestEachFileOfVoices:
    """What holds for the words of each audience."""

    def test_words_answer_questions_of_their_survey(self, path: Path) -> None:
        """Every voice answers a free-text question that exists, and fits in it."""
        file = _data(path)
        asked = {q.key: q for q in _definition(file["survey"]).questions() if q.is_free_text}
        for voice in file["voices"]:
            longest = getattr(asked[voice["question"]], "max_length", 0)
            assert 0 < len(voice["text"]) <= longest, voice["text"]

    def test_every_free_text_question_is_answered(self, path: Path) -> None:
        """No free-text question is left without a voice."""
        file = _data(path)
        asked = {q.key for q in _definition(file["survey"]).questions() if q.is_free_text}
        assert asked == {voice["question"] for voice in file["voices"]}

    def test_each_voice_is_well_formed(self, path: Path) -> None:
        """A voice has a tone we know, a wave that exists, and no name that means nothing."""
        for voice in _data(path)["voices"]:
            assert voice["tone"] in TONES, voice["text"]
            assert voice.get("wave", 1) in range(1, WAVES + 1), voice["text"]
            assert set(voice) <= FIELDS, voice["text"]


class TestVoicesTogether:
    """What holds for all the voices."""

    def test_there_are_many_and_they_differ(self) -> None:
        """There are at least 260 different comments."""
        assert len({voice["text"] for voice in _voices()}) >= 260

    def test_intended_themes_are_themes_of_the_codebook(self) -> None:
        """Every theme that a voice is meant to raise is in the shipped codebook."""
        shipped = _data(ROOT / "analysis" / "codebooks" / "childrens_services.yaml")["themes"]
        meant = {theme for voice in _voices() for theme in voice["themes"]}
        assert set() == meant - {theme["key"] for theme in shipped}

    def test_some_words_hold_a_worry(self) -> None:
        """About ten voices should raise a concern, of several severities."""
        worries = [voice["worry"]["severity"] for voice in _voices() if "worry" in voice]
        assert len(worries) >= 10
        assert {"S0", "S1"} <= set(worries)

    def test_changes_of_worker_fall_and_waiting_rises(self) -> None:
        """The words tell the story that the figures tell."""
        said = Counter(
            (theme, voice["wave"])
            for voice in _voices()
            if "wave" in voice and voice["tone"] == "negative"
            for theme in voice["themes"]
        )
        changes = [said["T05", wave] for wave in (1, 2, 3)]
        waiting = [said["T23", wave] for wave in (1, 2, 3)]
        assert sorted(changes, reverse=True) == changes
        assert sorted(waiting) == waiting

    def test_telephone_numbers_ring_nowhere(self) -> None:
        """Every number is one that is kept for drama."""
        numbers = [number for voice in _voices() for number in PHONE.findall(voice["text"])]
        assert numbers
        assert [] == [number for number in numbers if not DRAMA.match(number)]


class TestLeanings:
    """What holds for how people lean on closed questions."""

    def test_they_name_every_answer_of_every_closed_question(self) -> None:
        """Each question that is not free text or a date has a lean for each of its answers."""
        for key, leanings in _own_leanings().items():
            asked = [
                question
                for question in _definition(key).questions()
                if not question.is_free_text and question.kind != "date"
            ]
            assert {question.key for question in asked} == set(leanings), key
            for question in asked:
                assert _answers(question) == {str(one) for one in leanings[question.key]}, (
                    question.key
                )

    def test_each_lean_has_one_number_a_wave(self) -> None:
        """Every lean is one number, or three where it changes, and none is below nought."""
        for leanings in _own_leanings().values():
            for leaning in leanings.values():
                for waves in leaning.values():
                    numbers = waves if isinstance(waves, list) else [waves] * WAVES
                    assert len(numbers) == WAVES
                    assert min(numbers) >= 0


def _own_leanings() -> dict[str, Any]:
    # "any" serves questions that have no lines of their own.
    return {key: own for key, own in _data(DEMO / "leanings.yaml").items() if key != "any"}


def _answers(question: Question) -> set[str]:
    if isinstance(question, Chosen):
        return {str(option.value) for option in question.options}
    return {"mean"}
