"""One row of a matrix: several things judged on the same steps, asked one at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from surveys.questions.choice import OneOf


@dataclass(frozen=True, kw_only=True)
class MatrixRow(OneOf, kind="matrix_row"):
    """One thing judged on the steps of its matrix; its wording begins with what the matrix asks.

    A matrix is written once in a definition and read as a page a row, so that each answer has
    a key of its own and nobody meets a grid on a phone. For adults only. Source, on what
    children can be asked: Borgers, de Leeuw and Hox (2000), Bulletin de Méthodologie
    Sociologique 66, 60-75.
    """

    control: ClassVar[str] = "radios"
    is_scale: ClassVar[bool] = True
