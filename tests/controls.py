"""Questions and plots to draw, and a control as it comes out."""

from pathlib import Path
from types import SimpleNamespace

from surveys.questions import Option, Question

TEMPLATES = Path(__file__).parents[1] / "templates"
CONTROLS = sorted(path.stem for path in (TEMPLATES / "controls").glob("*.html"))
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
    """Draw a control in one of the states, and return its sound markup."""
    macro = drawing.macro(f"controls/{control}.html")
    return judge(macro(a_field(control, state, **changes)))


A_POINT = SimpleNamespace(at=0.9, low=0.72, high=1.0, words="36% (29% to 44%), 61 of 170")


def a_plot(*points, note=""):
    """Make a plot of two rows, each of the same points."""
    row = SimpleNamespace(name=LONGEST, points=points, note=note, theme_id=7)
    names = tuple(f"Wave {number}" for number, _ in enumerate(points, 1))
    ticks = ("0%", "10%", "20%", "30%", "40%")
    return SimpleNamespace(title="A", finding=LONGEST, columns=names, ticks=ticks, rows=(row, row))
