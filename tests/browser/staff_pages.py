"""Every page of staff, and where axe-core looks at it: a page that stands nowhere here fails a test."""

from __future__ import annotations

# What each role opens by its address.
STAFF = {
    "participation": [
        "/staff",
        "/audits/seen",
        "/audits/seen/journey",
        "/evidence",
        "/evidence/by-score",
        "/evidence/exchange",
        "/evidence/files",
        "/evidence/groups",
        "/evidence/machine",
        "/evidence/not-understood",
        "/evidence/plots",
        "/evidence/together",
        "/evidence/voices",
        "/codebook",
        "/codebook/again",
        "/codebook/draft",
        "/codebook/history",
        "/codebook/proposals",
        "/codebook/themes/new",
        "/studio",
        "/studio/questionnaires/children_8_11",
        "/studio/questionnaires/children_8_11/publish",
        "/workbench",
        "/workbench?show=suggestions",
        "/imports",
        "/actions",
        "/reports",
        "/reports/new",
    ],
    "practitioner": [
        "/staff",
        "/audits",
        "/audits/devices",
        "/audits/new",
        "/audits/parts",
        "/learning/actions",
        "/my-audits",
    ],
    "partner": ["/staff", "/audits/parts"],
    "worker": ["/staff", "/my-audits", "/learning/actions"],
    "safeguarding": ["/staff", "/concerns", "/concerns?show=closed"],
    "administrator": ["/staff", "/people", "/password", "/agencies"],
    "governance": ["/staff", "/activity", "/reports"],
    "board": ["/staff", "/reports"],
    "moderator": [
        "/staff",
        "/audits/seen/cases",
        "/audits/seen",
        "/evidence",
        "/audits/programme",
        "/audits/programme/new",
        "/learning",
        "/learning/aims/new",
        "/moderation",
        "/moderation/draw",
        "/moderation/agreement",
    ],
}
CYCLE = ("/audits/programme", "th a[href*='/audits/programme/']")
SURVEY = ("/studio", "th a[href*='/studio/surveys/']")
# The route of a page that only links lead to; then a list, and the links on from there.
DEEPER = {
    "participation": [
        ("/evidence/surveys/<id>", "/evidence", "a[href*='/evidence/surveys/']"),
        ("/evidence/themes/<id>", "/evidence", "a[href*='/evidence/themes/']"),
        ("/evidence/exchange/codebooks/<id>", "/evidence/exchange", "th a[href*='/codebooks/']"),
        (
            "/codebook/themes/<id>/merge",
            "/codebook",
            "a[href*='/codebook/themes/'][href$='/merge']",
        ),
        (
            "/codebook/themes/<id>/split",
            "/codebook",
            "a[href*='/codebook/themes/'][href$='/split']",
        ),
        (
            "/codebook/themes/<id>/retire",
            "/codebook",
            "a[href*='/codebook/themes/'][href$='/retire']",
        ),
        ("/codebook/themes/<id>", "/codebook", "section a[href*='/codebook/themes/']"),
        ("/reports/<id>", "/reports", "a[href*='/reports/']:not([href$='new'])"),
        ("/studio/surveys/<id>", *SURVEY),
        ("/studio/surveys/<id>/wording", *SURVEY, "a[href$='/wording']"),
        ("/studio/surveys/<id>/promise", *SURVEY, "a[href$='/promise']"),
        ("/studio/surveys/<id>/recordings", *SURVEY, "a[href$='/recordings']"),
    ],
    "practitioner": [
        ("/audits/waiting/<id>", "/audits", "main a[href*='/audits/waiting/']"),
        ("/audits/<id>", "/audits", "th a[href*='/audits/']"),
        ("/audits/<id>/photos", "/audits", "th a[href*='/audits/']", "main a[href$='/photos']"),
        ("/audits/<id>/<voice>", "/audits", "th a[href*='/audits/']", "main a[href$='/child']"),
        (
            "/moderation/audits/<id>",
            "/audits",
            "tr:has(.tag--done) th a[href*='/audits/']",
            "a[href*='/moderation/audits/']",
        ),
        (
            "/audits/<id>/document",
            "/audits",
            "tr:has(.tag--done) th a[href*='/audits/']",
            "main a[href$='/document']",
        ),
        ("/learning/actions/<id>", "/learning/actions", "th a[href*='/learning/actions/']"),
    ],
    "worker": [
        ("/my-audits/<id>", "/my-audits", "th a[href*='/my-audits/']"),
        (
            "/my-audits/<id>/document",
            "/my-audits",
            "th a[href*='/my-audits/']",
            "main a[href$='/document']",
        ),
    ],
    "moderator": [
        ("/audits/programme/<id>", *CYCLE),
        ("/audits/programme/<id>/cases", *CYCLE, "main a[href$='/cases']"),
        ("/audits/programme/<id>/findings", *CYCLE, "main a[href$='/findings']"),
        ("/audits/programme/lists/<id>", *CYCLE, "main a[href*='/programme/lists/']"),
        ("/learning/points/<key>", "/learning", "th a[href*='/learning/points/']"),
        ("/learning/aims/<id>/sessions/new", "/learning", "a[href$='/sessions/new']"),
    ],
    "partner": [
        ("/audits/parts/<id>", "/audits/parts", "th a[href*='/parts/']"),
        ("/audits/parts/<id>/read", "/audits/parts", "th a[href*='/parts/']", "a[href$='/read']"),
        (
            "/audits/parts/<id>/<page_key>",
            "/audits/parts",
            "th a[href*='/parts/']",
            "main a.button[href*='/agency_']",
        ),
    ],
    "safeguarding": [("/concerns/<id>", "/concerns", "th a[href*='/concerns/']")],
}
# Pages that other tests let axe-core look at, on their way.
ELSEWHERE = {
    "/audits/seen/cases/<uuid:audit_id>": "test_seen.py::TestCase::test_is_found_by_keyboard_alone",
    "/audits/<uuid:audit_id>/two-versions": "test_offline.py::TestTwoDevices::test_choose_between_two_versions",
    "/sign-in": "test_axe.py::TestSignIn::test_has_no_violations",
    "/audits/<uuid:audit_id>/agencies": "test_agencies.py::TestPages::test_have_no_violations",
    "/audits/<uuid:audit_id>/<voice>/<page_key>": "test_axe.py::TestAudit::test_has_no_violations",
    "/moderation/<uuid:moderation_id>": "test_moderation.py::TestReading::test_has_no_violations",
    "/moderation/<uuid:moderation_id>/compare": (
        "test_moderation.py::TestReading::test_has_no_violations"
    ),
    "/moderation/<uuid:moderation_id>/grades/<page_key>": (
        "test_moderation.py::TestReading::test_has_no_violations"
    ),
    "/audits/<uuid:audit_id>/safety": "test_practice.py::TestSafety::test_has_no_violations",
    "/imports/<uuid:import_id>": "test_importing.py::TestImporting::test_has_no_violations",
    "/imports/<uuid:import_id>/columns": "test_importing.py::TestImporting::test_has_no_violations",
    "/imports/<uuid:import_id>/preview": "test_importing.py::TestImporting::test_has_no_violations",
    "/evidence/quotes/<uuid:theme_id>/<uuid:response_id>/<uuid:question_id>": (
        "test_axe.py::TestQuotes::test_have_no_violations"
    ),
    "/reliability": "test_reliability.py::TestCode::test_can_be_done_by_keyboard_alone",
    "/reliability/new": "test_reliability.py::TestCode::test_can_be_done_by_keyboard_alone",
    "/reliability/<uuid:sample_id>": "test_reliability.py::TestCode::test_can_be_done_by_keyboard_alone",
    "/reliability/<uuid:sample_id>/code": "test_reliability.py::TestCode::test_can_be_done_by_keyboard_alone",
    "/studio/surveys/<uuid:survey_id>/invitations": "test_inviting.py::TestStaffPages::test_have_no_violations",
    "/studio/surveys/<uuid:survey_id>/paper": "test_start.py::TestPaper::test_pages_are_sound",
    "/studio/surveys/<uuid:survey_id>/returns": "test_start.py::TestPaper::test_pages_are_sound",
    "/studio/surveys/<uuid:survey_id>/returns/new": "test_start.py::TestPaper::test_pages_are_sound",
}
# Routes that are no page of their own, and pages that nobody looks at yet, each with the reason.
EXEMPT = {
    "/audits/<uuid:audit_id>/photos/<uuid:photo_id>": "a photo",
    "/audits/<uuid:audit_id>/photos/<uuid:photo_id>/small": "a photo",
    "/audits/sync": "what a device takes along, as data",
    "/codebook/proposals/progress": "how far work has come, as data",
    "/evidence/machine/progress": "how far work has come, as data",
    "/evidence/progress": "how far work has come, as data",
    "/audits/<uuid:audit_id>/progress": "how far work has come, as data",
    "/imports/<uuid:import_id>/progress": "how far work has come, as data",
    "/reports/<uuid:report_id>/progress": "how far work has come, as data",
    "/evidence/exchange/codebooks/<uuid:codebook_id>/<kind>": "a file to keep",
    "/evidence/files/<uuid:file_id>": "a photo or a recording",
    "/evidence/files/<uuid:file_id>/small": "a photo",
    "/imports/<uuid:import_id>/rejected.csv": "a file to keep",
    "/audits/<uuid:audit_id>/document/<format_name>": "files; see test_papers.py",
    "/audits/<uuid:audit_id>/document/whole/<format_name>": "files; see test_papers.py",
    "/my-audits/<uuid:audit_id>/document/<format_name>": "files; see test_papers.py",
    "/audits/programme/<uuid:cycle_id>/grades/<kind>": "a table to keep",
    "/audits/programme/grades/<kind>": "a table to keep",
    "/reports/<uuid:report_id>/<format_name>": "a Word file",
    "/studio/surveys/<uuid:survey_id>/paper.pdf": "a PDF, tagged; see test_paper.py",
    "/studio/returns/<uuid:return_id>/again": (
        "needs a paper return that chance drew: the same form as /returns/new, which is looked at"
    ),
    "/studio/returns/<uuid:return_id>/settle": "needs two readings that differ: not looked at yet",
}
