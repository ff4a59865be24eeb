"""Names that no browser remembers, and back."""

from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from app.web.field_names import FIELD, masked, new_salt, plain

NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,78}(-[a-z0-9_]{1,20})?", fullmatch=True)


class TestMasked:
    @given(NAMES, NAMES)
    def test_comes_back_as_it_was(self, name, other):
        """Whatever a field is called, what was written in it comes back under its own name."""
        salt = new_salt()
        form = MultiDict([(FIELD, salt), (masked(name, salt), "Hello"), (other, "there")])

        assert (["Hello", "there"] if name == other else ["Hello"]) == plain(form)[name]

    def test_is_another_one_each_time(self):
        """The same field has another name on each page, and none holds the word of its question."""
        names = {masked("feels_safe_why", new_salt()) for _ in range(100)}

        assert 100 == len(names)
        assert not any("safe" in name for name in names)

    def test_without_a_salt_is_its_own(self):
        """Where nobody else comes to the same browser the name stays."""
        assert "why" == masked("why", "")


class TestPlain:
    @given(st.dictionaries(st.text(max_size=20), st.text(max_size=5)), st.text(max_size=9))
    def test_takes_whatever_is_sent(self, fields, salt):
        """No form breaks it, and nothing that was sent is lost."""
        found = plain(MultiDict([*fields.items(), (FIELD, salt)]))

        assert 1 + len(fields) == sum(len(values) for values in found.values())

    def test_keeps_what_was_sent_by_its_own_name(self):
        """A form without other names is read as it is."""
        assert {"why": ["Loud", "Late"]} == plain(MultiDict([("why", "Loud"), ("why", "Late")]))
