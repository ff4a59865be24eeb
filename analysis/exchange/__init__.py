"""Codebooks and codings in the shapes that other programs read and write.

REFI-QDA (`.qdc`, `.qdpx`) and 0/1 matrices, as plain values and bytes. Every file is a stranger's
until it was read: what cannot be used is an `ExchangeError` with a code, and nothing else.
"""

from analysis.exchange.errors import ExchangeError
from analysis.exchange.shapes import Case, Code, Coder, Mark, Project, Source

__all__ = ["Case", "Code", "Coder", "ExchangeError", "Mark", "Project", "Source"]
