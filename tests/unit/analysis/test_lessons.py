"""What a theme model may learn from."""

from dataclasses import replace

from analysis.codebook import SET_ASIDE, Codebook, Theme, shipped
from analysis.lessons import lessons_for
from tests.unit.analysis.samples import CODEBOOK


class TestLessonsFor:
    def test_ships_lessons_on_every_theme(self):
        """Each theme of the shipped codebook, but the one no machine gives, has six or more."""
        found = lessons_for(shipped())
        counts = {
            theme.key: sum(theme.key in one.theme_keys for one in found)
            for theme in shipped().themes
            if theme.key != SET_ASIDE
        }

        assert {} == {key: count for key, count in counts.items() if count < 6}
        assert not any(one.is_own for one in found)

    def test_ships_no_text_twice(self):
        """No two lessons say the same."""
        texts = [one.text.casefold() for one in lessons_for(shipped())]

        assert len(set(texts)) == len(texts)

    def test_has_nothing_on_other_codebooks(self):
        """A codebook that is all its own has no shipped lessons, whatever its keys are."""
        alike = Codebook("Alike", 1, (Theme("T01", "Parking", "Where cars are left."),))

        assert () == lessons_for(CODEBOOK)
        assert () == lessons_for(alike)

    def test_follows_a_theme_that_was_worded_anew(self):
        """A new name or a new definition keeps the lessons; both together are another theme."""
        first, second, third, *_ = shipped().themes
        book = Codebook(
            "Ours",
            1,
            (
                replace(first, name="Heard"),
                replace(second, definition="Who decides."),
                replace(third, name="Buses", definition="How we get there."),
            ),
        )
        found = lessons_for(book)

        assert {"T01", "T02"} == frozenset().union(*(one.theme_keys for one in found))
