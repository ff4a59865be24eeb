"""The rules of the house as small functions: each returns what breaks it, one line a place."""

from __future__ import annotations

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

from jinja2 import Environment, nodes

ROOT = Path(__file__).parents[2]
LONGEST_MODULE = 250
LONGEST_FUNCTION = 40
# In pieces, so that this file does not break its own rule.
HOSTS = re.compile(
    "|".join(
        ["py" + r"pi\.org", "python" + r"hosted\.org", "registry." + "npmjs", "deb" + r"ian\.org"]
    )
)
MACHINE = re.compile(r"(?:^|[\s\"'`(=])/(?:wo" + r"rk|ro" + r"ot|ho" + r"me)/")
NOTES = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")
# A full stop inside, before a capital, would begin a second sentence.
ONE_SENTENCE = re.compile(r"(?:(?!\n\n|[.!?][”)]? +[A-Z]).)+\.|.*[^.]\(R-[^)]*\)\.", re.DOTALL)
TEMPLATES = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
# What says the words of the site in a template, and how many of its arguments are such words.
SAYING = {"_": 1, "gettext": 1, "ngettext": 2}
PACKAGES = ("analysis", "app", "surveys")
# Whatever may be imported of this repository.
OURS = {*PACKAGES, "bench", "tests", "tools"}
PYTHON = ("app/*.py", "analysis/*.py", "surveys/*.py", "wsgi.py")


def tracked(*patterns: str, is_new_counted: bool = True) -> list[Path]:
    """Return the files of the repository that git knows, and by default would add."""
    new = ["--others", "--exclude-standard"] if is_new_counted else []
    listed = subprocess.run(
        ["git", "ls-files", "--cached", *new, *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\n")
    return [ROOT / name for name in listed if name and (ROOT / name).is_file()]


def missing_names(text: str) -> list[str]:
    """Return what a file takes from another of ours that has no such name, nor module."""
    return [
        f"{node.module}.{one.name}"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in OURS
        for one in node.names
        if one.name not in _names_of(node.module)
    ]


@cache
def _names_of(module: str) -> set[str]:
    place = ROOT.joinpath(*module.split("."))
    file = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
    names = {one.stem for one in place.glob("*")}
    for node in ast.walk(ast.parse(file.read_text("utf-8") if file.exists() else "")):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names |= {(one.asname or one.name).split(".")[0] for one in node.names}
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
    return names


def long_module(text: str) -> bool:
    """Return whether a module is too long and its first line gives no reason."""
    return (
        len(text.splitlines()) > LONGEST_MODULE
        and "long because" not in text.split("\n", maxsplit=1)[0]
    )


def long_functions(text: str) -> list[str]:
    """Return the functions of more lines than allowed, their docstrings not counted."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = node.end_lineno - node.lineno + 1
            if ast.get_docstring(node):
                lines -= node.body[0].end_lineno - node.body[0].lineno + 1
            if lines > LONGEST_FUNCTION:
                found.append(f"{node.name}: {lines} lines")
    return found


def plain_text(path: Path) -> str:
    """Return what a file says, and nothing of a file that is no text."""
    content = path.read_bytes()
    return "" if b"\0" in content else content.decode("utf-8")


def cases_of(text: str) -> list[ast.FunctionDef]:
    """Return the tests of a module."""
    return [
        node
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test")
    ]


def unsaid_tests(text: str) -> list[str]:
    """Return the tests without a docstring of exactly one sentence."""
    said = {node.name: ast.get_docstring(node) or "" for node in cases_of(text)}
    return [name for name, words in said.items() if not ONE_SENTENCE.fullmatch(words)]


def idle_tests(text: str) -> list[str]:
    """Return the tests that assert nothing; what their docstrings say does not count."""
    return [node.name for node in cases_of(text) if not any(map(_asserts, ast.walk(node)))]


def empty_assertions(text: str) -> list[str]:
    """Return the assertions that cannot fail: of a constant, an enum's member, or a thing itself."""
    return [
        ast.unparse(node)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Assert) and _cannot_fail(node.test)
    ]


def _asserts(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        return name in {"raises", "warns", "wait_for", "expect"} or name.startswith("assert")
    return isinstance(node, ast.Assert)


def _cannot_fail(test: ast.expr) -> bool:
    if isinstance(test, ast.Constant):
        return bool(test.value)
    if isinstance(test, ast.Attribute):  # JobState.FAILED is true whatever happened
        return (
            isinstance(test.value, ast.Name) and test.value.id[0].isupper() and test.attr.isupper()
        )
    if isinstance(test, ast.Compare) and len(test.comparators) == 1:
        # A call may differ from itself the second time: that is how a retry is tested.
        return ast.dump(test.left) == ast.dump(test.comparators[0]) and not any(
            isinstance(node, ast.Call) for node in ast.walk(test)
        )
    return isinstance(test, ast.Tuple) and bool(test.elts)


def inline_markup(text: str) -> list[str]:
    """Return inline styles, scripts, handlers and unescaped output of a template."""
    plain = re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)
    wrong = r"\sstyle=|\son[a-z]+=\"|\|\s*safe\b|<script(?![^>]*\ssrc=)|<style\b|https?://(?!www\.w3\.org)"
    return [match.group() for match in re.finditer(wrong, plain)]


def said_variables(text: str) -> list[str]:
    """Return what a template gives to `_()` or `ngettext()` that is not written there itself."""
    calls = TEMPLATES.parse(text).find_all(nodes.Call)
    found = []
    for call in calls:
        name = getattr(call.node, "name", "")
        said = call.args[: SAYING.get(name, 0)]
        found += [f"{name}() of a variable" for one in said if not isinstance(one, nodes.Const)]
    return found


def clock_calls(text: str) -> list[str]:
    """Return the places that ask the time of anything but the clock."""
    wrong = {"now", "today", "utcnow"}
    return [
        ast.unparse(node)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in wrong
        and ast.unparse(node.func.value)
        in {"datetime", "date", "datetime.datetime", "datetime.date"}
    ]


def commits(text: str) -> list[str]:
    """Return the places that commit a transaction."""
    return re.findall(r"\.commit\(\)", text)
