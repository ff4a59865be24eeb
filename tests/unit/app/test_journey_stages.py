"""The stages of a child's journey: read from data, and every key in it is one that there is."""

from pathlib import Path

import pytest
import yaml

from app.services.journey_stages import Stage, stages
from surveys import parse_yaml
from surveys.questions.grade import Grade
from surveys.questions.scale import AGREEMENT, Agreement

ROOT = Path(__file__).parents[3]
LIBRARY = ROOT / "surveys" / "library"


def definition(name):
    return parse_yaml((LIBRARY / f"{name}.yaml").read_text("utf-8"))


def written(folder, **stage):
    path = folder / "journey.yaml"
    path.write_text(yaml.safe_dump({"stages": [stage]}), "utf-8")
    return path


class TestStages:
    def test_are_the_journey_in_its_order(self):
        """The stages that ship go from the front door to leaving care."""
        assert [
            "front_door",
            "assessment",
            "plan",
            "review",
            "step_down",
            "placement",
            "leaving_care",
        ] == [one.key for one in stages()]

    def test_name_domains_of_the_form_that_ships(self):
        """Every domain of a stage is graded in the audit form."""
        graded = {
            one.key
            for one in definition("conversational_audit").questions()
            if isinstance(one, Grade)
        }

        assert set() == {key for one in stages() for key in one.domains} - graded

    def test_name_themes_of_the_codebook_that_ships(self):
        """Every theme of a stage is in the codebook."""
        book = yaml.safe_load(
            (ROOT / "analysis" / "codebooks" / "childrens_services.yaml").read_text("utf-8")
        )
        known = {theme["key"] for theme in book["themes"]}

        assert set() == {key for one in stages() for key in one.themes} - known

    def test_name_questions_of_agreement(self):
        """Every question of a stage is one that people agree with or not."""
        unknown = {
            (survey, key)
            for one in stages()
            for survey, key in one.questions
            if not any(
                isinstance(question, Agreement)
                and question.key == key
                and question.options == AGREEMENT
                for question in definition(survey).questions()
            )
        }

        assert set() == unknown

    def test_may_have_nothing_that_speaks_to_them(self, tmp_path):
        """A stage of an organisation's own may be empty for now."""
        path = written(tmp_path, key="home", name="Home", about="The child is back home.")

        assert (Stage("home", "Home", "The child is back home."),) == stages(path)

    def test_need_a_name(self, tmp_path):
        """A stage that lacks its name is refused."""
        with pytest.raises(KeyError, match="name"):
            stages(written(tmp_path, key="home", about="Home again."))

    def test_have_keys_of_their_own(self, tmp_path):
        """Two stages with one key are refused."""
        one = {"key": "home", "name": "Home", "about": "Home again."}
        path = tmp_path / "twice.yaml"
        path.write_text(yaml.safe_dump({"stages": [one, one]}), "utf-8")

        with pytest.raises(ValueError, match="one key"):
            stages(path)
