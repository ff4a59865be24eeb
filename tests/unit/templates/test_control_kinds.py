"""What each kind of control does of its own, and the fields of staff's forms."""

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

from surveys.questions import Option
from tests.controls import BOTH, CONTROLS, a_question, control_of


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
