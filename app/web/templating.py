"""What every template can use: filters for days and shares, and who is looking."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import request, url_for
from flask.templating import Environment
from jinja2 import StrictUndefined

from app.domain.people import Permission
from app.services import help_places
from app.web import access, aloud, display, field_names, kiosk, languages, saying
from app.web.symbols import symbol

if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from datetime import date, datetime

    from flask import Flask

    from app.config import Settings

# Label, endpoint and permission of each place in the staff navigation.
PLACES = (
    ("Home", "staff.home", Permission.USE_SITE),
    ("What people say", "evidence.overview", Permission.READ_EVIDENCE),
    ("Coding", "workbench.grid", Permission.DECIDE_CODINGS),
    ("Surveys", "studio.surveys", Permission.PUBLISH_SURVEYS),
    ("Import", "importing.imports", Permission.IMPORT_COMMENTS),
    ("What audits show", "seen.overview", Permission.READ_EVIDENCE),
    ("Audits", "audits.audits", Permission.RECORD_AUDITS),
    ("Second readings", "moderation.readings", Permission.MODERATE_AUDITS),
    ("Audit programme", "programme.programme", Permission.LEAD_AUDITS),
    ("My practice", "own_audits.audits", Permission.RECORD_AUDITS),
    ("Learning", "learning_plan.plan", Permission.PLAN_LEARNING),
    ("My parts", "agency_parts.mine", Permission.WRITE_PARTS),
    ("Concerns", "triage.queue", Permission.TRIAGE_CONCERNS),
    ("Actions", "improvement.actions", Permission.PLAN_ACTIONS),
    ("Reports", "reports.reports", Permission.READ_REPORTS),
    ("People", "accounts.people", Permission.MANAGE_USERS),
    ("Activity", "accounts.activity", Permission.READ_ACTIVITY),
)
# What is to be found in each place, for the home page.
ABOUT = {
    "What people say": "Who answered, what they raised, how it felt, and their words.",
    "Surveys": "Read, publish, pause and close questionnaires.",
    "Import": "Bring in comments that were collected elsewhere.",
    "What audits show": "Grades, targets, actions and themes of each service and team.",
    "Audits": "Open a conversational audit, record each voice, hand it in.",
    "Second readings": "Grade audits again without seeing the first grades, and compare.",
    "Audit programme": "Plan cycles of audits, draw cases by chance, give them to auditors.",
    "My practice": "Audits of your own work: read them, reflect, agree or disagree.",
    "Learning": "What audits teach us by theme, how we learn it, and whether it shows.",
    "My parts": "Parts of audits that you were asked to write for your agency.",
    "Concerns": "Words that may mean a child is unsafe, the soonest due first.",
    "Actions": "What will be done, by whom and by when.",
    "Reports": "Service development reports, on the screen and as Word files.",
    "People": "Who may sign in, and what each of them may do.",
    "Activity": "What staff did and read, and whether the record is whole.",
}


def set_up(app: Flask, settings: Settings) -> None:
    """Give the templates their filters, globals and strictness."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    languages.set_up(app.jinja_env)
    app.jinja_env.filters.update(
        day=day,
        moment=moment,
        percent=percent,
        chance=chance,
        plural=plural,
        count_text=count_text,
    )
    app.url_defaults(_Fingerprints(Path(str(app.static_folder))))
    app.jinja_env.globals.update(
        organisation=settings.organisation,
        can=access.can,
        said=saying.said,
        said_language=saying.said_language,
        told=languages.told,
        current_actor=access.current_actor,
        staff_navigation=staff_navigation,
        kiosk_here=kiosk.here,
        display_here=display.here,
        display_back=display.back,
        urgent_places=lambda: [
            one for one in help_places.load(settings.help_file) if one.is_urgent
        ],
        line_to_call=lambda: help_places.first_to_call(help_places.load(settings.help_file)),
        duty_places=lambda: help_places.on_duty(help_places.load(settings.help_file)),
        symbol=symbol,
        new_salt=field_names.new_salt,
        masked=field_names.masked,
        reading_speed=aloud.reading_speed,
    )


class PlainEnvironment(Environment):
    """Templates that share one plain dictionary of globals.

    Jinja lays a chain of two over it, for globals of a single template. Earshot has none, and a
    chain is slow: for every import of a template Jinja compares the names in it, one by one, which
    took a twentieth of the time of a page of questions.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the globals of all templates, unless some of its own are named for one."""
        return super().make_globals(d) if d else self.globals


class _Fingerprints:
    """Adds a hash of its content to the address of a static file, so it can be kept for a year."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, str] = {}

    def __call__(self, endpoint: str, values: dict[str, Any]) -> None:
        name = values.get("filename")
        if endpoint != "static" or not name or "v" in values:
            return
        if name not in self._known:
            file = self._folder / name
            content = file.read_bytes() if file.is_file() else b""
            self._known[name] = sha256(content).hexdigest()[:12]
        values["v"] = self._known[name]


def staff_navigation() -> list[dict[str, Any]]:
    """Return the places that the person who is signed in may go.

    They are at the one whose address their page's begins with; the longest, where several do.
    """
    places = [
        (label, url_for(endpoint))
        for label, endpoint, permission in PLACES
        if access.can(permission)
    ]
    around = [href for _, href in places if f"{request.path}/".startswith(f"{href}/")]
    here = max(around, key=len, default="")
    return [
        {"label": label, "about": ABOUT.get(label, ""), "href": href, "current": href == here}
        for label, href in places
    ]


def day(value: date | None) -> str:
    """Say a day as people do, in the language of the page: 14 November 2026."""
    return languages.day(value) if value else "no date"


def moment(value: datetime | None) -> str:
    """Say a moment: 14 November 2026 at 09:05 UTC."""
    return f"{day(value)} at {value:%H:%M} UTC" if value else "not yet"


def percent(share: float | None) -> str:
    """Say a share of 0 to 1 as a whole percentage."""
    return "withheld" if share is None else f"{share * 100:.0f}%"


def chance(share: float) -> str:
    """Say how sure a machine is as a whole percentage; it is never wholly sure of anything.

    >>> chance(0.998), chance(0.5), chance(0.001)
    ('99%', '50%', '1%')
    """
    return f"{min(max(share * 100, 1), 99):.0f}%"


def plural(number: int, one: str, many: str) -> str:
    """Say a number with its noun: 1 person, 2 people."""
    return f"{number:,} {one if number == 1 else many}"


def count_text(count: int | None) -> str:
    """Say a count, or that it is withheld because it is small."""
    return "withheld" if count is None else f"{count:,}"
