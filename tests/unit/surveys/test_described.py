"""What a device without a signal is told of a form."""

import json
from pathlib import Path

from surveys.described import described
from surveys.parsing import parse_yaml
from tests.unit.surveys.samples import a_definition

FORM = Path(__file__).parents[3] / "surveys" / "library" / "conversational_audit.yaml"


def questions(form):
    return {one["key"]: one for page in form["pages"] for one in page["questions"]}


class TestDescribed:
    def test_names_every_part_of_every_question(self):
        """A device is told every question with its parts, in the order of the form."""
        definition = parse_yaml(FORM.read_text("utf-8"), FORM.name)
        found = questions(described(definition))

        assert [one.key for one in definition.questions()] == list(found)
        assert ["", "evidence"] == found["overall_grade"]["parts"]
        assert ["day", "month", "year"] == found["told_when"]["parts"]
        assert 1000 == found["child_words"]["rules"]["max_length"]
        assert [5, 4, 3, 2, 1] == [
            option["value"] for option in found["child_feels_listened_to"]["options"]
        ]

    def test_carries_conditions_as_data(self):
        """A condition comes as it stands in the definition, and nothing stands for none."""
        form = described(parse_yaml(FORM.read_text("utf-8"), FORM.name))
        shown = {page["key"]: page["show_if"] for page in form["pages"]}

        assert {"question": "child_asked", "is": "not_asked"} == shown["child_not_asked"]
        assert shown["child_asked"] is None

    def test_is_plain_data(self):
        """It survives being written as JSON, and is the same for the same definition."""
        form = described(a_definition())

        assert form == json.loads(json.dumps(form)) == described(a_definition())
