"""What stands around a mention: the verb that governs it, the nouns beside it, the words near it."""

from __future__ import annotations

from collections import Counter

from spacy.tokens import Token

from extractor.pipeline.roles.cues import RoleCues

_ENTITIES = frozenset({"PERSON", "ORG", "GPE", "NORP", "PRODUCT", "WORK_OF_ART"})


def measure_mention(
    token: Token, seen: Counter[str], words: Counter[str], technology: set[int], cues: RoleCues
) -> None:
    """Count what stands around one mention: dependency, verbs and nouns (``seen``), words (``words``).

    technology: starts (tokens) of the sentences that speak of the technology.
    """
    doc, dep, head = token.doc, token.dep_, token.head
    seen[f"dep {dep}"] += 1
    if token.sent.start in technology:
        seen["technology"] += 1
    seen[f"entity {token.ent_type_ if token.ent_type_ in _ENTITIES else 'none'}"] += 1
    seen["sentence start"] += token.left_edge.is_sent_start or token.is_sent_start
    verb, path = _governor(token)
    lemma = verb.lemma_.lower() if verb is not None else ""
    words[f"head:{dep}:{head.lemma_.lower()}"] += 1
    if verb is not None:
        words[f"verb:{path}:{lemma}"] += 1
        for name, lemmas in cues.verbs.items():
            if not name.startswith("by_") and lemma in lemmas:
                seen[f"{path} {name}"] += 1
        if any(t.dep_ == "neg" for t in verb.children):
            seen["negated"] += 1
    after = doc[token.i + 1].lower_ if token.i + 1 < len(doc) else ""
    left = token.left_edge.i
    before = [doc[i].lower_ for i in range(max(0, left - 3), left)]
    following = [doc[i].lower_ for i in range(token.i + 1, min(len(doc), token.i + 4))]
    words.update(f"L:{w}" for w in before)
    words.update(f"R:{w}" for w in following)
    noun = head.lemma_.lower() if dep in ("compound", "poss", "nmod", "amod") else ""
    for name, lemmas in cues.nouns.items():
        if noun in lemmas:
            seen[f"of {name}"] += 1
        elif lemmas & set(following[:2]):
            seen[f"before {name}"] += 1
        if lemmas & set(before):
            seen[f"after {name}"] += 1
    for name in ("by_developer", "by_operator"):
        if before[-1:] in (["by"], ["from"]) and cues.verbs[name] & set(before):
            seen[name] += 1
    if after in ("'s", "’s") or dep == "poss":
        seen["possessive"] += 1
    if dep == "pobj":
        words[f"prep:{head.lower_}:{head.head.lemma_.lower()}"] += 1
        seen[
            f"prep {head.lower_}"
            if head.lower_ in ("by", "of", "in", "at", "from", "for", "to", "with", "on", "against")
            else "prep other"
        ] += 1


def _governor(token: Token) -> tuple[Token | None, str]:
    """The verb that governs a mention, and how: as its subject, object, agent, or through a noun."""
    path, node = "", token
    for _ in range(5):
        head, dep = node.head, node.dep_
        if head.i == node.i:
            return None, path
        if dep in ("nsubj", "nsubjpass", "dobj", "agent", "csubj"):
            path = path or {"nsubj": "does", "nsubjpass": "undergoes", "dobj": "is object of", "agent": "agent of"}.get(
                dep, dep
            )
        elif dep in ("pobj", "poss", "compound", "appos", "conj", "nmod", "amod") and not path:
            path = (
                "agent of" if dep == "pobj" and head.dep_ == "agent" else {"conj": "", "appos": ""}.get(dep, "through")
            )
        if head.pos_ in ("VERB", "AUX"):
            return head, path or "does"
        node = head
    return None, path
