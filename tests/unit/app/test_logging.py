"""The log: lines of JSON that cannot hold what a person wrote."""

import json

import pytest
import structlog

from app import logging


@pytest.fixture
def told(capsys):
    """Return a way to log something and get the line that was written."""
    before = structlog.get_config()

    def tell(verb, **keys):
        logging.set_up("info")
        getattr(structlog.get_logger(), verb)("something.happened", **keys)
        return json.loads(capsys.readouterr().err)

    yield tell
    structlog.configure(**before)


class TestSetUp:
    def test_blanks_what_is_private(self, told):
        """What a person wrote or is called never reaches a line."""
        line = told("info", words="I am sad", email="noor@anytown.example", status=404)

        assert ["<private>", "<private>", 404] == [
            line[key] for key in ("words", "email", "status")
        ]

    def test_raises_where_a_test_should_notice(self, told):
        """Under test, a line with something private is an error."""
        told("info")
        logging.set_up("info", strict=True)

        with pytest.raises(logging.PrivateKeyLogged, match="words"):
            structlog.get_logger().info("something.happened", words="I am sad")

    def test_says_where_it_broke_and_not_with_what(self, told):
        """A crash leaves its kind and its lines; its message could quote an answer."""
        try:
            raise ValueError("I am sad")  # noqa: TRY301 - it must have been raised somewhere
        except ValueError as error:
            inside = told("exception")
            given = told("error", exc_info=error)

        assert ["ValueError", "ValueError"] == [inside["error"], given["error"]]
        assert "test_logging.py" in inside["trace"][0]
        assert "sad" not in json.dumps([inside, given])
