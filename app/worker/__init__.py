"""What runs slow work: which handler does each kind of job, and what comes round by itself.

A handler takes the job's subject and a `progress(done, total)` to call as it goes; it opens its
own short units of work, so that nothing is locked while it thinks.
"""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]
Handler = Callable[[str, Progress], None]


def handlers() -> dict[str, Handler]:
    """Return the handler of each kind of job."""
    from app.worker import (  # noqa: PLC0415 - they are heavy
        alerting,
        importing,
        inviting,
        learning,
        proposing,
        reminding,
        reporting,
        theming,
    )

    return {
        "action_reminder": reminding.send_action,
        "alert": alerting.send,
        "import": importing.take_in,
        "invite": inviting.send,
        "learn": learning.learn,
        "password_notice": reminding.tell_of_password,
        "propose": proposing.propose,
        "remind_auditor": reminding.send_audits,
        "remind_invited": inviting.remind,
        "report": reporting.render,
        "tell_auditor": reminding.send_given,
        "theme": theming.read_survey,
    }
