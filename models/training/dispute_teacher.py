"""A teacher of the reader of disputes: a large encoder, tuned on labelled windows, which then judges any window.

It is all-mpnet-base-v2 (Apache-2.0; twelve layers, from its five PyPI packages), eight times the size of the reader
that it teaches, and only needed for that. Its word pieces are those of the reader by other numbers.
"""

from __future__ import annotations

import random
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from transformers import AutoModel, AutoTokenizer

from training.dispute_net import Floats, Ids, Net, Numbers, loss_of
from training.tuning import Pace, batches

NAME = "all-mpnet-base-v2"
PARTS = 5
FROZEN = 2
"""First layers that stay as they are, besides the embeddings: it learns as well, and sooner."""
EPOCHS = 4
BATCH, AT_ONCE = 16, 32
"""Windows of a step of learning, and of judging."""
RATE, HEAD_RATE = 4e-5, 1e-3
PADDING = 1
_EDGES = {"[CLS]": "<s>", "[SEP]": "</s>"}


@dataclass(frozen=True, slots=True)
class Told:
    """What a teacher makes of a window: logits (actors x roles), and each piece's vector, with those of the edges."""

    logits: Floats
    vectors: npt.NDArray[np.float16]

    @classmethod
    def mean(cls, told: Sequence[Told]) -> Told:
        """What several teachers make of one window, together."""
        logits, vectors = (
            sum(part) / len(told) for part in zip(*((one.logits, one.vectors) for one in told), strict=True)
        )
        return cls(np.asarray(logits, dtype=np.float32), np.asarray(vectors, dtype=np.float16))


class Teacher:
    """A tuned encoder. numbers: windows in the reader's numbers; places: the teacher's number of each of those.

    seed: of the order in which it learns.
    """

    def __init__(self, net: Net, numbers: Numbers, places: Tensor, seed: int) -> None:
        self._net, self._numbers, self._places, self._seed = net, numbers, places, seed

    def logits(self, rows: Sequence[Ids], draw: random.Random) -> tuple[Tensor, Tensor, Tensor]:
        """(logits, vectors, places of each actor's marks) of windows."""
        ids, mask, own = self._numbers.tensors(rows, draw)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits, found = self._net(torch.where(mask > 0, self._places[ids], PADDING), mask, own)
        return logits, found, own

    def learn(self, rows: Sequence[tuple[Ids, Floats]]) -> None:
        """Learn from windows and their labels (actors x roles)."""
        draw, done = random.Random(self._seed), 0
        steps = EPOCHS * len(batches(rows, _length, BATCH, random.Random(0)))
        net = self._net
        head = {"params": net.head.parameters(), "lr": HEAD_RATE}
        pace = Pace([{"params": net.tuned(), "lr": RATE}, head], steps)
        net.train()
        for _ in range(EPOCHS):
            for batch in batches(rows, _length, BATCH, draw):
                logits, _, own = self.logits([ids for ids, _ in batch], draw)
                loss = loss_of(logits, torch.from_numpy(np.stack([labels for _, labels in batch])), own)
                pace.step(loss, net)
                done += 1
                if done % 20 == 0:
                    print(f"  teacher, step {done} of {steps}, loss {loss.item():.3f}", flush=True)
        net.eval()

    def tell(self, rows: Sequence[Ids]) -> list[Told]:
        """Judge windows, in order."""
        found: dict[int, Told] = {}
        draw, ordered = random.Random(0), sorted(range(len(rows)), key=lambda n: len(rows[n]))
        for start in range(0, len(ordered), AT_ONCE):
            some = ordered[start : start + AT_ONCE]
            with torch.no_grad():
                logits, vectors, _ = self.logits([rows[n] for n in some], draw)
            for at, n in enumerate(some):
                short = vectors[at, : len(rows[n]) + 2].half().numpy()
                found[n] = Told(logits[at].float().numpy(), short)
        return [found[n] for n in range(len(rows))]


def is_installed() -> bool:
    """Whether the encoder's PyPI packages are there (the ``teacher`` extra)."""
    return all(find_spec(_package(n + 1)) is not None for n in range(PARTS))


def load_teacher(vocabulary: Sequence[str], numbers: Numbers, seed: int) -> Teacher:
    """The encoder of its PyPI packages, untuned (nothing is fetched). vocabulary: the reader's word pieces."""
    torch.manual_seed(seed)
    with tempfile.TemporaryDirectory() as folder:
        packed = Path(folder) / "packed.zip"
        packed.write_bytes(b"".join(_part(n + 1) for n in range(PARTS)))
        with zipfile.ZipFile(packed) as whole:
            whole.extractall(folder)
        home = next(Path(folder).rglob("model.safetensors")).parent
        theirs = AutoTokenizer.from_pretrained(home, local_files_only=True).get_vocab()
        encoder: nn.Module = AutoModel.from_pretrained(home, local_files_only=True)
    places = [theirs.get(_EDGES.get(piece, piece), theirs["[UNK]"]) for piece in vocabulary]
    return Teacher(Net(encoder, FROZEN), numbers, torch.tensor(places), seed)


def _part(n: int) -> bytes:
    part: Any = files(_package(n)) / "input" / f"{NAME}.zip.{n:03d}"
    return bytes(part.read_bytes())


def _package(n: int) -> str:
    return f"{NAME}-pypi-part_{n:03d}"


def _length(row: tuple[Ids, Floats]) -> int:
    return len(row[0])
