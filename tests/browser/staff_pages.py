"""Every page of staff, and where axe-core looks at it: a page that stands nowhere here fails a test."""

from __future__ import annotations

# What each role opens by its address.
STAFF = {
    "participation": [
        "/staff",
        "/evidence",
        "/evidence/by-score",
        "/evidence/exchange",
        "/evidence/files",
        "/evidence/groups",
        "/evidence/machine",
        "/evidence/not-understood",
        "/evidence/plots",
        "/evidence/together",
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
    "practitioner": ["/staff", "/audits", "/audits/new"],
    "safeguarding": ["/staff", "/concerns", "/concerns?show=closed"],
    "administrator": ["/staff", "/people", "/password"],
    "governance": ["/staff", "/activity", "/reports"],
    "board": ["/staff", "/reports"],
    "moderator": ["/staff", "/evidence"],
}
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
        ("/audits/<id>", "/audits", "th a[href*='/audits/']"),
        ("/audits/<id>/<voice>", "/audits", "th a[href*='/audits/']", "main a[href$='/child']"),
    ],
    "safeguarding": [("/concerns/<id>", "/concerns", "th a[href*='/concerns/']")],
}
# Pages that other tests let axe-core look at, on their way.
ELSEWHERE = {
    "/sign-in": "test_axe.py::TestSignIn::test_has_no_violations",
    "/audits/<uuid:audit_id>/<voice>/<page_key>": "test_axe.py::TestAudit::test_has_no_violations",
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
    "/codebook/proposals/progress": "how far work has come, as data",
    "/evidence/machine/progress": "how far work has come, as data",
    "/evidence/progress": "how far work has come, as data",
    "/imports/<uuid:import_id>/progress": "how far work has come, as data",
    "/reports/<uuid:report_id>/progress": "how far work has come, as data",
    "/evidence/exchange/codebooks/<uuid:codebook_id>/<kind>": "a file to keep",
    "/evidence/files/<uuid:file_id>": "a photo or a recording",
    "/evidence/files/<uuid:file_id>/small": "a photo",
    "/imports/<uuid:import_id>/rejected.csv": "a file to keep",
    "/reports/<uuid:report_id>/<format_name>": "a Word file",
    "/studio/surveys/<uuid:survey_id>/paper.pdf": "a PDF, tagged; see test_paper.py",
    "/studio/returns/<uuid:return_id>/again": (
        "needs a paper return that chance drew: the same form as /returns/new, which is looked at"
    ),
    "/studio/returns/<uuid:return_id>/settle": "needs two readings that differ: not looked at yet",
}
