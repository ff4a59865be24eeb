"""The screen: every rule hears its own examples, and is quick whatever is written."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import safeguarding
from analysis.safeguarding import RULES_VERSION, screen
from analysis.screen_rules import load

RULES = load(safeguarding.RULE_FILES)
CAUGHT = [(rule.id, words) for rule in RULES for words in rule.must_catch]
LEFT = [(rule.id, words) for rule in RULES for words in rule.must_not]


class TestRules:
    @pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
    def test_carry_enough_examples(self, rule):
        """Each rule says why it is there, with at least three examples for and against."""
        assert rule.why
        assert min(len(rule.must_catch), len(rule.must_not)) >= 3
        assert rule.severity in {"S0", "S1", "S2", "S3"}

    def test_have_one_name_each(self):
        """No two rules share a name."""
        names = [rule.id for rule in RULES]

        assert sorted(set(names)) == sorted(names)

    @pytest.mark.parametrize(("rule", "words"), CAUGHT)
    def test_hear_what_they_must(self, rule, words):
        """A rule hears each example that it must catch."""
        assert rule in {signal.rule for signal in screen(words)}

    @pytest.mark.parametrize(("rule", "words"), LEFT)
    def test_leave_what_they_must(self, rule, words):
        """A rule leaves each example that it must not catch."""
        assert rule not in {signal.rule for signal in screen(words)}


class TestScreen:
    @pytest.mark.parametrize(
        "words",
        [
            "",
            "I like my social worker. She is kind.",
            "The bus was late again and it was boring.",
            "nobody hits me here",
            "He hit the ball so hard.",
        ],
    )
    def test_is_silent_about_everyday_words(self, words):
        """Everyday words raise nothing."""
        assert () == screen(words)

    def test_puts_the_gravest_first(self):
        """Of several signals the gravest comes first, and each points into the text."""
        text = "Someone ring me please. My dad hits me. I want to die."
        found = screen(text)

        assert "S0" == found[0].severity
        assert sorted(found, key=lambda signal: signal.severity) == list(found)
        assert all(0 <= one.start < one.end <= len(text) for one in found)

    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            ("mae dad yn fy nharo i", ["R24"]),
            ("أبي يضربني", ["R24"]),
            ("My dad hits me. nikt mnie nie slucha", ["R05", "R24"]),
            ("😀😀 lol", []),
        ],
    )
    def test_has_other_languages_read_by_somebody(self, words, expected):
        """Words that the rules cannot hear are a signal themselves, beside what they do hear."""
        found = screen(words)

        assert expected == [signal.category for signal in found]
        assert all(0 <= one.start < one.end <= len(words) for one in found)

    @given(st.text(max_size=400))
    def test_takes_anything(self, text):
        """Whatever is written, the screen answers the same each time, with spans in the text."""
        found = screen(text)

        assert found == screen(text)
        assert all(0 <= one.start < one.end <= len(text) for one in found)

    @pytest.mark.parametrize(
        "text", ["hit me " * 400, "a" * 4000, "no not never " * 300, ". " * 2000]
    )
    def test_is_quick_on_purpose_made_text(self, text):
        """Text made to be slow is screened within half a second of the processor's time."""
        screen("warm up")
        started = time.process_time()
        screen(text)

        assert time.process_time() - started < 0.5

    def test_is_named_by_its_rules(self):
        """The version of the screen is a short hash of its files."""
        assert 12 == len(RULES_VERSION)
