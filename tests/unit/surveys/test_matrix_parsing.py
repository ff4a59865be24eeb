"""A matrix: written once, read as a page a row, and for adults only."""

from copy import deepcopy

import pytest

from surveys import parsing
from surveys.errors import DefinitionErrors

MATRIX = {
    "kind": "matrix",
    "key": "support",
    "label": "How often?",
    "hint": "Think of this year.",
    "may_say": ["dont_know"],
    "options": [{"value": 1, "label": "Never"}, {"value": 2, "label": "Often"}],
    "rows": [{"key": "rang", "label": "We rang"}, {"key": "came", "label": "We came"}],
}


def data_of(*questions, **changes):
    """Return a definition for adults with these questions on one page."""
    page = {"key": "p", "title": "P", "introduction": "Now three.", "questions": [*questions]}
    whole = {"key": "k", "title": "T", "kind": "questionnaire", "audience": "parents"}
    return deepcopy({**whole, "ages": [18, 99], "pages": [page], **changes})


def mistakes(data):
    try:
        parsing.parse(data)
    except DefinitionErrors as error:
        return [problem.code for problem in error.problems]
    return []


class TestMatrix:
    def test_becomes_a_page_a_row(self):
        """Each row is a question of its own, with a key, on a page of its own."""
        pages = parsing.parse(data_of(MATRIX)).pages

        assert ["p", "p_came"] == [page.key for page in pages]
        assert ["Now three.", ""] == [page.introduction for page in pages]
        assert ["rang", "came"] == [page.questions[0].key for page in pages]
        assert "How often? – We came" == pages[1].questions[0].label
        assert "Think of this year." == pages[1].questions[0].hint

    def test_comes_back_the_same_from_plain_data(self):
        """What a database keeps of a matrix are its rows."""
        definition = parsing.parse(data_of(MATRIX))

        assert definition == parsing.parse(definition.as_data())

    def test_can_be_scored_by_its_rows(self):
        """A score names the rows, as it names any scale."""
        score = {"key": "s", "label": "S", "method": "mean", "items": ["rang", "came"]}
        score |= {"min": 1, "max": 2, "direction": "higher_is_better"}

        assert [] == mistakes(data_of(MATRIX, scores=[score]))

    @pytest.mark.parametrize(
        "changes", [{"audience": "children"}, {"audience": "young_people"}, {"ages": [16, 25]}]
    )
    def test_is_refused_for_anybody_under_18(self, changes):
        """No child meets a matrix: each row says so, and what to do."""
        assert ["matrix_for_children"] * 2 == mistakes(data_of(MATRIX, **changes))

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"rows": []}, "list"),
            ({"rows": ["a"]}, "not_a_mapping"),
            ({"rows": [{"key": "a", "label": "A", "options": []}]}, "unknown_name"),
            ({"rows": [{"key": "a"}]}, "words"),
            ({"rows": [{"label": "A"}]}, "key"),
            ({"label": ""}, "words"),
            ({"wide": True}, "unknown_name"),
            ({"options": []}, "list"),
            ({"options": [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}]}, "steps"),
        ],
    )
    def test_says_what_is_wrong_with_it(self, change, code):
        """Every mistake in a matrix is named."""
        assert code in mistakes(data_of({**MATRIX, **change}))

    def test_says_a_mistake_of_its_options_once(self):
        """Rows share their options, and one mistake in them is told once."""
        options = [{"value": 1, "label": "A", "face": "grin"}, {"value": 2, "label": "B"}]

        assert ["choice"] == mistakes(data_of({**MATRIX, "options": options}))

    def test_stands_alone_on_its_page(self):
        """A matrix and another question on one page is a mistake."""
        other = {"key": "q", "kind": "short_text", "label": "Why?"}

        assert "matrix_alone" in mistakes(data_of(MATRIX, other))

    def test_is_looked_for_only_where_questions_are(self):
        """A page that is none is named as before."""
        assert "not_a_mapping" in mistakes(data_of() | {"pages": ["p"]})
        assert "list" in mistakes(data_of() | {"pages": [{"key": "p", "questions": "none"}]})
        assert mistakes(data_of() | {"pages": [{"key": "p", "title": 3, "questions": [MATRIX]}]})


class TestKinds:
    @pytest.mark.parametrize("kind", ["photo", "voice"])
    def test_of_files_are_not_for_audits(self, kind):
        """An audit takes words, no photos and no recordings."""
        page = {
            "key": "p",
            "part": "child",
            "questions": [{"key": "q", "kind": kind, "label": "L"}],
        }

        assert ["file_in_audit"] == mistakes(data_of(kind="audit", audience="audit", pages=[page]))

    @pytest.mark.parametrize(
        ("symbols", "expected"),
        [(("home", "bed"), []), (("home", "home"), ["symbols"]), (("home", ""), ["symbols"])],
    )
    def test_of_pictures_have_a_symbol_an_answer(self, symbols, expected):
        """Each answer that is a picture has its own."""
        options = [{"value": n, "label": "L", "symbol": one} for n, one in enumerate(symbols)]
        question = {"key": "q", "kind": "picture_choice", "label": "L", "options": options}

        assert expected == mistakes(data_of(question))

    @pytest.mark.parametrize(
        ("condition", "expected"),
        [
            ({"question": "shown", "answered": True}, []),
            ({"question": "shown", "is": "jpeg"}, ["condition_test"]),
            ({"question": "felt", "is": "home"}, []),
            ({"question": "felt", "is": "school"}, ["no_such_answer"]),
            ({"question": "rang", "at_most": 1}, []),
        ],
    )
    def test_lead_on_by_their_values(self, condition, expected):
        """A later page asks whether there is a photo, which picture, and how high a row is."""
        options = [{"value": one, "label": "L", "symbol": one} for one in ("home", "bed")]
        asked = [
            {"key": "shown", "kind": "photo", "label": "L"},
            {"key": "felt", "kind": "picture_choice", "label": "L", "options": options},
        ]
        last = {"key": "why", "kind": "short_text", "label": "Why?"}
        pages = [
            {"key": "a", "questions": asked},
            {"key": "b", "questions": [MATRIX]},
            {"key": "c", "show_if": condition, "questions": [last]},
        ]

        assert expected == mistakes(data_of(pages=pages))

    @pytest.mark.parametrize("most", [0, 601, "long"])
    def test_of_voices_have_a_length_that_fits(self, most):
        """A recording may be one second to ten minutes long."""
        question = {"key": "q", "kind": "voice", "label": "L", "most_seconds": most}

        assert ["number"] == mistakes(data_of(question))
