"""What the wording of a question invites."""

import pytest

from analysis.stance import stance_of


class TestStanceOf:
    @pytest.mark.parametrize(
        ("question", "stance"),
        [
            ("What could we do better?", "negative"),
            ("What was not good?", "negative"),
            ("What was good?", "positive"),
            ("What went WELL?", "positive"),
            ("What went badly?", "negative"),
            ("What should be improved?", "negative"),
            ("How is your wellbeing?", "neutral"),
            ("Tell us about your well-being", "neutral"),
            ("How was the exchange with your worker?", "neutral"),
            ("Please tell us why", "neutral"),
            ("", "neutral"),
        ],
    )
    def test_reads_it_from_the_wording(self, question, stance):
        """A question invites praise, blame, or neither."""
        assert stance == stance_of(question)
