"""Tags of the Penn Treebank and labels of dependencies that several rooms ask for."""

from __future__ import annotations

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
"""Tags of verbs that stand in a tense, with a subject of their own."""
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
"""Labels of a verb's subject."""
