"""The process that reads files of strangers: limits itself, says what it found."""

import io
import json
import resource
import sys

import pytest

from analysis.exchange import Project, qdpx, reading
from tests.exchange import samples


class TestMain:
    def test_limits_itself_and_prints_what_it_read(self, monkeypatch, capsys):
        """The child bounds memory, time and files before it reads anything."""
        limits = {}
        monkeypatch.setattr(
            resource, "setrlimit", lambda which, pair: limits.update({which: pair})
        )
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(samples.atlas())))
        monkeypatch.setattr(sys, "argv", ["reading", "qdpx"])

        assert 0 == reading.main()
        data = json.loads(capsys.readouterr().out)
        assert qdpx.read(samples.atlas()) == Project.from_data(data["project"])
        assert (0, 0) == limits[resource.RLIMIT_FSIZE]
        assert {resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE} == set(limits)


class TestSaid:
    @pytest.mark.parametrize(
        ("kind", "content", "expected"),
        [
            ("qdc", b"", {"error": "broken"}),
            ("qdpx", b"", {"error": "wrong_kind"}),
            ("yaml", b"x", {"error": "wrong_kind"}),
            ("yaml", b"themes: [{name: A}]", {"entries": [{"name": "A"}]}),
        ],
    )
    def test_says_what_is_there_or_wrong(self, kind, content, expected):
        """Entries and errors are plain data."""
        assert expected == reading.said(kind, content)

    def test_reads_a_codebook_as_a_project(self):
        """A codebook is a project of codes alone."""
        assert 2 == len(reading.said("qdc", samples.taguette())["project"]["codes"])
