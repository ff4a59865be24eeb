"""The rules of the house as small functions: each returns what breaks it, one line a place."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

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
PYTHON = ("app/*.py", "analysis/*.py", "surveys/*.py", "wsgi.py")


def tracked(*patterns: str) -> list[Path]:
    """Return the files of the repository that git knows or would add."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\n")
    return [ROOT / name for name in listed if name and (ROOT / name).is_file()]


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


def unsaid_tests(text: str) -> list[str]:
    """Return the tests without a docstring of exactly one sentence."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test"):
            said = ast.get_docstring(node) or ""
            if not said.endswith(".") or "\n\n" in said:
                found.append(node.name)
    return found


def idle_tests(text: str) -> list[str]:
    """Return the tests that assert nothing."""
    return [
        node.name
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef)
        and node.name.startswith("test")
        and not re.search(r"\b(?:assert|raises|warns|walk|never|all_of)", ast.unparse(node))
    ]


def inline_markup(text: str) -> list[str]:
    """Return inline styles, scripts, handlers and unescaped output of a template."""
    plain = re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)
    wrong = r"\sstyle=|\son[a-z]+=\"|\|\s*safe\b|<script(?![^>]*\ssrc=)|<style\b|https?://(?!www\.w3\.org)"
    return [match.group() for match in re.finditer(wrong, plain)]


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
