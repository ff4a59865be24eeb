"""Where a form leads back to: nowhere but to this site."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.way_back import way_back

# What browsers take out of an address, and what they read as a slash, among ordinary letters.
letters = st.text(st.sampled_from("/\\\t\n\r:@.?#ae "), max_size=12)


def as_browsers_read(address):
    kept = address.strip(" ").translate({ord(one): None for one in "\t\n\r"})
    return urlsplit(kept.replace("\\", "/"))


class TestWayBack:
    @given(letters)
    def test_never_leaves_the_site(self, address):
        """Whatever a link holds, a browser stays where it is."""
        read = as_browsers_read(way_back(address, "/staff"))

        assert ("", "") == (read.scheme, read.netloc)

    @pytest.mark.parametrize(
        "address",
        ["//x.example", "/\\x.example", "/\t/x.example", "/\n/x.example", "https://x.example", ""],
    )
    def test_is_the_other_page_for_what_is_not_ours(self, address):
        """An address of another site, however it is dressed, leads home."""
        assert "/staff" == way_back(address, "/staff")

    def test_keeps_to_a_part_of_the_site(self):
        """Where only some pages make sense, other ones are not ours."""
        assert "/evidence/x?page=2" == way_back("/evidence/x?page=2", "/", under="/evidence/")
        assert "/" == way_back("/people", "/", under="/evidence/")
