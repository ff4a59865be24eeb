"""Sealing: every free text is encrypted at rest under a data key of its own row.

A row that owns sealed text (a response, a concern, a quote …) has a `data_key`: 32 random bytes,
wrapped by the organisation's key. Destroying the data key destroys the text, in backups too.
The row, the table and the column are bound into each seal, so that no sealed text can be moved
to another place and still open.

Source: AES-256-GCM, NIST SP 800-38D (2007); envelope and binding, OWASP ASVS 5.0 V11 and R-20.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from typing import Protocol
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = b"\x01"
NONCE_BYTES = 12
KEY_BYTES = 32
KEY_ID_BYTES = 4


class SealError(Exception):
    """The seal does not open: wrong key, wrong place, or changed bytes."""


class Owner(Protocol):
    """A row that owns sealed text."""

    __tablename__: str
    id: UUID
    data_key: bytes


class Keyring:
    """The organisation's key: wraps data keys, and makes keyed hashes."""

    def __init__(self, key: bytes) -> None:
        self._aead = AESGCM(key)
        self._id = hashlib.sha256(b"key id|" + key).digest()[:KEY_ID_BYTES]
        self._hash_key = hashlib.sha256(b"keyed hash|" + key).digest()

    def wrap(self, data_key: bytes, place: str) -> bytes:
        """Return a data key wrapped for one row."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._aead.encrypt(nonce, data_key, f"key|{place}".encode())
        return VERSION + self._id + nonce + sealed

    def unwrap(self, wrapped: bytes, place: str) -> bytes:
        """Return the data key of one row.

        Raises:
            SealError: it was wrapped by another key, or for another row.
        """
        header = len(VERSION) + KEY_ID_BYTES
        if wrapped[:1] != VERSION or wrapped[1:header] != self._id:
            raise SealError("another key sealed this")
        nonce, sealed = (
            wrapped[header : header + NONCE_BYTES],
            wrapped[header + NONCE_BYTES :],
        )
        return _open(self._aead, nonce, sealed, f"key|{place}")

    def keyed_hash(self, text: str, purpose: str) -> str:
        """Return a hash that only this organisation can make, for looking up a code."""
        return hmac.new(self._hash_key, f"{purpose}|{text}".encode(), hashlib.sha256).hexdigest()


_keyring: list[Keyring] = []


def use(keyring: Keyring) -> None:
    """Make this the keyring of the process."""
    _keyring[:] = [keyring]


def keyring() -> Keyring:
    """Return the keyring of the process.

    Raises:
        SealError: no key has been given yet.
    """
    if not _keyring:
        raise SealError("no key has been given")
    return _keyring[0]


def new_data_key(table: str, row: UUID) -> bytes:
    """Return a fresh data key, wrapped for one row."""
    return keyring().wrap(os.urandom(KEY_BYTES), f"{table}|{row}")


def seal(owner: Owner, column: str, text: str, row: object = "") -> bytes:
    """Seal a text under its owner's key; `row` names the place when the owner has several."""
    return seal_bytes(owner, column, text.encode(), row)


def unseal(owner: Owner, column: str, sealed: bytes, row: object = "") -> str:
    """Open what `seal` made.

    Raises:
        SealError: the bytes were changed, or belong somewhere else.
    """
    return unseal_bytes(owner, column, sealed, row).decode()


def seal_bytes(owner: Owner, column: str, content: bytes, row: object = "") -> bytes:
    """Seal some bytes under their owner's key."""
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + nonce + _aead(owner).encrypt(nonce, content, _place(owner, column, row))


def unseal_bytes(owner: Owner, column: str, sealed: bytes, row: object = "") -> bytes:
    """Open what `seal_bytes` made.

    Raises:
        SealError: the bytes were changed, or belong somewhere else.
    """
    if sealed[:1] != VERSION:
        raise SealError("unknown version")
    nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    return _open(_aead(owner), nonce, body, _place(owner, column, row).decode())


def _aead(owner: Owner) -> AESGCM:
    return AESGCM(keyring().unwrap(owner.data_key, f"{owner.__tablename__}|{owner.id}"))


def _place(owner: Owner, column: str, row: object) -> bytes:
    return f"{owner.__tablename__}|{owner.id}|{column}|{row}".encode()


def _open(aead: AESGCM, nonce: bytes, sealed: bytes, place: str) -> bytes:
    try:
        return aead.decrypt(nonce, sealed, place.encode())
    except (InvalidTag, ValueError) as error:
        raise SealError("the seal does not open") from error
