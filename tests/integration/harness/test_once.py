"""What is made once is whole, and made by one process while the others wait."""

from __future__ import annotations

from multiprocessing import get_context

import pytest

from tests.harness.once import made_once


class Folder:
    """Stands for pytest's factory, with one folder for the run and one for each process."""

    def __init__(self, run, process):
        self.own = run / process
        self.own.mkdir(exist_ok=True)

    def getbasetemp(self):
        return self.own


def write(path):
    with path.with_name("tally").open("a") as tally:
        tally.write("made\n")
    path.write_text("whole", "utf-8")


def ask(folder):
    made_once(folder, "it", write)


class TestMadeOnce:
    def test_is_made_by_the_first_of_several_processes(self, tmp_path, monkeypatch):
        """Three processes that ask at one time get the same file, and it is made once."""
        monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw0")
        folders = [Folder(tmp_path, f"popen-gw{number}") for number in range(3)]
        started = [get_context("spawn").Process(target=ask, args=(one,)) for one in folders]
        for one in started:
            one.start()
        for one in started:
            one.join(timeout=60)

        assert [0, 0, 0] == [one.exitcode for one in started]
        assert "made\n" == (tmp_path / "tally").read_text("utf-8")
        assert "whole" == (tmp_path / "it").read_text("utf-8")

    def test_leaves_nothing_half_made(self, tmp_path, monkeypatch):
        """When making it fails, the next who asks makes it from nothing."""
        monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
        folder = Folder(tmp_path, "alone")

        def fail(path):
            path.write_text("half", "utf-8")
            raise OSError("disk full")

        with pytest.raises(OSError, match="disk full"):
            made_once(folder, "it", fail)

        assert not (tmp_path / "alone" / "it").exists()
        assert "whole" == made_once(folder, "it", write).read_text("utf-8")
