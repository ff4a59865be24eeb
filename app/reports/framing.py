"""How a report begins and ends: what it covers, and how we know what it says."""

from __future__ import annotations

from typing import Any

from app.reports import phrases
from app.reports.blocks import Block, Heading, Points, Prose

Data = dict[str, Any]


def opening(data: Data) -> list[Block]:
    """Return what a report says first: what it is, and which surveys it covers."""
    return [
        Prose(
            "This report brings together what people told us, what audits found, and what we "
            "will do. It is made from one frozen copy of the evidence, so that every printed "
            "form of it says the same."
        ),
        Heading("What this report covers"),
        Points(tuple(_survey(one) for one in data["surveys"])),
    ]


def how_we_know(method: Data) -> list[Block]:
    """Return what a report says last: how it was made, and how far it can be trusted."""
    themes = (
        f"Themes come from the codebook “{method['codebook']}”, and were given by the model "
        f"{method['model']} or by a person. People have checked {method['checked']} of the "
        "codings in this report."
    )
    unread = (
        "Some of what people wrote had not been read when this copy was frozen. The themes in it "
        "are not complete."
    )
    machine = (
        "The machine is sometimes wrong. A theme's count is how many people raised it, not how "
        "often; codings that a person rejected do not count."
    )
    intervals = (
        "Shares have Wilson's 95% interval, means Student's, and changes between waves Newcombe's "
        "or Welch's. “Too few to say” means fewer than 30 people in a wave."
    )
    small = (
        f"Every count under {method['threshold']} is withheld, with whatever else would reveal "
        "it. Quotes were redacted and then released by a person."
    )
    limits = "A survey hears those who answer. It does not speak for those who did not."
    # What was frozen before unread words were noted says nothing of them.
    found = (themes, *([unread] if method.get("is_unread") else []), machine, intervals, small)
    return [Heading("How we know"), Points((*found, limits))]


def _survey(one: Data) -> str:
    name = f"“{one['title']}”"
    # Of what was frozen before small surveys were left out, every survey is counted.
    if not one.get("is_counted", True):
        return (
            f"{name}: fewer than five people answered it in these days, so it is in no figure "
            "of this report."
        )
    if not (one["decision_maker"] and one["told_by"]):
        return f"{name}."
    return (
        f"{name}: {one['decision_maker']} decides on what it says, and people are told what "
        f"changed by {phrases.day(one['told_by'])}."
    )
