"""Every control and component, in every state a person may meet it in."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    Form,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from app.domain.evidence import NotUnderstood
from app.services.not_understood import NotUnderstoodCount
from app.services.segments import Segment
from surveys.questions import Option, Question

TEMPLATES = Path(__file__).parents[3] / "templates"
CONTROLS = sorted(path.stem for path in (TEMPLATES / "controls").glob("*.html"))
COMPONENTS = sorted(path.stem for path in (TEMPLATES / "components").glob("*.html"))
STATES = ("empty", "filled", "wrong", "long")
BOTH = ("dont_know", "prefer_not_to_say")
LONGEST = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch<b>&"


HOMES = (Option("foster", "With carers"), Option("home", "In a home", hint="With others."))
ALONE = Option("none", "None", exclusive=True)
WORDS = tuple(Option(number, f"Word {number}", face=f"face-{number}") for number in range(1, 6))
DRAWN = (Option("home", "At home", symbol="home"), Option("school", "At school", symbol="school"))
# What to ask with each control, and what was given to it before.
QUESTIONS = {
    "text": ("short_text", {}, {"": ["Robin"]}),
    "textarea": ("long_text", {}, {"": ["It is quiet."]}),
    "radios": (
        "one_choice",
        {"options": HOMES, "other": True},
        {"": ["home"], "other": ["A boat"]},
    ),
    "agreement": ("agreement", {}, {"": ["4"]}),
    "checkboxes": (
        "many_choices",
        {"options": (ALONE, *HOMES), "other": True},
        {"": ["home", "foster"], "other": ["A boat"]},
    ),
    "pictures": ("picture_choice", {"options": DRAWN}, {"": ["home"]}),
    "photo": ("photo", {}, {"": ["jpeg 800 600 90210"]}),
    "voice": ("voice", {}, {"": ["webm 61 90210"]}),
    "ranking": ("ranked_choice", {"options": HOMES}, {"foster": ["2"], "home": ["1"]}),
    "faces": ("faces", {"options": WORDS}, {"": ["4"]}),
    "scale": ("scale_0_10", {"low_label": "Never", "high_label": "Always"}, {"": ["10"]}),
    "number": ("number", {"unit": "moves"}, {"": ["3"]}),
    "date": ("date", {}, {"day": ["4"], "month": ["3"], "year": ["2026"]}),
    "grade": ("grade", {}, {"": ["good"], "evidence": ["Seen alone."]}),
}


def a_question(control, **changes):
    """Make a question that is asked with the control."""
    kind, attributes, _ = QUESTIONS[control]
    asked = {"key": "q", "label": "What is it like?", "may_say": BOTH, **attributes, **changes}
    return Question.kinds[kind](**asked)


def a_field(control, state="empty", **changes):
    """Make what a control macro is given, in one of the states."""
    raw = QUESTIONS[control][-1]
    values = {
        "name": "q",
        "label": f"What is it like? {LONGEST if state == 'long' else ''}".strip(),
        "hint": LONGEST if state == "long" else "",
        "errors": ["Choose one answer."] if state == "wrong" else [],
        "question": a_question(control),
        "raw": {} if state == "empty" else raw,
        "legend_is_heading": False,
        "required": False,
        "wrong_part": "",
        "language": "",
        "file_href": "/s/small/file/q",
        "pressed": "home:up",
        "sent_as": lambda part="": f"q-{part}" if part else "q",
        "is_spoken": True,
        "recording": "/s/small/spoken/0a",
    }
    return SimpleNamespace(**{**values, **changes})


def control_of(drawing, judge, control, state="empty", **changes):
    macro = drawing.macro(f"controls/{control}.html")
    return judge(macro(a_field(control, state, **changes)))


class TestControls:
    def test_are_all_known_to_these_tests(self):
        """Every control file has a question here to draw it with."""
        assert sorted(QUESTIONS) == CONTROLS

    @pytest.mark.parametrize("state", STATES)
    @pytest.mark.parametrize("control", CONTROLS)
    def test_are_sound_in_every_state(self, drawing, judge, control, state):
        """A control is sound markup when empty, filled, wrong and full of long words."""
        soup = control_of(drawing, judge, control, state)

        assert "What is it like?" in soup.get_text()

    @pytest.mark.parametrize("control", CONTROLS)
    def test_can_be_the_heading_of_the_page(self, drawing, judge, control):
        """The only question of a page is its heading, once."""
        headings = control_of(drawing, judge, control, legend_is_heading=True).select("h1")

        assert ["What is it like? (you can skip this)"] == [
            " ".join(heading.get_text().split()) for heading in headings
        ]

    @pytest.mark.parametrize("control", CONTROLS)
    def test_say_when_a_question_may_be_skipped(self, drawing, judge, control):
        """A question that must be answered does not claim that it can be skipped."""
        assert "skip" not in control_of(drawing, judge, control, required=True).get_text()

    @pytest.mark.parametrize("control", CONTROLS)
    def test_carry_the_id_that_an_error_links_to(self, drawing, judge, control):
        """The link of an error finds the question by its name."""
        assert control_of(drawing, judge, control, "wrong").select_one("#q") is not None

    @pytest.mark.parametrize("control", CONTROLS)
    def test_tell_the_error_with_the_question(self, drawing, judge, control):
        """An error is tied to the question, and the word Problem stands before it."""
        soup = control_of(drawing, judge, control, "wrong")

        assert "Problem: Choose one answer." == soup.select_one("#q-error").get_text(strip=False)
        assert soup.select("[aria-describedby~=q-error]")

    @pytest.mark.parametrize("control", CONTROLS)
    def test_keep_what_was_given(self, drawing, judge, control):
        """Everything a person gave is in the form again."""
        soup = control_of(drawing, judge, control, "wrong")
        kept = {
            value
            for values in (
                [tag["value"] for tag in soup.select("[checked], [selected]")],
                [tag["value"] for tag in soup.select("input[type=text], input[type=hidden]")],
                [tag.get_text().strip() for tag in soup.select("textarea")],
            )
            for value in values
        }

        assert {value for values in QUESTIONS[control][-1].values() for value in values} <= kept

    @pytest.mark.parametrize("control", CONTROLS)
    def test_offer_the_special_answers(self, drawing, judge, control):
        """Not knowing and not saying are answers that can be chosen, and are kept."""
        name = "" if a_question(control).special_is_choice else "special"
        soup = control_of(drawing, judge, control, raw={name: ["dont_know"]})
        names = {
            tag["name"] for tag in soup.select("[value=dont_know], [value=prefer_not_to_say]")
        }

        assert {f"q-{name}" if name else "q"} == names
        assert ["dont_know"] == [tag["value"] for tag in soup.select("[checked]")]

    @pytest.mark.parametrize("control", CONTROLS)
    def test_leave_out_special_answers_nobody_offers(self, drawing, judge, control):
        """A question without special answers shows none."""
        soup = control_of(drawing, judge, control, question=a_question(control, may_say=()))

        assert [] == soup.select("[value=dont_know], [value=prefer_not_to_say]")

    @pytest.mark.parametrize("control", CONTROLS)
    def test_are_named_by_their_questions(self, control):
        """A kind of question names the control that draws it."""
        assert control == a_question(control).control

    @pytest.mark.parametrize("control", CONTROLS)
    def test_send_only_parts_that_the_question_reads(self, drawing, judge, control):
        """A form sends the parts of its question, and no others."""
        soup = control_of(drawing, judge, control)
        sent = {tag["name"] for tag in soup.select("input, select, textarea")}

        assert set(a_question(control).field_names().values()) == sent


class TestPictures:
    @pytest.mark.parametrize("control", CONTROLS)
    @pytest.mark.parametrize("is_heading", [True, False])
    def test_stand_beside_the_question_and_its_special_answers(
        self, drawing, judge, control, is_heading
    ):
        """A question with a symbol shows it, and one beside each answer of its own, unheard."""
        question = a_question(control, picture="home")
        soup = control_of(drawing, judge, control, question=question, legend_is_heading=is_heading)

        assert soup.select_one(".ask__words.beside > svg.symbol[aria-hidden=true]")
        specials = soup.select("[value=dont_know] + label, [value=prefer_not_to_say] + label")
        assert [1, 1] == [len(one.select("svg.symbol[aria-hidden=true]")) for one in specials]

    @pytest.mark.parametrize("control", ["radios", "checkboxes", "ranking"])
    def test_stand_beside_choices_only_where_the_question_has_one(self, drawing, judge, control):
        """The same choices have their symbols on a pictured page, and none on another."""
        options = (Option("a", "A", picture="swim"), Option("b", "B", picture="sport"))
        drawn = {
            picture: control_of(
                drawing,
                judge,
                control,
                question=a_question(control, picture=picture, options=options),
            ).select(".choice__label .symbol, .ranks__row .symbol")
            for picture in ("play", "")
        }

        assert [len(drawn["play"]) >= 2, 0] == [True, len(drawn[""])]


class TestHints:
    @pytest.mark.parametrize("control", ["checkboxes", "ranking"])
    def test_take_the_place_of_what_the_control_says(self, drawing, judge, control):
        """Nobody is told twice how to answer: the question's own hint is enough."""
        own = control_of(drawing, judge, control).select(".choices__how")
        hinted = control_of(drawing, judge, control, hint="Pick as many as you like.")

        assert 1 == len(own)
        assert [] == hinted.select(".choices__how")


class TestWordsBesideAChoice:
    @pytest.mark.parametrize(
        ("control", "part"), [("radios", "other"), ("checkboxes", "other"), ("grade", "evidence")]
    )
    def test_carry_an_error_that_is_about_them(self, drawing, judge, control, part):
        """An error about the words beside a choice is tied to their own field, and only then."""
        wrong = control_of(drawing, judge, control, "wrong", wrong_part=part)
        other = control_of(drawing, judge, control, "wrong")

        assert "true" == wrong.select_one(f"#q-{part}")["aria-invalid"]
        assert "q-error" in wrong.select_one(f"#q-{part}")["aria-describedby"]
        assert not other.select_one(f"#q-{part}").has_attr("aria-invalid")


class TestDate:
    @pytest.mark.parametrize(("precision", "numbers"), [("day", 3), ("month", 2), ("year", 1)])
    def test_asks_no_more_than_the_question(self, drawing, judge, precision, numbers):
        """A question for a month has no box for the day."""
        question = a_question("date", precision=precision)
        soup = control_of(drawing, judge, "date", question=question)

        assert numbers == len(soup.select("input[type=text]"))


class TestFaces:
    def test_always_shows_the_word(self, drawing, judge):
        """A face is hidden from screen readers and its word is not."""
        soup = control_of(drawing, judge, "faces")

        assert 5 == len(soup.select(".choices svg[aria-hidden=true]"))
        assert [f"Word {n}" for n in range(1, 6)] == [
            tag.get_text(strip=True) for tag in soup.select(".choice--pictured label")
        ]

    @pytest.mark.parametrize("name", [f"{k}-{n}" for k in ("face", "smile") for n in range(1, 6)])
    def test_draws_each_face(self, drawing, judge, name):
        """Every graded face has a drawing."""
        assert judge(drawing.macro("components/face.html")(name)).select_one("svg.face")

    def test_draws_nothing_for_a_face_it_does_not_know(self, drawing):
        """An unknown face leaves the word by itself."""
        assert "" == str(drawing.macro("components/face.html")("dragon")).strip()


class TestScale:
    def test_has_eleven_numbers(self, drawing, judge):
        """The scale runs from 0 to 10, and its ends are described in words."""
        soup = control_of(drawing, judge, "scale")
        numbers = soup.select(".choices--scale input")

        assert [str(n) for n in range(11)] == [tag["value"] for tag in numbers]
        assert ["q-ends", "q-ends"] == [
            numbers[0]["aria-describedby"],
            numbers[10]["aria-describedby"],
        ]


class TestCheckboxes:
    def test_puts_a_choice_that_rules_the_others_out_last(self, drawing, judge):
        """None of these stands after everything else, apart."""
        soup = control_of(drawing, judge, "checkboxes")

        assert ["foster", "home", "other", "none", *BOTH] == [
            tag["value"] for tag in soup.select("[type=checkbox]")
        ]

    def test_says_how_many_may_be_chosen(self, drawing, judge):
        """A limit on the choices is said before them."""
        question = a_question("checkboxes", most=2)
        soup = control_of(drawing, judge, "checkboxes", question=question)

        assert "Tick up to 2." in soup.get_text()


class Everything(Form):
    """A staff form with a field of every kind."""

    email = StringField("E-mail address")
    password = PasswordField("Password")
    note = TextAreaField("Note")
    service = SelectField("Service", choices=["Leaving care", "Fostering"])
    kind = RadioField("Kind", choices=["Thematic", "Conversational"])
    roles = SelectMultipleField("Roles", choices=["Board", "Practitioner"])
    daily = BooleanField("Write to me each day")
    due = DateField("Due date")
    file = FileField("File")


class TestField:
    @pytest.mark.parametrize("is_wrong", [False, True])
    @pytest.mark.parametrize("name", [field.name for field in Everything()])
    def test_is_sound_for_every_kind(self, drawing, judge, name, is_wrong):
        """A staff field is labelled, hinted and tied to its error, whatever its kind."""
        field = Everything()[name]
        field.errors = ["Enter this."] if is_wrong else []
        control = "checkboxes" if name == "roles" else None
        soup = judge(drawing.macro("components/field.html")(field, hint="Why.", control=control))

        described = soup.select_one("[aria-describedby]")["aria-describedby"]
        assert f"{name}-hint{f' {name}-error' if is_wrong else ''}" == described
        assert soup.select_one(f"#{name}") is not None

    def test_never_gives_a_password_back(self, drawing):
        """A password is not written into the page again."""
        field = Everything(data={"password": "correct horse"}).password

        assert "horse" not in str(drawing.macro("components/field.html")(field))


AN_INTERVAL = SimpleNamespace(share=0.36, low=0.29, high=0.44, count=61, base=170)
A_POINT = SimpleNamespace(at=0.9, low=0.72, high=1.0, words="36% (29% to 44%), 61 of 170")


def a_plot(*points, note=""):
    row = SimpleNamespace(name=LONGEST, points=points, note=note, theme_id=7)
    names = tuple(f"Wave {number}" for number, _ in enumerate(points, 1))
    ticks = ("0%", "10%", "20%", "30%", "40%")
    return SimpleNamespace(title="A", finding=LONGEST, columns=names, ticks=ticks, rows=(row, row))


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


class TestPlots:
    def draw(self, drawing, judge, name, *points):
        return judge(drawing.macro(f"components/{name}.html")("p", a_plot(*points)))

    @pytest.mark.parametrize("name", ["plot_dots", "plot_waves"])
    def test_are_called_by_what_they_say(self, drawing, judge, name):
        """A picture is an image to a screen reader, named by its finding in a sentence."""
        soup = self.draw(drawing, judge, name, A_POINT)
        picture = soup.select_one("[role=img]")

        assert LONGEST == soup.find(id=picture["aria-labelledby"]).get_text()
        assert all(svg["aria-hidden"] == "true" for svg in soup.select("svg"))

    @pytest.mark.parametrize("name", ["plot_dots", "plot_waves"])
    def test_have_their_numbers_as_a_table(self, drawing, judge, name):
        """Every point of a picture stands in the table with its interval and its count."""
        soup = self.draw(drawing, judge, name, A_POINT)

        assert [A_POINT.words] * 2 == [td.get_text(strip=True) for td in soup.select("td")]

    def test_show_withheld_as_withheld(self, drawing, judge):
        """A withheld wave has a dashed line and no dot, and the word in the table, never 0."""
        soup = self.draw(drawing, judge, "plot_waves", A_POINT, None, A_POINT)
        row = soup.select_one("tbody tr")

        assert (2 * 2, 2 * 1, 0) == tuple(
            len(soup.select(f".plot__{part}")) for part in ("dot", "gone", "line")
        )
        assert [A_POINT.words, "withheld", A_POINT.words] == [
            td.get_text(strip=True) for td in row.select("td")
        ]

    def test_join_waves_that_follow_one_another(self, drawing, judge):
        """A line joins two waves that are shown, and a higher share stands higher."""
        low = SimpleNamespace(at=0.1, low=0.05, high=0.2, words="4% (2% to 8%), 6 of 150")
        soup = self.draw(drawing, judge, "plot_waves", low, A_POINT)
        heights = [float(dot["d"].split()[1].split("h")[0]) for dot in soup.select(".plot__dot")]

        assert 2 == len(soup.select(".plot__line"))
        assert heights[0] > heights[1]
