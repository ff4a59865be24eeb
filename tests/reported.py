"""What a report is made of: hardly anything, and all that it can say."""

EMPTY = {
    "title": "What we heard",
    "organisation": "Anytown",
    "starts_on": "2026-01-01",
    "ends_on": "2026-03-31",
    "surveys": [{"title": "Pulse", "decision_maker": "", "told_by": ""}],
    "who": {"people": None, "comments": None, "tables": []},
    "themes": [],
    "questions": [{"title": "Pulse", "questions": []}],
    "scores": [],
    "audits": {"count": None, "voices": "", "grades": []},
    "actions": [],
    "method": {"codebook": "One", "model": "described 1", "checked": "20%", "threshold": 5},
}
THEME = {
    "name": "Waiting",
    "definition": "Long waits.",
    "count": 12,
    "base": 40,
    "share": 0.3,
    "low": 0.18,
    "high": 0.45,
    "feelings": [["negative", 7], ["mixed or positive", 5]],
    "change": {"verdict": "changed up"},
    "quotes": ["Months and months."],
}
FULL = EMPTY | {
    "surveys": [{"title": "Pulse", "decision_maker": "the Head", "told_by": "2026-04-30"}],
    "who": {"people": 50, "comments": 40, "tables": [["People by wave", [["Wave 1", None]]]]},
    "themes": [THEME, THEME | {"name": "Hidden", "count": None, "quotes": ["Never seen."]}],
    "questions": [
        {
            "title": "Pulse",
            "questions": [
                {
                    "wording": "Safe?",
                    "is_first_choice": False,
                    "base": 20,
                    "mean": None,
                    "options": [
                        {"label": "Yes", "count": 15, "share": 0.75, "low": 0.5, "high": 0.9},
                        {"label": "No", "count": None, "share": None, "low": None, "high": None},
                    ],
                },
                {
                    "wording": "How many weeks?",
                    "is_first_choice": False,
                    "base": 66,
                    "mean": [4.76, 4.06, 5.46],
                    "options": [],
                },
            ],
        }
    ],
    "scores": [
        {
            "survey": "Pulse",
            "label": "Heard",
            "people": 30,
            "mean": 3.5,
            "low": 3.1,
            "high": 3.9,
            "higher_is_better": True,
            "change": None,
        }
    ],
    "audits": {
        "count": 9,
        "voices": "The child was heard in 8.",
        "grades": [["All in all", 9, None]],
    },
    "actions": [
        {
            "what": "Ring",
            "why": "To be heard",
            "owner": "Head",
            "due_on": "2026-05-01",
            "state": "open",
        }
    ],
}
