"""What the pipeline's components leave on a Doc: plain records with offsets in characters of the report's text.

Each component writes one list (or dict) on ``doc._``; ``register_extensions`` declares them all:

    doc._.report        Report             set before the components run
    doc._.actors        list[Actor]        actors
    doc._.systems       list[System]       actors (named products: ChatGPT, Rekognition)
    doc._.technologies  list[TermHit]      technologies
    doc._.places        list[Place]        places
    doc._.dates         list[DateMention]  dates
    doc._.claims        list[Claim]        claims
    doc._.disputes      list[Dispute] | None   disputes; None: nobody has read for them
    doc._.roles         list[Role]         roles
    doc._.topics        dict[str, list[Topic]]   topics: field name -> values, best first
    doc._.alike         tuple | None       how alike the databank's entries are, kept by precedents.py for who asks next
"""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Doc, Span

ROLES = ("operator", "developer", "supplier", "regulator", "source", "critic", "harmed party", "other")
STANCES = (
    "asserts", "denies", "warns", "alleges", "admits", "announces", "promises", "criticises", "calls for",
    "declines to comment", "unclear",
)  # fmt: skip
RELATIONS = ("supplied", "developed", "operates", "used for", "caused")


@dataclass(frozen=True, slots=True)
class TextSpan:
    """A stretch of the report's text: ``text == report.text[start:end]``."""

    start: int
    end: int
    text: str

    @classmethod
    def of(cls, span: Span) -> TextSpan:
        """The characters of a spaCy Span."""
        return cls(span.start_char, span.end_char, span.text)

    @classmethod
    def cut(cls, text: str, start: int, end: int) -> TextSpan:
        """The stretch text[start:end]."""
        return cls(start, end, text[start:end])

    @classmethod
    def trimmed(cls, text: str, start: int, end: int) -> TextSpan:
        """The stretch text[start:end] without white space at either end."""
        words = text[start:end]
        start += len(words) - len(words.lstrip())
        return cls.cut(text, start, start + len(words.strip()))


@dataclass(slots=True)
class Actor:
    """Somebody who acts in the report: one record for all mentions and aliases.

    name: the databank's form where the databank knows the name, else the fullest form in the text.
    kind: "company", "police", "government", "council", "court", "ngo", "media", "university", "person", "group", "org".
    mentions: every mention by name, acronym or alias, in text order, at least one.
    known: the databank row id the canonical name comes from, or None.
    """

    name: str
    kind: str
    mentions: list[TextSpan]
    aliases: list[str] = field(default_factory=list)
    country: str | None = None
    known: str | None = None


@dataclass(slots=True)
class System:
    """A named system or product. developer: its maker, when the databank knows it; known: the row that says so."""

    name: str
    mentions: list[TextSpan]
    developer: str | None = None
    known: str | None = None


@dataclass(slots=True)
class TermHit:
    """A controlled term that words of the text express. by: the pattern that matched."""

    field: str
    term: str
    mentions: list[TextSpan]
    by: str


@dataclass(slots=True)
class Place:
    """A place named in the text and the country (databank form) it lies in."""

    name: str
    country: str
    mentions: list[TextSpan]
    kind: str = "country"


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in the text. value: YYYY, YYYY-MM or YYYY-MM-DD, as precise as the words."""

    value: str
    span: TextSpan
    kind: str = "absolute"


@dataclass(frozen=True, slots=True)
class About:
    """What a claim is about. kind: "actor", "system" or "technology"; relation: one of RELATIONS or None.

    negated: the claim says that the relation does not hold (``Huawei denied that it supplied``: supplied, negated).
    """

    kind: str
    name: str
    relation: str | None = None
    negated: bool = False


@dataclass(slots=True)
class Claim:
    """One attributed statement. stance: one of STANCES; polarity: whether the content itself is negated.

    speaker: the words that name the source, with ``actor`` its resolved actor name, or None when unsure.
    reported_by: the outer source of a nested claim ("an official cited by Myanmar Now": Myanmar Now).
    parts: the stretches that are said, in order, where words that are not stand between them (``"A," X said. "B."``);
    empty where the content is all of it. The content then runs from the first part to the last, or is the longest part.
    """

    content: TextSpan
    speaker: TextSpan | None = None
    cue: TextSpan | None = None
    stance: str = "asserts"
    polarity: str = "positive"
    quoted: str = "indirect"
    hedges: tuple[str, ...] = ()
    actor: str | None = None
    about: tuple[About, ...] = ()
    reported_by: str | None = None
    parts: tuple[TextSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody says of an actor's role. by: the speaker's name, or None for the report's own voice.

    inferred: the reader of disputes judges so, no rule of the claims.
    """

    by: str | None
    holds: str
    span: TextSpan
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Dispute:
    """Whether a report disputes an actor's part, as the reader of disputes judges. role: "developer" or "operator".

    score: how likely it is (0 to 1); verdict: "disputed", "open" or "undisputed", by the reader's thresholds.
    span: the words that would dispute it; by: who says them, or None for the report's own voice.
    """

    actor: str
    role: str
    score: float
    verdict: str
    span: TextSpan
    by: str | None


@dataclass(slots=True)
class Role:
    """An actor's part in the incident. role: one of ROLES, or "system"; status: "asserted", "contested" or "denied".

    score: calibrated probability that an editor keeps this actor in this role.
    evidence: the words that give the role. inferred: no words of the text state it; ``by`` is the rule, model or
    databank row that inferred it.
    """

    actor: str
    role: str
    score: float
    evidence: list[TextSpan]
    by: str
    inferred: bool = False
    status: str = "asserted"
    statements: list[Statement] = field(default_factory=list)
    why: str | None = None
    accepted: bool = True


@dataclass(slots=True)
class Topic:
    """A value of a controlled (or free) field, predicted or matched.

    score: calibrated probability that an editor keeps it; accepted: whether it clears the field's threshold.
    why: the words that decided, for an inferred value.
    """

    field: str
    term: str
    score: float
    evidence: list[TextSpan]
    by: str
    inferred: bool = False
    accepted: bool = True
    why: str | None = None


_LISTS = ("actors", "systems", "technologies", "places", "dates", "claims", "roles")


def register_extensions() -> None:
    """Declare the Doc extensions above; safe to call any number of times."""
    if not Doc.has_extension("report"):
        Doc.set_extension("report", default=None)
        for name in _LISTS:
            Doc.set_extension(name, default=[])
        Doc.set_extension("disputes", default=None)
        Doc.set_extension("alike", default=None)
        Doc.set_extension("topics", default={})
