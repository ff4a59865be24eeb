"""The rules of the house hold, and each rule can fail."""

from __future__ import annotations

import re

import pytest

from app.config import PREFIX, Settings
from tests.house import rules

BAD = {
    "long_module": (rules.long_module, "x = 1\n" * 251),
    "long_functions": (rules.long_functions, "def f():\n" + "    x = 1\n" * 41),
    "unsaid_tests": (rules.unsaid_tests, "def test_x():\n    assert 1\n"),
    "idle_tests": (rules.idle_tests, "def test_x():\n    '''It is.'''\n    print(1)\n"),
    "idle tests that only talk": (
        rules.idle_tests,
        "def test_x():\n    'It never raises.'\n    print(1)\n",
    ),
    "two sentences": (rules.unsaid_tests, "def test_x():\n    'It is. It was.'\n"),
    "empty_assertions": (rules.empty_assertions, "assert State.DONE"),
    "assertions of a thing itself": (rules.empty_assertions, "assert found == found"),
    "inline_markup": (rules.inline_markup, "<p style='x'>{{ x|safe }}</p>"),
    "said_variables": (rules.said_variables, "{{ _('Fine') }}{{ ngettext('one', many, 2) }}"),
    "said_variables in a choice": (rules.said_variables, "{{ _('a' if x else 'b') }}"),
    "clock_calls": (rules.clock_calls, "from datetime import datetime\ndatetime.now()\n"),
    "missing_names": (rules.missing_names, "from tests.house.rules import rule_of_nobody"),
    "commits": (rules.commits, "session.commit()"),
}

# Files of tests that were long before this rule held for them. The list may only grow shorter.
STILL_LONG = set((rules.ROOT / "tests/house/long_tests.txt").read_text("utf-8").split())


def breaking(rule, *patterns, but=()):
    found = {}
    for path in rules.tracked(*patterns):
        name = str(path.relative_to(rules.ROOT))
        if name not in but and (wrong := rule(path.read_text("utf-8"))):
            found[name] = wrong
    return found


class TestRules:
    @pytest.mark.parametrize("name", BAD)
    def test_can_fail(self, name):
        """A rule notices a sample that breaks it."""
        rule, sample = BAD[name]

        assert rule(sample)

    def test_keep_modules_short(self):
        """No module is over 250 lines without a reason in its first line."""
        assert {} == breaking(rules.long_module, *rules.PYTHON, "tools/*.py", "bench/*.py")

    def test_keep_tests_short(self):
        """No other file of tests than those that were long before is over 250 lines."""
        assert set() == set(breaking(rules.long_module, "tests/*.py")) - STILL_LONG

    def test_keep_no_name_of_what_is_short_by_now(self):
        """Every file that is named as still long is there, and is long."""
        assert set() == STILL_LONG - set(breaking(rules.long_module, "tests/*.py"))

    def test_keep_functions_short(self):
        """No function is over 40 lines."""
        assert {} == breaking(rules.long_functions, *rules.PYTHON, "tools/*.py", "bench/*.py")

    def test_keep_every_import_found(self):
        """What a file takes from another of ours is there, so that no file of tests stays unread."""
        assert {} == breaking(rules.missing_names, "*.py")

    def test_keep_one_commit(self):
        """There is one commit in the code, in app/db."""
        assert {"app/db/__init__.py": [".commit()"]} == breaking(rules.commits, *rules.PYTHON)

    def test_keep_one_clock(self):
        """Only the clock asks for the time."""
        assert {} == breaking(rules.clock_calls, *rules.PYTHON, but=("app/clock.py",))

    def test_keep_templates_strict(self):
        """No template holds inline styles or scripts, unescaped output, or another site."""
        assert {} == breaking(rules.inline_markup, "templates/*.html")

    def test_keep_what_is_translated_written_out(self):
        """No template gives a variable to what takes it as markup; the filter `translated` does not."""
        assert {} == breaking(rules.said_variables, "templates/*.html")

    def test_keep_every_test_said(self):
        """Every test says in one sentence what it shows."""
        assert {} == breaking(rules.unsaid_tests, "tests/*.py")

    def test_keep_every_test_asserting(self):
        """Every test asserts something."""
        assert {} == breaking(rules.idle_tests, "tests/*.py")

    def test_keep_every_assertion_able_to_fail(self):
        """No assertion holds whatever happens."""
        assert {} == breaking(rules.empty_assertions, "tests/*.py")

    def test_keep_no_notes_to_ourselves(self):
        """Nothing is left for later in a comment."""
        assert {} == breaking(rules.NOTES.findall, *rules.PYTHON, "templates/*", "*.md", "*.yaml")

    def test_name_no_registry_and_no_machine(self):
        """No file names a package registry or a path of somebody's machine."""
        files = [
            path
            for path in rules.tracked()
            if path.suffix not in {".png", ".ico"} and "vendor" not in path.parts
        ]
        wrong = {
            str(path.relative_to(rules.ROOT)): found
            for path in files
            if (
                found := rules.HOSTS.findall(text := rules.plain_text(path))
                + rules.MACHINE.findall(text)
            )
        }

        assert {} == wrong


class TestDocuments:
    def test_describe_every_setting(self):
        """The operating guide describes each setting, with its default, as the code has it."""
        guide = (rules.ROOT / "docs/operating.md").read_text("utf-8")
        table = re.search(r"<!-- settings -->\n(.*)<!-- /settings -->", guide, re.DOTALL).group(1)

        assert settings_table() == table

    def test_describe_what_can_be_extended(self):
        """Every kind of question, theme model and report format is named in the guide."""
        from analysis.models import ThemeModel, serving_model
        from app.reports import Format, word
        from surveys.questions import Question

        serving_model()
        assert word.Word.name in Format.known
        guide = (rules.ROOT / "docs/extending.md").read_text("utf-8")
        names = [*Question.kinds, *ThemeModel.known, *Format.known]

        assert [] == [name for name in names if f"`{name}`" not in guide]


def settings_table():
    lines = ["| setting | default | what it decides |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = "" if field.default is None else str(field.default)
        if "key" in name and field.default is not None and "file" not in name:
            default = "for development only"
        if name == "help_file":
            default = "the shipped file"
        lines.append(f"| `{PREFIX}{name.upper()}` | {default} | {field.description} |")
    return "\n".join(lines) + "\n"
