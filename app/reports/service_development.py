"""The service development report: from frozen evidence to a document.

It keeps one order, because a reader comes with these questions: who did we hear from, what did
they tell us, how are they, what did audits find, what will we do, and how do we know.
"""

from __future__ import annotations

from typing import Any

from app.reports import framing, phrases
from app.reports.blocks import (
    Bar,
    Block,
    Chart,
    Document,
    Heading,
    Prose,
    QuoteBlock,
    Table,
)

Data = dict[str, Any]

VERDICTS = {
    "changed up": "more than last time",
    "changed down": "less than last time",
    "no clear change": "no clear change",
    "too few to say": "too few to say",
}
SCORE_VERDICTS = VERDICTS | {
    "changed up": "higher than last time",
    "changed down": "lower than last time",
}


def build(data: Data) -> Document:
    """Return the report as a document. Deterministic: it uses nothing but the frozen data."""
    period = f"{phrases.day(data['starts_on'])} to {phrases.day(data['ends_on'])}"
    blocks = (
        *framing.opening(data),
        *_who(data["who"]),
        *_told(data["themes"]),
        *_questions(data["questions"]),
        *_scores(data["scores"]),
        *_audits(data["audits"]),
        *_actions(data["actions"]),
        *framing.how_we_know(data["method"]),
    )
    return Document(data["title"], f"{data['organisation']}. {period}.", blocks)


def _who(who: Data) -> list[Block]:
    blocks: list[Block] = [Heading("Who we heard from")]
    if who["people"] is None:
        return [
            *blocks,
            Prose("Too few people answered to say anything about them safely."),
        ]
    blocks.append(
        Prose(
            f"{phrases.people(who['people'])} answered. "
            + (
                "Too few of them wrote something in their own words to say how many."
                if who["comments"] is None
                else f"{phrases.people(who['comments'])} wrote something in their own words."
            )
        )
    )
    for title, lines in who["tables"]:
        rows = tuple((label, phrases.count(count)) for label, count in lines)
        blocks.append(Table(title, ("Group", "People"), rows, numeric=(1,)))
    return blocks


def _told(themes: list[Data]) -> list[Block]:
    blocks: list[Block] = [Heading("What they told us")]
    shown = [theme for theme in themes if theme["count"] is not None]
    if not shown:
        return [
            *blocks,
            Prose("Too few people raised any one theme to show it safely."),
        ]
    blocks.append(
        Prose(
            f"Out of {phrases.people(shown[0]['base'])} who wrote something, this is "
            "how many raised each theme. The line at the end of a bar shows how sure we can be: "
            "the true share of people like them is very likely inside it."
        )
    )
    blocks.append(Chart("How many people raised each theme", tuple(_bar(t) for t in shown)))
    for theme in shown:
        blocks += _theme(theme)
    hidden = len(themes) - len(shown)
    if hidden:
        blocks.append(
            Prose(
                f"{hidden} more {'theme is' if hidden == 1 else 'themes are'} not shown, because "
                "so few people raised them, or so few did not, that somebody could be recognised."
            )
        )
    return blocks


def _bar(theme: Data) -> Bar:
    return Bar(theme["name"], theme["share"], theme["low"], theme["high"], phrases.share(theme))


def _theme(theme: Data) -> list[Block]:
    blocks: list[Block] = [Heading(theme["name"], level=3), Prose(theme["definition"])]
    raised = f"{phrases.people(theme['count'])} raised this: {phrases.share(theme)}."
    if theme["change"]:
        raised += f" Compared with the wave before: {VERDICTS[theme['change']['verdict']]}."
    blocks.append(Prose(raised))
    if theme["feelings"]:
        said = [f"{count} sounded {label}" for label, count in theme["feelings"]]
        blocks.append(Prose("Of these, " + ", ".join(said) + "."))
    blocks += [QuoteBlock(text, theme["name"]) for text in theme["quotes"]]
    return blocks


def _questions(surveys: list[Data]) -> list[Block]:
    blocks: list[Block] = []
    for survey in surveys:
        if survey["questions"]:
            blocks.append(Heading(survey["title"], level=3))
        blocks += [_question(question) for question in survey["questions"]]
    return [Heading("How they answered"), *blocks] if blocks else []


def _question(question: Data) -> Block:
    caption = f"{question['wording']} ({phrases.people(question['base'])} answered"
    if question["mean"]:
        caption += ", on average {:.1f}, from {:.1f} to {:.1f}".format(*question["mean"])
    caption += ", counted by first choice)" if question["is_first_choice"] else ")"
    rows = tuple(
        (option["label"], phrases.count(option["count"]), phrases.interval(option))
        for option in question["options"]
    )
    head = ("Answer", "People", "Share, with interval")
    return Table(caption, head, rows, numeric=(1, 2)) if rows else Prose(f"{caption}.")


def _scores(scores: list[Data]) -> list[Block]:
    blocks: list[Block] = [Heading("How they are")]
    shown = [score for score in scores if score["mean"] is not None]
    if not shown:
        return [*blocks, Prose("There are no scores that can be shown safely.")]
    rows = tuple(
        (
            f"{score['label']} ({score['survey']})",
            f"{score['people']}",
            f"{score['mean']:.2f} ({score['low']:.2f} to {score['high']:.2f})",
            "Higher is better" if score["higher_is_better"] else "Lower is better",
            SCORE_VERDICTS[score["change"]["verdict"]]
            if score["change"]
            else "nothing to compare with",
        )
        for score in shown
    )
    head = (
        "Score",
        "People",
        "Mean, with interval",
        "Direction",
        "Compared with the wave before",
    )
    return [*blocks, Table("Scores", head, rows, numeric=(1, 2))]


def _audits(audits: Data) -> list[Block]:
    blocks: list[Block] = [Heading("What audits found")]
    if audits["count"] is None:
        return [
            *blocks,
            Prose("Fewer than five audits were handed in, too few to report safely."),
        ]
    blocks.append(Prose(f"{audits['count']} audits were handed in. {audits['voices']}"))
    rows = tuple(
        (domain, *(phrases.count(count) for count in counts))
        for domain, *counts in audits["grades"]
    )
    head = ("Part of practice", "Outstanding or good", "Not yet good")
    return [*blocks, Table("How many audits found it good", head, rows, numeric=(1, 2))]


def _actions(actions: list[Data]) -> list[Block]:
    blocks: list[Block] = [Heading("What we will do")]
    if not actions:
        return [
            *blocks,
            Prose("No action has been agreed yet. That is for the board to put right."),
        ]
    rows = tuple(
        (one["what"], one["why"], one["owner"], phrases.day(one["due_on"]), one["state"])
        for one in actions
    )
    head = ("Action", "Why it matters for the child", "Who", "By", "State")
    return [*blocks, Table("Improvement actions", head, rows)]
