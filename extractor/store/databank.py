"""The Databank: drafts, the reports they point into, decisions and attempts, in one SQLite file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from extractor.drafting.records import Draft
from extractor.errors import DatabankError, InvalidDraft
from extractor.report import Report
from extractor.store import attempts, decisions, rows
from extractor.store.attempts import Failure
from extractor.store.connection import plain_errors, transaction
from extractor.store.decisions import Decision, VersionConflict
from extractor.store.opening import OpenFolder
from extractor.store.summary import DraftFilter, DraftSummary, select, select_one


class Databank(OpenFolder):
    """A databank folder: ``databank.sqlite3`` and ``raw/``. Use it in one thread; open another for another thread.

    Any number of processes may use the same folder at once.
    """

    # Drafts ----------------------------------------------------------------------------------------------------------

    def save_draft(
        self, draft: Draft, reports: Sequence[Report], *, replace: bool = False, source: str | None = None
    ) -> bool:
        """Check a draft and save it with its reports; returns False when these reports are drafted already.

        replace: save it all the same, in place of a draft that no editor has touched yet; what was suggested
        before stays in ``suggestions`` or in the log of removals. source: what it was drafted from, noted as an
        attempt. Raises InvalidDraft with the findings (nothing is saved), DatabankError.
        """
        self._refuse_invalid(draft, reports)
        sha256 = reports[0].sha256 if reports else None
        with transaction(self._db, self._path) as db:
            known = rows.drafts_sharing(db, reports)
            if known and not replace:
                self._note(source, sha256, "known", known)
                return False
            if known and (rows.draft_row(db, known)["status"] != "draft" or decisions.of_draft(db, known)):
                raise DatabankError(f"Draft {known} is under review already.", "Remove it to draft the report anew.")
            rows.insert_reports(db, reports)
            if known == draft.id:
                rows.write_document(db, draft)
                db.execute("UPDATE draft SET version = version + 1 WHERE id = ?", (draft.id,))
            else:
                if known:
                    rows.remove_draft(db, known, "", f"replaced by {draft.id}")
                rows.insert_draft(db, draft, reports)
            rows.append_suggestion(db, draft)
            self._note(source, sha256, "drafted", draft.id)
        return True

    def draft_of(self, *reports: Report) -> str | None:
        """The id of the draft already made of these reports, None if there is none.

        A report is the same when its text, or the raw bytes it came from, are the same.
        """
        with plain_errors(self._path):
            return rows.drafts_sharing(self._db, reports)

    def draft_of_raw(self, sha256: str) -> str | None:
        """The id of a draft of a report that came from these raw bytes, None if there is none."""
        with plain_errors(self._path):
            return rows.draft_of_raw(self._db, sha256)

    def full_id(self, draft_id: str) -> str:
        """The whole id of a draft, from an unambiguous beginning of it. Raises DatabankError."""
        with plain_errors(self._path):
            return rows.full_id(self._db, draft_id)

    def draft(self, draft_id: str) -> Draft:
        """A draft as it stands now, by its id or an unambiguous beginning of it. Raises DatabankError."""
        with plain_errors(self._path):
            return rows.read_draft(self._db, rows.full_id(self._db, draft_id))

    def version(self, draft_id: str) -> int:
        """The version of a draft: 1 when new, one more after each change. Raises DatabankError."""
        with plain_errors(self._path):
            return int(rows.draft_row(self._db, rows.full_id(self._db, draft_id))["version"])

    def summary(self, draft_id: str) -> DraftSummary:
        """What lists show of a draft. Raises DatabankError."""
        with plain_errors(self._path):
            return select_one(self._db, rows.full_id(self._db, draft_id))

    def suggestions(self, draft_id: str) -> list[Draft]:
        """What the program suggested for a draft, the first suggestion first. Raises DatabankError."""
        with plain_errors(self._path):
            whole = rows.full_id(self._db, draft_id)
            found = self._db.execute("SELECT document FROM suggestion WHERE draft_id = ? ORDER BY number", (whole,))
            return [Draft.from_dict(json.loads(row["document"])) for row in found]

    def drafts(
        self,
        *,
        status: str | None = None,
        publisher: str | None = None,
        text: str | None = None,
        sort: str = "newest",
        limit: int | None = None,
        offset: int = 0,
        **values: str | None,
    ) -> list[DraftSummary]:
        """Summaries of the drafts that fit everything given, a page of them with ``limit`` and ``offset``.

        text: words to find in headline, publisher or address. values: country, technology, sector, issue, operator,
        developer or system, capitals not minded. sort: one of ``summary.SORTS``. Raises UsageError.
        """
        with plain_errors(self._path):
            return select(self._db, _filter(status, publisher, text, values), sort, limit, offset)

    def count(
        self, *, status: str | None = None, publisher: str | None = None, text: str | None = None, **values: str | None
    ) -> int:
        """How many drafts fit; the same filters as ``drafts``."""
        condition, given = _filter(status, publisher, text, values).where()
        with plain_errors(self._path):
            found = self._db.execute(f"SELECT count(*) FROM draft WHERE {condition}", given)  # noqa: S608
            return int(found.fetchone()[0])

    def values(self, field: str) -> list[tuple[str, int]]:
        """The values of a listed field and in how many drafts each stands, most frequent first."""
        with plain_errors(self._path):
            found = self._db.execute(
                "SELECT value, count(*) AS n FROM draft_value WHERE field = ? GROUP BY value ORDER BY n DESC, value",
                (field,),
            )
            return [(str(row["value"]), int(row["n"])) for row in found]

    def remove(self, draft_id: str, *, who: str = "", note: str | None = None) -> str:
        """Take a draft out; returns its whole id. It stays in the log of removals, its raw reports stay kept.

        Raises DatabankError.
        """
        with transaction(self._db, self._path) as db:
            whole = rows.full_id(db, draft_id)
            rows.remove_draft(db, whole, who, note)
        return whole

    def removals(self) -> list[dict[str, Any]]:
        """The log of removals: draft_id, removed, who, note and the draft as JSON, oldest first."""
        with plain_errors(self._path):
            found = self._db.execute("SELECT * FROM removal ORDER BY id")
            return [{**dict(row), "document": json.loads(row["document"])} for row in found]

    # Decisions -------------------------------------------------------------------------------------------------------

    def append_decision(
        self,
        draft_id: str,
        *,
        pointer: str,
        action: str,
        who: str,
        value: Any = None,
        from_suggestion: Any = None,
        note: str | None = None,
        expected_version: int | None = None,
        document: Draft | None = None,
    ) -> Decision:
        """Add a decision and, with it, the draft as it stands afterwards (``document``); the version goes up by one.

        expected_version: the version the editor saw. Raises VersionConflict when it is no longer that one,
        DatabankError.
        """
        with transaction(self._db, self._path) as db:
            whole = rows.full_id(db, draft_id)
            version = int(rows.draft_row(db, whole)["version"])
            if expected_version is not None and expected_version != version:
                raise VersionConflict(whole, expected_version, version)
            if document is not None:
                if document.id != whole:
                    raise DatabankError(f"The document of {document.id} cannot take the place of {whole}.")
                rows.write_document(db, document)
            decided = decisions.append(db, whole, version + 1, pointer, action, value, from_suggestion, who, note)
            db.execute("UPDATE draft SET version = ?, updated = ? WHERE id = ?", (version + 1, decided.decided, whole))
        return decided

    def decisions(self, draft_id: str) -> list[Decision]:
        """All decisions on a draft, oldest first. Raises DatabankError."""
        with plain_errors(self._path):
            return decisions.of_draft(self._db, rows.full_id(self._db, draft_id))

    def decisions_since(self, number: int, limit: int = 1000) -> list[Decision]:
        """Decisions on any draft that came after the decision with this id, oldest first, at most ``limit``."""
        with plain_errors(self._path):
            return decisions.since(self._db, number, limit)

    def last_decision(self) -> int:
        """The id of the last decision on any draft, 0 when there is none."""
        with plain_errors(self._path):
            return decisions.newest(self._db)

    # Attempts --------------------------------------------------------------------------------------------------------

    def record_failure(self, source: str, code: str, message: str, raw_sha256: str | None = None) -> None:
        """Note that a source could not be drafted, and why. Raises DatabankError."""
        with transaction(self._db, self._path) as db:
            attempts.record(db, source, raw_sha256, "failed", None, code, message)

    def failures(self) -> list[Failure]:
        """Sources whose last attempt failed, oldest first."""
        with plain_errors(self._path):
            return attempts.failures(self._db)

    def outcome(self, source: str, sha256: str | None = None) -> str | None:
        """What came last of a source (with these raw bytes): "drafted", "known", "failed", or None if never tried."""
        with plain_errors(self._path):
            return attempts.outcome(self._db, source, sha256)

    def _refuse_invalid(self, draft: Draft, reports: Sequence[Report]) -> None:
        by_id = {report.id: report for report in reports}
        missing = [str(each["id"]) for each in draft.reports if each["id"] not in by_id]
        if missing:
            raise InvalidDraft(f"The draft points into reports that are not given: {', '.join(missing)}.")
        wrong = [each for each in self._check(draft.to_dict(), by_id) if each.severity == "error"]
        if wrong:
            more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
            raise InvalidDraft(
                f"The draft is not valid: {wrong[0].pointer or '/'}: {wrong[0].message}{more}",
                "It was not saved.",
                wrong,
            )

    def _note(self, source: str | None, sha256: str | None, outcome: str, draft_id: str) -> None:
        if source is not None:
            attempts.record(self._db, source, sha256, outcome, draft_id)


def _filter(
    status: str | None, publisher: str | None, text: str | None, values: Mapping[str, str | None]
) -> DraftFilter:
    return DraftFilter(status, publisher, text, {name: value for name, value in values.items() if value is not None})
