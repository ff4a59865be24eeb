"""What each row of an uploaded list of cases says: a pseudonymous case, or why it is refused.

Nothing that could tell who a child is may come in: every cell of a row is looked at, those of
columns that are not used too.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from app.domain.programme import LONGEST_TEAM
from app.domain.titles import tidy
from app.services.auditing import CASE_NAMED, CASE_REF
from app.services.case_identities import LOOKS, begins_with_a_name, is_about_a_person, looks_like
from app.services.import_rows import FORMULA, RUNS_OVER, RowRefusedError, day_of
from surveys.variants import COHORTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from app.tabular import Row, Table

STAFF_REF = re.compile(r"[A-Z]{0,6}-?[0-9]{1,8}[A-Z]?")
USUAL = {
    "case_ref": ("case_ref", "case", "case_reference", "reference", "ref", "case_id", "id"),
    "team": ("team", "team_name", "service_team"),
    "cohort": ("cohort", "plan", "plan_type", "kind_of_plan", "status"),
    "practitioner_ref": ("practitioner_ref", "practitioner", "worker", "worker_ref", "staff_ref"),
    "last_audited": ("last_audited", "last_audited_on", "last_audit", "audited_on"),
}
SHORT_COHORTS = {
    "eh": "early_help",
    "cin": "child_in_need",
    "cp": "child_protection",
    "cpp": "child_protection",
    "cla": "looked_after",
    "lac": "looked_after",
    "cic": "looked_after",
    "looked after": "looked_after",
    "leaving care": "care_leaver",
    "disabled children": "disabled_children",
}
NO_CASE = "There is no case reference in it."
CASE_WRONG = (
    "The case reference is not letters and up to six digits, like CH-1042. "
    "Write the pseudonym that your service uses."
)
NO_TEAM = "There is no team in it."
TEAM_LONG = f"The name of the team is longer than {LONGEST_TEAM} characters."
COHORT_UNKNOWN = f"The kind of plan is none of these: {', '.join(COHORTS.values())}."
STAFF_WRONG = (
    "The worker is not a staff reference with a number, like SW-014. Initials are as good as a "
    "name, so they are refused too."
)


@dataclass(frozen=True)
class Columns:
    """Which column holds what; the case reference and the team must be there."""

    case_ref: str
    team: str
    cohort: str = ""
    practitioner_ref: str = ""
    last_audited: str = ""

    def as_data(self) -> dict[str, str]:
        """Return it as plain data."""
        return asdict(self)


@dataclass(frozen=True)
class CaseRow:
    """One good row."""

    number: int
    case_ref: str
    team: str
    cohort: str
    practitioner_ref: str
    last_audited_on: date | None


@dataclass(frozen=True)
class RefusedRow:
    """One row that cannot be kept: its number as a spreadsheet counts, and why."""

    number: int
    reason: str


@dataclass(frozen=True)
class Judged:
    """Every row of a list: the good ones, and those that are refused."""

    good: tuple[CaseRow, ...]
    refused: tuple[RefusedRow, ...]


def likely(header: Sequence[str]) -> dict[str, str]:
    """Return the column that each thing is likely to stand in, by its name; "" for none."""
    names = {re.sub(r"[\s-]+", "_", name.strip().lower()): name for name in header}
    return {
        field: next((names[one] for one in usual if one in names), "")
        for field, usual in USUAL.items()
    }


def problems_with(header: Sequence[str], columns: Columns) -> dict[str, str]:
    """Return what keeps these columns from being read, by field; empty when nothing."""
    problems = {}
    chosen = [name for name in columns.as_data().values() if name]
    for field, name in columns.as_data().items():
        if name and name not in header:
            problems[field] = "This is not one of the columns of the file."
        elif chosen.count(name) > 1:
            problems[field] = "This column is chosen twice. Choose another."
    if not columns.case_ref:
        problems["case_ref"] = "Choose the column that holds the case references."
    if not columns.team:
        problems["team"] = "Choose the column that holds the teams."
    return problems


def judge(table: Table, columns: Columns, *, today: date) -> Judged:
    """Judge every row of a list; none is left out of the answer. Deterministic."""
    good: list[CaseRow] = []
    refused: list[RefusedRow] = []
    seen: dict[str, int] = {}
    for row in table.rows:
        try:
            case = _read(row, table.header, columns, today)
            _refuse_twice(case, seen)
        except RowRefusedError as error:
            refused.append(RefusedRow(row.number, str(error)))
        else:
            good.append(case)
    return Judged(tuple(good), tuple(refused))


def _refuse_twice(case: CaseRow, seen: dict[str, int]) -> None:
    # CH-1042 and CH1042 are one case: whoever could be drawn twice would be twice as likely.
    first = seen.setdefault(case.case_ref.replace("-", ""), case.number)
    if first != case.number:
        raise RowRefusedError(f"The same case stands in row {first}. Only that row is kept.")


def _read(row: Row, header: Sequence[str], columns: Columns, today: date) -> CaseRow:
    if row.runs_over:
        raise RowRefusedError(RUNS_OVER)
    cells = dict(zip(header, row.cells, strict=True))
    if any(header[place] in columns.as_data().values() for place in row.unread):
        raise RowRefusedError(FORMULA)
    _refuse_people(cells, columns)
    return CaseRow(
        number=row.number,
        case_ref=_case_ref(cells[columns.case_ref]),
        team=_team(cells[columns.team]),
        cohort=_cohort(_cell(cells, columns.cohort)),
        practitioner_ref=_staff_ref(_cell(cells, columns.practitioner_ref)),
        last_audited_on=day_of(_cell(cells, columns.last_audited), today=today),
    )


def _cell(cells: Mapping[str, str], name: str) -> str:
    return cells[name] if name else ""


def _refuse_people(cells: Mapping[str, str], columns: Columns) -> None:
    used = set(columns.as_data().values())
    for name, cell in cells.items():
        if not cell or name == columns.last_audited or _is_reference(cell, name, columns):
            continue
        if name not in used and is_about_a_person(name):
            raise RowRefusedError(f"The column “{name}” is about a person. {_out(name, used)}")
        if kind := looks_like(cell):
            raise RowRefusedError(
                f"The column “{name}” holds what looks like {LOOKS[kind]}. {_out(name, used)}"
            )


def _is_reference(cell: str, name: str, columns: Columns) -> bool:
    # To the rules of redaction a pseudonym is a number that could tell who somebody is.
    ref = "".join(cell.upper().split())
    is_staff = name == columns.practitioner_ref and STAFF_REF.fullmatch(ref)
    return bool(is_staff or (name == columns.case_ref and CASE_REF.fullmatch(ref)))


def _out(name: str, used: set[str]) -> str:
    return "Write a reference instead." if name in used else "Take that column out of the file."


def _case_ref(cell: str) -> str:
    ref = "".join(cell.upper().split())
    if not ref:
        raise RowRefusedError(NO_CASE)
    if not CASE_REF.fullmatch(ref):
        raise RowRefusedError(CASE_WRONG)
    if begins_with_a_name(ref):
        raise RowRefusedError(CASE_NAMED)
    return ref


def _team(cell: str) -> str:
    team = tidy(cell)
    if not team:
        raise RowRefusedError(NO_TEAM)
    if len(team) > LONGEST_TEAM:
        raise RowRefusedError(TEAM_LONG)
    return team


def _cohort(cell: str) -> str:
    plain = tidy(cell).lower().replace("_", " ").replace("-", " ")
    known: dict[str, Any] = {label.lower(): key for key, label in COHORTS.items()}
    known |= {key.replace("_", " "): key for key in COHORTS} | SHORT_COHORTS
    if plain and plain not in known:
        raise RowRefusedError(COHORT_UNKNOWN)
    return str(known.get(plain, ""))


def _staff_ref(cell: str) -> str:
    ref = "".join(cell.upper().split())
    if ref and not STAFF_REF.fullmatch(ref):
        raise RowRefusedError(STAFF_WRONG)
    return ref
