"""What a cycle of audits found, as a document: what matters first, and nothing that isolates."""

import pytest

from app.reports.blocks import Chart, Heading, Points, Prose, Table
from app.reports.cycle_findings import TOO_FEW, WAITING, build


def share(part, low, high, count=12, base=20):
    return {"share": part, "low": low, "high": high, "count": count, "base": base}


def line(label, part, low, high):
    upper = share(part, low, high)
    weak = share(1 - part, 1 - high, 1 - low, 8)
    return {
        "label": label,
        "upper": upper,
        "bands": [
            upper | {"grade": "Outstanding or good"},
            weak | {"grade": "Requires improvement to be good or inadequate"},
        ],
    }


HIDDEN = {"label": "Recording", "upper": None, "bands": []}
EMPTY = {
    "title": "What we found",
    "organisation": "Anytown",
    "service": "Families",
    "kind": "Conversational audits",
    "starts_on": "2026-07-01",
    "ends_on": "2026-09-30",
    "words": {"works": "Visits.\n\nTrust.", "worries": "Plans.", "next": "Training."},
    "completion": {"done": None, "target": 12, "teams": None},
    "grades": {
        "is_shown": False,
        "audits": None,
        "is_waiting": True,
        "overall": None,
        "domains": [],
    },
    "voices": "",
    "gaps": [],
    "themes": [],
    "agreement": None,
    "actions": {"agreed": None, "done": None, "open": None},
    "aims": [],
    "method": {"share_moderated": 20, "draws": []},
}
FULL = EMPTY | {
    "completion": {"done": 20, "target": 24, "teams": [5, 11]},
    "grades": {
        "is_shown": True,
        "audits": 20,
        "is_waiting": False,
        "overall": line("All in all", 0.6, 0.4, 0.8),
        "domains": [
            line("Direct work", 0.8, 0.6, 0.9),
            line("Chronology", 0.2, 0.1, 0.4),
            line("The plan", 0.5, 0.3, 0.7),
            HIDDEN,
        ],
    },
    "voices": "The child was heard in 12.",
    "gaps": [{"about": "Feeling safe", "pair": "Child beside worker", "audits": 20,
              "share": share(0.4, 0.2, 0.6, 8)}],
    "themes": [{"label": "Waiting", "kind": "Theme", "audits": 9},
               {"label": "School", "kind": "Ambition", "audits": None}],
    "agreement": {
        "n": 8,
        "exact": [0.75, 0.4, 0.93],
        "within_one": [1.0, 0.68, 1.0],
        "harsher": None,
        "kinder": None,
        "kappas": [
            {"weighting": "none", "estimate": [0.5, 0.1, 0.9], "why_not": ""},
            {"weighting": "linear", "estimate": None, "why_not": "Both gave one grade."},
        ],
        "is_enough": False,
    },
    "actions": {"agreed": 20, "done": 12, "open": 8},
    "aims": [{"theme": "Waiting", "aim": "Ring back", "sessions": 2, "impact": "No clear change."}],
    "method": {
        "share_moderated": 20,
        "draws": [{"number": 1, "size": 20, "candidates": 90, "seed": 7}],
    },
}  # fmt: skip


def chapters(document):
    return [block.text for block in document.blocks if isinstance(block, Heading)]


def text_of(document):
    return "\n".join(str(block) for block in document.blocks)


def tables(document):
    return {block.caption: block for block in document.blocks if isinstance(block, Table)}


class TestBuild:
    @pytest.mark.parametrize("data", [EMPTY, FULL], ids=["empty", "full"])
    def test_begins_with_what_its_readers_come_for(self, data):
        """What works, worries and is next comes first, and how we know it last."""
        assert [
            "What works",
            "What worries us",
            "What happens next",
            "How far it has come",
            "How the grades spread",
            "Who was heard, and where voices differ",
            "What the audits speak to",
            "How far two readers agree",
            "Actions and learning",
            "How we know",
            "What this cannot say",
        ] == chapters(build(data))

    def test_says_so_when_there_is_too_little(self):
        """A cycle with few audits says that, part by part, and shows no table."""
        document = build(EMPTY)
        text = text_of(document)

        assert {} == tables(document)
        assert [Prose(TOO_FEW), Prose(WAITING)] == [
            block for block in document.blocks if block in (Prose(TOO_FEW), Prose(WAITING))
        ]
        assert "Fewer than five audits are handed in. The target is 12." in text
        assert "too few audits to say who was heard" in text
        assert "No theme is in five audits of five workers yet." in text
        assert "too few to say how far they agree" in text
        assert "too few actions to count them" in text
        assert "No learning is planned" in text
        assert "No case was drawn by chance" in text

    def test_says_whose_and_when(self):
        """The lines under the title say the organisation, the service, the kind and the days."""
        assert (
            "Anytown, Families. Conversational audits. 1 July 2026 to 30 September 2026."
            == build(FULL).subtitle
        )

    def test_keeps_the_words_line_by_line(self):
        """What was written in two paragraphs is printed in two, and no empty one between."""
        document = build(EMPTY)
        at = document.blocks.index(Heading("What works"))

        assert (Prose("Visits."), Prose("Trust.")) == document.blocks[at + 1 : at + 3]

    def test_has_no_chapter_without_a_word(self):
        """Looked at before anything is written, it begins with what the evidence says."""
        nothing = {"works": "", "worries": "", "next": ""}

        assert "How far it has come" == chapters(build(EMPTY | {"words": nothing}))[0]
        assert ["What works", "What worries us", "How far it has come"] == chapters(
            build(FULL | {"words": nothing})
        )[:3]

    def test_names_what_is_beyond_chance_and_nothing_else(self):
        """A domain is named as good or weak only when its whole interval says so."""
        points = [block.items for block in build(FULL).blocks if isinstance(block, Points)]

        assert ("Direct work",) == points[0]
        assert ("Chronology",) == points[1]

    def test_shows_each_grade_with_its_interval(self):
        """Every line that may be shown has a bar and its grades; what is withheld is counted."""
        document = build(FULL)
        chart = next(block for block in document.blocks if isinstance(block, Chart))
        rows = tables(document)["How many audits stand at each grade"].rows

        assert ["All in all", "Direct work", "Chronology", "The plan"] == [
            bar.label for bar in chart.bars
        ]
        assert "Part of practice" == chart.about
        assert ("All in all", "Outstanding or good", "12 of 20", "60% (from 40% to 80%)") == rows[
            0
        ]
        assert "1 more part of practice is not shown" in text_of(document)

    def test_says_that_none_is_shown(self):
        """Where every line is withheld there is no empty table."""
        grades = FULL["grades"] | {"overall": HIDDEN, "domains": [HIDDEN], "is_waiting": True}
        document = build(FULL | {"grades": grades})

        assert "2 parts of practice are not shown" in text_of(document)
        assert "How many audits stand at each grade" not in tables(document)
        assert Prose(WAITING) in document.blocks

    def test_hides_nothing_where_nothing_is_withheld(self):
        """Where all is shown, nothing is said of what is not."""
        shown = FULL["grades"] | {"domains": FULL["grades"]["domains"][:3]}

        assert "not shown" not in text_of(build(FULL | {"grades": shown}))

    def test_names_every_kappa_and_warns_of_few_pairs(self):
        """Each kappa has its weighting, says why it can't be calculated, and warns under 30."""
        document = build(FULL)
        rows = dict(tables(document)["The overall grade, given twice"].rows)

        assert "0.50 (from 0.10 to 0.90)" == rows["Kappa, unweighted"]
        assert "cannot be calculated. Both gave one grade." == rows["Kappa, linear weights"]
        assert "75% (from 40% to 93%)" == rows["The same grade"]
        assert "withheld" == rows["The second reader was harsher"]
        assert "fewer than 30 pairs" in text_of(document)
        enough = build(FULL | {"agreement": FULL["agreement"] | {"is_enough": True}})
        assert "fewer than 30 pairs" not in text_of(enough)

    def test_says_what_follows_without_telling_of_a_child(self):
        """Actions are counted and never said; the learning plan stands with what it shows."""
        document = build(FULL)

        assert Points(("Done: 12.", "Open: 8.")) in document.blocks
        assert (("Waiting", "Ring back", "2", "No clear change."),) == tables(document)[
            "The learning plan on these themes"
        ].rows

    def test_shows_themes_and_gaps(self):
        """Themes stand with how many audits speak to them, and gaps with how they differ."""
        found = tables(build(FULL))
        themes = found["Themes, ambitions and what would help"]
        gaps = found["Where voices differ on the same question"]

        assert (("Waiting", "Theme", "9"), ("School", "Ambition", "withheld")) == themes.rows
        assert (
            ("Feeling safe", "Child beside worker", "20", "40% (from 20% to 60%)"),
        ) == gaps.rows

    def test_says_how_far_teams_have_come(self):
        """How many teams have reached their target stands there without their names."""
        text = text_of(build(FULL))

        assert "20 audits are handed in. The target is 24." in text
        assert "5 of 11 teams have reached their target." in text

    def test_gives_the_source_of_every_method(self):
        """Grades, intervals, kappa, drawing and withholding each name where they come from."""
        text = text_of(build(FULL))

        for source in ("ILACS, 2024", "Wilson, 1927", "Cohen's (1960", "Cohen (1968", "Warrens",
                       "Cochran, 1977", "Hundepool", "Dixon and Mood, 1946", "Department for Education"):  # fmt: skip
            assert source in text
        assert "draw 1: 20 of 90, seed 7" in text
        assert "grade 20% without seeing" in text
