"""Every component, in every state a person may meet it in."""

from types import SimpleNamespace

import pytest

from app.domain.evidence import NotUnderstood
from app.services.not_understood import NotUnderstoodCount
from app.services.segments import Segment
from tests.controls import A_POINT, LONGEST, TEMPLATES, a_plot

COMPONENTS = sorted(path.stem for path in (TEMPLATES / "components").glob("*.html"))

AN_INTERVAL = SimpleNamespace(share=0.36, low=0.29, high=0.44, count=61, base=170)
FELT = tuple(
    SimpleNamespace(kind=kind, label=kind, count=9) for kind in ("negative", "mixed", "positive")
)
AN_ESTIMATE = SimpleNamespace(value=0.36, low=0.29, high=0.44, n=170)
PIECES = {
    "asked": [{"survey": LONGEST, "question": LONGEST}],
    "back": [{"href": "/a"}],
    "bar": [
        {"share": 0.36, "low": 0.29, "high": 0.44, "label": LONGEST},
        {"share": 0.0},
        {"share": None, "label": "Trust"},
    ],
    "breadcrumbs": [{"items": [("Home", "/"), ("Here", None)]}],
    "button": [
        {"text": "Go on"},
        {"text": "Go", "href": "/a"},
        {"text": "Stop", "name": "stop", "value": "1"},
    ],
    "definition_card": [
        {"title": "My worker", "text": "For you.", "href": "/s/a", "facts": ["4 minutes"]}
    ],
    "code_form": [
        {"action": "/i", "go": "Go on"},
        {"action": "/i", "go": "Go on", "problem": LONGEST},
        {"action": "/i", "go": "Try again", "typed": LONGEST, "has_hint": False},
    ],
    "empty": [
        {"title": "No imports", "text": "Yet."},
        {"title": "A", "text": "B", "href": "/a", "link": "C"},
    ],
    "error_summary": [{"errors": []}, {"errors": [("#main", LONGEST), ("", "No place")]}],
    "estimate": [{"one": AN_ESTIMATE}, {"one": AN_ESTIMATE, "kind": "number"}, {"one": None}],
    "face": [{"name": "face-1"}],
    "figure": [
        {"value": 3, "label": "concerns", "note": "1 late", "href": "/a"},
        {"value": "none", "label": "b"},
    ],
    "interval_text": [{"interval": AN_INTERVAL}, {"interval": None}],
    "mark": [{}],
    "not_understood": [{"why": why} for why in NotUnderstood],
    "not_understood_note": [
        {"found": NotUnderstoodCount(7, is_any=True), "href": "/evidence/not-understood"},
        {"found": NotUnderstoodCount(None, is_any=True)},
        {"found": NotUnderstoodCount(None, is_any=False)},
    ],
    "notice": [
        {"text": LONGEST, "kind": kind, "live": True}
        for kind in ("info", "success", "warning", "error")
    ],
    "pagination": [
        {"page": page, "pages": 3, "href_for": "/list?page={}".format} for page in (1, 2, 3)
    ],
    "panel": [
        {"title": "Done", "text": "Your answers are saved.", "kind": "success"},
        {"title": "A"},
    ],
    "plot_dots": [
        {"id": "p", "plot": a_plot(A_POINT)},
        {"id": "p", "plot": a_plot(A_POINT), "href_for": "/themes/{}".format},
    ],
    "plot_feelings": [
        {
            "id": "p",
            "plot": SimpleNamespace(title="A", finding=LONGEST, rows=((LONGEST, FELT),)),
        }
    ],
    "plot_numbers": [{"plot": a_plot(A_POINT, None, note="no clear change")}],
    "plot_waves": [
        {"id": "p", "plot": a_plot(A_POINT, A_POINT, None, A_POINT, note="no clear change")},
        {"id": "p", "plot": a_plot(None, A_POINT), "href_for": "/themes/{}".format},
    ],
    "progress": [
        {"done": 3, "total": 12, "label": "3 of 12"},
        {"done": 0, "total": 0, "label": "a", "url": "/p"},
    ],
    "listen": [{"label": LONGEST}, {"label": LONGEST, "recording": "/s/small/spoken/0a"}],
    "held_file": [{"kind": kind, "href": "/s/small/file/q"} for kind in ("photo", "voice")],
    "quote": [{"text": LONGEST, "about": "Aged 14 to 15"}, {"text": "Hello"}],
    "redacted": [
        {"segments": (Segment(LONGEST), Segment("[name]", is_redacted=True), Segment("a", True))}
    ],
    "sentiment_bar": [
        {"negative": 3, "mixed": 0, "positive": 9},
        {"negative": 0, "mixed": 0, "positive": 0},
        {"negative": None, "mixed": 6, "positive": 9},
    ],
    "summary_list": [
        {"rows": [("Safe?", LONGEST, "/change", "safety"), ("Age", "12", None, None)]}
    ],
    "table": [
        {
            "caption": "Themes",
            "head": ["Theme", "People"],
            "rows": [[{"text": "Trust", "href": "/t"}, 61]],
            "numeric": (1,),
        },
        {"caption": "Nothing", "head": ["Theme"], "rows": [], "hide_caption": True},
        {
            "caption": "Audits",
            "head": ["Audit", "Case", "Done"],
            "rows": [[{"text": LONGEST, "href": "/a"}, {"whole": "CH-1042"}, 3]],
            "numeric": (2,),
            "cards": True,
        },
        {"caption": "None", "head": ["Audit"], "rows": [], "cards": True},
    ],
    "tag": [{"text": "machine", "kind": "machine"}, {"text": LONGEST}],
    "to_copy": [{"written": []}, {"written": [LONGEST]}, {"written": ["A b c", "D e f"]}],
}
CALLED = ("card", "details", "panel", "plot")
# Parts of one kind of page, drawn with real data by the tests of those pages.
ON_PAGES = (
    "blocks",
    "change_text",
    "compared",
    "completion",
    "discard_file",
    "display_way",
    "evidence_ways",
    "feelings",
    "grade_table",
    "heat_table",
    "help_places",
    "immediate_concern",
    "impact",
    "index_lines",
    "kiosk_banner",
    "kiosk_foot",
    "kiosk_head",
    "machine_error",
    "naming_worker",
    "paper_question",
    "paragraphs",
    "part_fields",
    "part_form",
    "passage",
    "print_words",
    "question",
    "reading_progress",
    "safety_numbers",
    "scope_filter",
    "seen_ways",
    "start_words",
    "start_words_easy",
    "theme_error",
    "theme_table",
    "wave_filter",
    "weighted_kappas",
    "work_coding",
    "work_passage",
    "work_theme",
)
CASES = [(name, kwargs) for name, cases in PIECES.items() for kwargs in cases]


class TestComponents:
    def test_are_all_known_to_these_tests(self):
        """Every component file is drawn here."""
        assert sorted({*PIECES, *CALLED, *ON_PAGES, "field"}) == COMPONENTS

    @pytest.mark.parametrize(("name", "kwargs"), CASES)
    def test_are_sound(self, drawing, judge, name, kwargs):
        """A component is sound markup, and text in it is text."""
        soup = judge(drawing.macro(f"components/{name}.html")(**kwargs))

        assert not soup.select("b")

    @pytest.mark.parametrize("name", CALLED)
    def test_hold_what_they_are_called_with(self, drawing, judge, name):
        """A component that wraps others shows them under its title."""
        source = (
            f'{{% from "components/{name}.html" import {name} %}}'
            f'{{% call {name}("A title") %}}<p>Inside</p>{{% endcall %}}'
        )
        soup = judge(drawing.environment.from_string(source).render())

        assert "Inside" == soup.select_one("p").get_text()

    def test_withhold_a_small_share(self, drawing):
        """A share that may not be shown leaves no picture of itself."""
        drawn = str(drawing.macro("components/bar.html")(None, label="Trust"))

        assert "svg" not in drawn
        assert "withheld" in drawn

    def test_withhold_a_whole_bar_when_one_part_is_small(self, drawing):
        """One withheld count takes the others with it, or it could be worked out."""
        drawn = str(drawing.macro("components/sentiment_bar.html")(None, 6, 9))

        assert "9" not in drawn

    def test_say_in_words_what_a_bar_shows(self, drawing, judge):
        """A bar's title says the share and what it is likely to lie between."""
        soup = judge(drawing.macro("components/bar.html")(0.36, 0.29, 0.44, label="Trust"))

        assert "Trust: 36%, likely between 29% and 44%" == soup.select_one("title").get_text()

    def test_say_a_small_share_with_a_decimal(self, drawing, judge):
        """Seven people of thousands are not said to be none."""
        soup = judge(drawing.macro("components/bar.html")(0.0021, 0, 0.0043, label="Trust"))

        assert "Trust: 0.2%, likely between 0% and 0.4%" == soup.select_one("title").get_text()
        assert "0.2% 0–0.4%" == soup.select_one(".bar__words").get_text()

    def test_turn_pages_only_where_there_are_some(self, drawing):
        """A list on one page has no way to a next one."""
        assert "" == str(drawing.macro("components/pagination.html")(1, 1, str)).strip()
