"""What can be wrong with a file that somebody brings: one class with a stable code."""

from __future__ import annotations

CODES = (
    "broken",  # it cannot be opened: damaged, locked, or cut off
    "unsafe",  # it holds what no honest file needs: entities, paths out of the archive, a bomb
    "too_large",  # more of something than is ever taken
    "wrong_kind",  # it can be opened, but is something else
    "no_names",  # a table of themes without a column of names
    "no_codings",  # a codebook where codings are wanted
    "no_themes",  # a codebook or a matrix without any theme
    "no_sources",  # a project or a matrix without any words
)


class ExchangeError(Exception):
    """A file cannot be used; `code` is one of `CODES`, `detail` says where it went wrong."""

    def __init__(self, code: str, detail: str = "") -> None:
        self.code = code
        self.detail = detail
        super().__init__(f"{code}: {detail}" if detail else code)
