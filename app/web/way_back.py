"""Where to go after a form: only to a path of this site that somebody may have come from."""

from __future__ import annotations


def way_back(given: str, otherwise: str, *, under: str = "/") -> str:
    """Return the address that a link or a form names when it is a path of ours, or another one.

    Browsers drop tabs and line ends from an address and read a backslash as a slash, so that
    `/<tab>/elsewhere.example` is another site: a path with any of them is not ours.

    Source: OWASP, Unvalidated Redirects and Forwards Cheat Sheet (2024); URL, WHATWG (2024).

    >>> way_back("/staff", "/"), way_back("//elsewhere.example", "/")
    ('/staff', '/')
    """
    is_plain = given.isprintable() and "\\" not in given and not given.startswith("//")
    return given if is_plain and given.startswith(under) else otherwise
