"""What a report is made of: a document of plain blocks that every format can print."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Heading:
    """A heading; level 2 is a chapter, 3 a part of one."""

    text: str
    level: int = 2
    kind: str = field(default="heading", init=False)


@dataclass(frozen=True)
class Prose:
    """A paragraph."""

    text: str
    kind: str = field(default="prose", init=False)


@dataclass(frozen=True)
class Points:
    """A list of short points."""

    items: tuple[str, ...]
    kind: str = field(default="points", init=False)


@dataclass(frozen=True)
class Pair:
    """A question and its answer; what `is_withheld` says so in the answer's place."""

    question: str
    answer: str
    is_withheld: bool = False


@dataclass(frozen=True)
class Pairs:
    """Questions with their answers, in the order in which they were asked."""

    items: tuple[Pair, ...]
    kind: str = field(default="pairs", init=False)


@dataclass(frozen=True)
class Table:
    """A table with a caption; `numeric` holds the columns, from 0, that are numbers."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()
    kind: str = field(default="table", init=False)


@dataclass(frozen=True)
class Bar:
    """One bar of a chart: a share of 0 to 1 with its interval, and what it says in words."""

    label: str
    share: float
    low: float
    high: float
    says: str


@dataclass(frozen=True)
class Chart:
    """Bars with intervals. The numbers are always printed beside them as words.

    `about` heads the column of what the bars are of.
    """

    caption: str
    bars: tuple[Bar, ...]
    about: str = "Theme"
    kind: str = field(default="chart", init=False)


@dataclass(frozen=True)
class QuoteBlock:
    """Released words, and what they are about."""

    text: str
    about: str = ""
    kind: str = field(default="quote", init=False)


Block = Heading | Prose | Points | Pairs | Table | Chart | QuoteBlock


@dataclass(frozen=True)
class Document:
    """A whole report, ready to be printed in any format.

    `handling` says how a paper is to be kept; it stands at the top of every page that is printed.
    """

    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    handling: str = ""
