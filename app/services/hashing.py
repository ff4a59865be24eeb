"""Passwords are kept as slow hashes, and compared in a time that tells nothing."""

from __future__ import annotations

import secrets
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# RFC 9106 (2021), second recommended choice: 64 MiB, three passes, four lanes.
_hasher = PasswordHasher(time_cost=3, memory_cost=65536, parallelism=4)
# A flood of sign-ins must not take the memory that answers need.
_hashing = BoundedSemaphore(4)
# Compared when the address is unknown, so that knowing it takes as long.
_NOBODY = _hasher.hash(secrets.token_hex())


def hash_of(password: str) -> str:
    """Return the slow hash of a password."""
    with _hashing:
        return _hasher.hash(password)


def is_right(password_hash: str | None, password: str) -> bool:
    """Return whether a password fits a hash; None stands for somebody who is not there."""
    with _hashing:
        try:
            return _hasher.verify(password_hash or _NOBODY, password)
        except (VerificationError, InvalidHashError):
            return False


def is_weak(password_hash: str) -> bool:
    """Return whether a hash was made when slow meant less than it does today."""
    return _hasher.check_needs_rehash(password_hash)
