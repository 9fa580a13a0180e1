"""Tags of the Penn Treebank that several rooms ask for."""

from __future__ import annotations

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
"""Those of verbs that stand in a tense, with a subject of their own."""
