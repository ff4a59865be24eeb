"""Which model serves a codebook."""

import pytest

from analysis.lessons import Lesson
from analysis.models.described import Described
from analysis.models.learned import Learned
from analysis.models.serving import taught
from tests.unit.analysis.samples import CODEBOOK, labelled

TEXTS, LABELS = labelled(2)
LESSONS = tuple(
    Lesson(text, frozenset({"food" if row[0] else "friends"}))
    for text, row in zip(TEXTS, LABELS, strict=True)
)


class TestTaught:
    @pytest.mark.parametrize(
        "lessons", [(), LESSONS[:9], tuple(Lesson(text, frozenset()) for text in TEXTS)]
    )
    def test_keeps_the_model_of_the_first_day(self, lessons):
        """No lesson, too few, and lessons on no theme teach nothing."""
        assert isinstance(taught(CODEBOOK, lessons), Described)

    def test_learns_from_lessons(self):
        """With enough lessons what was learned serves, and the same lessons teach the same."""
        model = taught(CODEBOOK, LESSONS)
        taught.cache_clear()
        again = taught(CODEBOOK, LESSONS)

        assert isinstance(model, Learned)
        assert model.version == again.version
        assert (1, 0) == tuple(model.predict(["The food is nice"])[0, :2])
