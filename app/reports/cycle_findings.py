"""What a cycle of audits found: from frozen evidence to a document.

It begins with what its readers come for (what works, what worries, what is next), then shows what
that stands on, and ends with how far it can be trusted.
"""

from __future__ import annotations

from typing import Any

from app.reports import phrases
from app.reports.blocks import (
    Bar,
    Block,
    Chart,
    Document,
    Heading,
    Points,
    Prose,
    Table,
)
from app.reports.cycle_method import how_we_know

Data = dict[str, Any]

TOO_FEW = (
    "There are not five audits of five workers yet whose grades may be counted, so no grade is "
    "shown: it could tell of one child or of one worker."
)
WAITING = (
    "Audits that are being read a second time, or may still be drawn for that, are in no figure "
    "of grades."
)
HALF = 0.5
KAPPAS = {
    "none": "Kappa, unweighted",
    "linear": "Kappa, linear weights",
    "quadratic": "Kappa, quadratic weights",
}


def build(data: Data) -> Document:
    """Return the findings as a document. Deterministic: it uses nothing but the frozen data."""
    days = f"{phrases.day(data['starts_on'])} to {phrases.day(data['ends_on'])}"
    blocks = (
        *_summary(data),
        *_completion(data["completion"]),
        *_grades(data["grades"]),
        *_heard(data["voices"], data["gaps"]),
        *_themes(data["themes"]),
        *_agreement(data["agreement"]),
        *_what_follows(data["actions"], data["aims"]),
        *how_we_know(data["method"]),
    )
    subtitle = f"{data['organisation']}, {data['service']}. {data['kind']}. {days}."
    return Document(data["title"], subtitle, blocks)


def _summary(data: Data) -> list[Block]:
    domains = data["grades"]["domains"]
    good = [one["label"] for one in domains if one["upper"] and one["upper"]["low"] > HALF]
    weak = [one["label"] for one in domains if one["upper"] and one["upper"]["high"] < HALF]
    words = data["words"]
    above = "In more than half of the audits, beyond chance, this was good or better:"
    below = "In fewer than half, beyond chance, this was good or better:"
    return [
        *_chapter("What works", [*_said(words["works"]), *_named(above, good)]),
        *_chapter("What worries us", [*_said(words["worries"]), *_named(below, weak)]),
        *_chapter("What happens next", _said(words["next"])),
    ]


def _chapter(title: str, blocks: list[Block]) -> list[Block]:
    # Before anything is written, the evidence is looked at without the words.
    return [Heading(title), *blocks] if blocks else []


def _said(words: str) -> list[Block]:
    return [Prose(line.strip()) for line in words.split("\n") if line.strip()]


def _named(sentence: str, labels: list[str]) -> list[Block]:
    return [Prose(sentence), Points(tuple(labels))] if labels else []


def _completion(found: Data) -> list[Block]:
    blocks: list[Block] = [Heading("How far it has come")]
    target = f"The target is {found['target']}."
    if found["done"] is None:
        return [*blocks, Prose(f"Fewer than five audits are handed in. {target}")]
    blocks.append(Prose(f"{found['done']} audits are handed in. {target}"))
    if found["teams"]:
        reached, teams = found["teams"]
        blocks.append(Prose(f"{reached} of {teams} teams have reached their target."))
    return blocks


def _grades(found: Data) -> list[Block]:
    blocks: list[Block] = [Heading("How the grades spread")]
    if not found["is_shown"]:
        return [*blocks, Prose(TOO_FEW), Prose(WAITING)]
    lines = [found["overall"], *found["domains"]]
    shown = [one for one in lines if one["upper"]]
    blocks += [
        Prose(
            f"{found['audits']} audits are counted, each by the grade that stands: what two "
            "readers settled, or else what the auditor gave. Grades are never averaged."
        ),
        *([Prose(WAITING)] if found["is_waiting"] else []),
    ]
    if shown:
        chart = Chart("Good or better", tuple(map(_bar, shown)), about="Part of practice")
        blocks += [chart, _spread(shown)]
    return [*blocks, *_hidden(len(lines) - len(shown), more="more " if shown else "")]


def _hidden(hidden: int, *, more: str) -> list[Block]:
    if not hidden:
        return []
    parts = "part of practice is" if hidden == 1 else "parts of practice are"
    why = "so few audits were good, or so few were not, that one of them could be recognised"
    return [Prose(f"{hidden} {more}{parts} not shown: {why}.")]


def _bar(one: Data) -> Bar:
    share = one["upper"]
    return Bar(one["label"], share["share"], share["low"], share["high"], phrases.share(share))


def _spread(shown: list[Data]) -> Table:
    # Neighbours that few had are joined, so a part of practice has from two to four lines.
    rows = tuple(
        (one["label"], band["grade"], f"{band['count']} of {band['base']}", phrases.share(band))
        for one in shown
        for band in one["bands"]
    )
    head = ("Part of practice", "Grade", "Audits", "Share, with interval")
    return Table("How many audits stand at each grade", head, rows, numeric=(2, 3))


def _heard(voices: str, gaps: list[Data]) -> list[Block]:
    blocks: list[Block] = [Heading("Who was heard, and where voices differ")]
    blocks.append(Prose(voices or "There are too few audits to say who was heard."))
    if not gaps:
        return [
            *blocks,
            Prose("How voices differ can't be said yet without telling of a few children."),
        ]
    rows = tuple(
        (one["about"], one["pair"], f"{one['audits']}", phrases.share(one["share"]))
        for one in gaps
    )
    head = ("About", "Whose view, beside whose", "Audits with both", "The first sees it worse")
    return [
        *blocks,
        Prose("A gap is no verdict on anybody: it shows where to ask more."),
        Table("Where voices differ on the same question", head, rows, numeric=(2, 3)),
    ]


def _themes(themes: list[Data]) -> list[Block]:
    blocks: list[Block] = [Heading("What the audits speak to")]
    if not themes:
        return [*blocks, Prose("No theme is in five audits of five workers yet.")]
    rows = tuple((one["label"], one["kind"], phrases.count(one["audits"])) for one in themes)
    return [
        *blocks,
        Table("Themes, ambitions and what would help", ("Theme", "Kind", "Audits"), rows, (2,)),
    ]


def _agreement(found: Data | None) -> list[Block]:
    blocks: list[Block] = [Heading("How far two readers agree")]
    if found is None:
        return [
            *blocks,
            Prose("Fewer than five audits were graded twice, too few to say how far they agree."),
        ]
    rows = [
        ("Pairs of grades", f"{found['n']}"),
        ("The same grade", _estimate(found["exact"], is_share=True)),
        ("Within one grade", _estimate(found["within_one"], is_share=True)),
        ("The second reader was harsher", phrases.count(found["harsher"])),
        ("The second reader was kinder", phrases.count(found["kinder"])),
        *(
            (KAPPAS[one["weighting"]], _estimate(one["estimate"], why_not=one["why_not"]))
            for one in found["kappas"]
        ),
    ]
    few = "There are fewer than 30 pairs, so these figures can be far from the truth."
    return [
        *blocks,
        *([] if found["is_enough"] else [Prose(few)]),
        Table("The overall grade, given twice", ("Figure", "Value, with interval"), tuple(rows)),
    ]


def _estimate(found: list[float] | None, *, is_share: bool = False, why_not: str = "") -> str:
    if found is None:
        return f"cannot be calculated. {why_not}".strip()
    said = phrases.percent if is_share else "{:.2f}".format
    value, low, high = map(said, found)
    return f"{value} (from {low} to {high})"


def _what_follows(actions: Data, aims: list[Data]) -> list[Block]:
    blocks: list[Block] = [Heading("Actions and learning")]
    if actions["agreed"] is None:
        blocks.append(Prose("There are too few actions to count them without telling of a child."))
    else:
        done, open_ = phrases.count(actions["done"]), phrases.count(actions["open"])
        blocks += [
            Prose(f"{actions['agreed']} actions were agreed for single children."),
            Points((f"Done: {done}.", f"Open: {open_}.")),
        ]
    if not aims:
        return [*blocks, Prose("No learning is planned on these themes yet.")]
    rows = tuple((one["theme"], one["aim"], f"{one['sessions']}", one["impact"]) for one in aims)
    head = ("Theme", "What we want to get better at", "Sessions held", "Does it show?")
    return [*blocks, Table("The learning plan on these themes", head, rows, numeric=(2,))]
