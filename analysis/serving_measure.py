"""What serving costs: the memory and the time of a fresh process that reads comments.

    python -m analysis.serving_measure --codebook F --test F [F ...] [--model F] [--engine E]

It reads a model that was kept, codes up to 1,000 comments by 200 as the job does (sentences,
meanings, themes, feelings), and prints one JSON object. `python -m analysis.benchmark serving`
starts it, with a model learned from `--train` when that is given.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import analysis
from analysis.codebook import load
from analysis.labelled import SEED, read_themes, rows
from analysis.lessons import lessons_for
from analysis.models import kept, serving
from analysis.models.embedding import installed, use
from analysis.models.engine import ENGINES
from analysis.models.learned import Learned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.codebook import Codebook
    from analysis.models import ThemeModel

MOST, BATCH = 1000, 200
NAME = "measured"
KILOBYTE = 1024
STATUS = Path("/proc/self/status")


def measure(given: argparse.Namespace) -> dict[str, Any]:
    """Return what a fresh process needs to serve; what it learned elsewhere costs it nothing."""
    asked = ["--codebook", given.codebook, "--engine", given.engine, "--test", *given.test]
    if given.train is None:
        return _in_a_fresh_process(asked)
    codebook = load(given.codebook)
    train = read_themes(given.train, codebook)
    model = Learned(codebook, installed(), seed=SEED).fit(train.texts, train.labels)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.npz"
        path.write_bytes(kept.written(model, NAME))
        return _in_a_fresh_process([*asked, "--model", path])


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve, and print what it cost."""
    parser = argparse.ArgumentParser(prog="analysis.serving_measure")
    parser.add_argument("--codebook", type=Path, required=True)
    parser.add_argument("--test", type=Path, nargs="+", required=True)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--engine", choices=ENGINES, default=ENGINES[0])
    given = parser.parse_args(arguments)
    use(given.engine)
    imported = most_memory()
    codebook = load(given.codebook)
    started = time.perf_counter()
    model = _model(given.model, codebook)
    ready = time.perf_counter()
    loaded = most_memory()
    texts = _texts(given.test)
    for start in range(0, len(texts), BATCH):
        batch = enumerate(texts[start : start + BATCH])
        corpus = analysis.Corpus(tuple(analysis.Passage(str(n), text) for n, text in batch))
        analysis.analyse(corpus, codebook, model, seed=SEED)
    found = {
        "model": model.version,
        "comments": len(texts),
        "ready_seconds": round(ready - started, 2),
        "comments_per_second": round(len(texts) / (time.perf_counter() - ready), 1),
        "imports_memory_mb": imported,
        "loaded_memory_mb": loaded,
        "most_memory_mb": most_memory(),
    }
    sys.stdout.write(json.dumps(found) + "\n")
    return 0


def most_memory() -> int | None:
    """Return the most memory this process ever held, in megabytes; None where nobody tells.

    Not `getrusage`: it tells that of the process that started this one, if that was larger.
    """
    held = re.search(r"VmHWM:\s+(\d+) kB", STATUS.read_text("utf-8") if STATUS.exists() else "")
    return round(int(held.group(1)) / KILOBYTE) if held else None


def _in_a_fresh_process(arguments: Sequence[object]) -> dict[str, Any]:
    command = [sys.executable, "-m", "analysis.serving_measure", *map(str, arguments)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603 - ourselves
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _model(path: Path | None, codebook: Codebook) -> ThemeModel:
    if path is None:
        return serving.taught(codebook, lessons_for(codebook))
    return kept.read(path.read_bytes(), NAME, codebook, installed())


def _texts(paths: Sequence[Path]) -> list[str]:
    # Each text once, because an engine remembers what it read.
    said = dict.fromkeys(row["text"] for path in paths for row in rows(path))
    return list(islice(said, MOST))


if __name__ == "__main__":
    raise SystemExit(main())
