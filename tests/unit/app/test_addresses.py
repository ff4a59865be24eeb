"""A file of addresses: each is taken once, and every bad row is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Invalid
from app.services import addresses
from app.tabular import Row, Table


def table(*cells, header=("name", "E-mail")):
    rows = tuple(Row(at, ("Robin", cell)) for at, cell in enumerate(cells, 2))
    return Table(header, rows)


class TestAddressesOf:
    def test_takes_each_address_once_in_its_order(self):
        """An address that stands twice is asked once, however it is written."""
        found = addresses.addresses_of(table("b@x.example", " a@x.example ", "B@X.example", ""))

        assert ("b@x.example", "a@x.example") == found

    @pytest.mark.parametrize(
        ("given_table", "word"),
        [
            (table("a@x.example", header=("name", "phone")), "email"),
            (table(), "no address"),
            (table("a@x.example", "nobody", "b@y.example", "me@home"), "3, 5."),
            (table(*["x"] * 7), "2, 3, 4, 5, 6 and 2 more"),
        ],
    )
    def test_says_what_to_do(self, given_table, word):
        """A file without addresses, and each row that holds none, is refused in words."""
        with pytest.raises(Invalid) as refused:
            addresses.addresses_of(given_table)

        assert word in refused.value.fields["file"]


class TestIsAddress:
    @pytest.mark.parametrize(
        "text",
        ["", "a", "a@b", "a@b.example, c@d.example", "a@b.example\nBcc: c@d.example", "a b@c.de"],
    )
    def test_refuses_what_is_more_or_less_than_one(self, text):
        """Two addresses, a line end, or half an address is none."""
        assert not addresses.is_address(text)

    @given(st.text(max_size=300))
    def test_lets_nothing_into_the_head_of_a_message(self, text):
        """What passes has one @, no space, no line end and no comma."""
        if addresses.is_address(text):
            assert 1 == text.count("@")
            assert not set(text) & set(" \r\n,;")
        else:
            assert not addresses.is_address(text.strip() + " ")
