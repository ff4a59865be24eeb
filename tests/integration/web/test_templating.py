"""The environment that templates share."""

from __future__ import annotations


class TestPlainEnvironment:
    def test_gives_every_template_one_plain_dictionary(self, app):
        """No chain is laid over the globals of all: Jinja would compare the names in it one by one."""
        environment = app.jinja_env
        page = environment.get_template("pages/respond/page.html")

        assert (dict, True) == (type(page.globals), page.globals is environment.globals)

    def test_keeps_the_globals_of_one_template_to_it(self, app):
        """A name that one template is given is not known to another."""
        environment = app.jinja_env
        one = environment.from_string("{{ here }}", globals={"here": "only"})

        assert ("only", False) == (one.render(), "here" in environment.globals)
