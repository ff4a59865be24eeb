"""What can be wrong with a file of a stranger."""

from __future__ import annotations


class BrokenFileError(Exception):
    """It is not what it says, or parts of it are missing."""


class TooMuchError(Exception):
    """There is more in it than we take."""
