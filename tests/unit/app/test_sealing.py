"""Sealing: what is sealed opens only where it was sealed."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.db import sealing
from app.db.sealing import Keyring, SealError, new_data_key, seal, unseal

KEY = bytes(range(32))


@dataclass
class Row:
    id: UUID = field(default_factory=uuid4)
    __tablename__: str = "responses"
    data_key: bytes = b""

    def __post_init__(self):
        self.data_key = self.data_key or new_data_key(self.__tablename__, self.id)


@pytest.fixture(autouse=True)
def _key():
    sealing.use(Keyring(KEY))


class TestSeal:
    @given(st.text(), st.text(max_size=20))
    def test_opens_again_in_its_place(self, text, row):
        """What was sealed for a place opens in that place, whatever the words."""
        sealing.use(Keyring(KEY))
        owner = Row()

        assert text == unseal(owner, "answers.text", seal(owner, "answers.text", text, row), row)

    def test_hides_the_words(self):
        """The words do not stand in the sealed bytes, and sealing twice gives other bytes."""
        owner = Row()
        sealed = seal(owner, "answers.text", "nobody listens")

        assert b"nobody" not in sealed
        assert sealed != seal(owner, "answers.text", "nobody listens")

    @pytest.mark.parametrize("change", ["row", "column", "owner", "version", "short"])
    def test_does_not_open_anywhere_else(self, change):
        """Moved, cut or changed bytes do not open (R-22)."""
        owner = Row()
        sealed = seal(owner, "answers.text", "words", "q1")
        place = {"owner": owner, "column": "answers.text", "row": "q1", "sealed": sealed}
        place |= {
            "row": {"row": "q2"},
            "column": {"column": "answers.value"},
            "owner": {"owner": Row()},
            "version": {"sealed": b"\x09" + sealed[1:]},
            "short": {"sealed": sealed[:8]},
        }[change]

        with pytest.raises(SealError):
            unseal(place["owner"], place["column"], place["sealed"], place["row"])

    @given(st.data())
    def test_notices_any_changed_bit(self, data):
        """One flipped bit anywhere is noticed (R-22)."""
        sealing.use(Keyring(KEY))
        owner = Row()
        sealed = bytearray(seal(owner, "c", "words"))
        at = data.draw(st.integers(0, len(sealed) * 8 - 1))
        sealed[at // 8] ^= 1 << at % 8

        with pytest.raises(SealError):
            unseal(owner, "c", bytes(sealed))


class TestKeyring:
    def test_opens_nothing_of_another_organisation(self):
        """Another key does not unwrap a data key."""
        owner = Row()
        sealed = seal(owner, "c", "words")
        sealing.use(Keyring(bytes(32)))

        with pytest.raises(SealError, match="another key"):
            unseal(owner, "c", sealed)

    def test_does_not_unwrap_a_data_key_for_another_row(self):
        """A data key copied to another row does not open there."""
        owner, other = Row(), Row()
        other.data_key = owner.data_key

        with pytest.raises(SealError):
            seal(other, "c", "words")

    def test_hashes_by_purpose(self):
        """A keyed hash is the same each time and differs by purpose."""
        ring = Keyring(KEY)

        assert ring.keyed_hash("code", "resume") == ring.keyed_hash("code", "resume")
        assert ring.keyed_hash("code", "resume") != ring.keyed_hash("code", "receipt")

    def test_is_needed(self, monkeypatch):
        """Without a key nothing is sealed."""
        monkeypatch.setattr(sealing, "_keyring", [])

        with pytest.raises(SealError, match="no key"):
            sealing.keyring()
