"""Drafts made by hand for the tests of the review: no model, no network, every offset looked up in the text."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx

from extractor.drafting.records import Draft, Evidence, empty_entry
from extractor.report import Report
from extractor.review.access import OneTimeLink
from extractor.review.app import create_app
from extractor.review.fields import all_fields, put_value, value_in
from extractor.review.setting import Setting
from extractor.store import Databank

TEXT = """Myanmar: Cameras that read faces and plates go up in Naypyidaw

The Naypyitaw Council has switched on 335 cameras in eight townships of the capital, officials said. The cameras scan faces and license plates in public places and alert the police to people with a criminal record.

An official cited by Myanmar Now said that Huawei supplied the cameras. Local company Linn IT Solution provides the control center, and Naung Yoe installed the cables, the official said.

Huawei denied that it provided the facial and license plate recognition technologies. "We are not involved in any operation," a Huawei spokesperson told Human Rights Watch.

Human Rights Watch (HRW) warned that the system poses a serious threat to basic rights. "The authorities can identify people on the streets and track their movements," said Manny Maung, a researcher at HRW.

The authorities have published little information on how the data is collected, stored and used. Myanmar has no privacy law that covers biometric information.
"""


class Maker:
    """Fills a draft with values and the words that support them."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.draft = Draft(entry=empty_entry(), reports=[report.summary()])

    def evidence(self, quote: str, by: str, inferred: bool = False, why: str | None = None) -> Evidence:
        start = self.report.text.index(quote)
        end = start + len(quote)
        return Evidence(self.report.id, start, end, quote, self.report.page_of(start), by, inferred, why)

    def put(
        self,
        name: str,
        value: Any,
        *quotes: str,
        sure: float = 0.9,
        by: str = "",
        inferred: bool = False,
        why: str | None = None,
    ) -> None:
        field = next(one for one in all_fields() if one.name == name)
        pointer = field.pointer
        if field.many:
            values = value_in(self.draft.entry, field)
            values.append(value)
            pointer += f"/{len(values) - 1}"
        else:
            put_value(self.draft.entry, field, value)
        self.draft.evidence[pointer] = [self.evidence(q, by or f"{name}.rule", inferred, why) for q in quotes]
        self.draft.confidence[pointer] = sure
        if field.is_role:
            self.draft.roles.append({"actor": value, "role": name, "status": "asserted", "confidence": sure,
                                     "inferred": inferred, "statements": []})  # fmt: skip

    def offer(self, name: str, value: str, quote: str, sure: float) -> None:
        one = self.evidence(quote, f"{name}.rule", True)
        shown = {n: getattr(one, n) for n in Evidence.__slots__}
        self.draft.candidates.setdefault("/" + name.replace(".", "/"), []).append(
            {"value": value, "confidence": sure, "evidence": [shown]}
        )

    def span(self, words: str) -> dict[str, Any]:
        start = self.report.text.index(words)
        return {"text": words, "start": start, "end": start + len(words)}

    def claim(self, speaker: str, cue: str, content: str, stance: str, quoted: str = "indirect") -> None:
        self.draft.claims.append({"speaker": {**self.span(speaker), "actor": speaker}, "cue": self.span(cue), "content": self.span(content),
                                  "stance": stance, "polarity": "positive", "hedges": [], "quoted": quoted, "about": [],
                                  "reported_by": None, "report": self.report.id})  # fmt: skip


def naypyidaw(publisher: str = "Example Watch", text: str = TEXT) -> tuple[Draft, Report]:
    """A draft of a report on the Naypyidaw case, with a contested developer, inferred and doubtful values."""
    title = text.partition("\n")[0]
    report = Report.from_text(text, title=title, url="https://example.org/naypyidaw", published="2021-03-12",
                              publisher=publisher, fetched="2021-03-13T00:00:00+00:00")  # fmt: skip
    make = Maker(report)
    make.put("headline", title, title, by="drafting.headline")
    make.put("type", "System", "cameras", sure=0.7, inferred=True, by="topics.type", why="cameras")
    make.put("operator", "Naypyitaw Council", "The Naypyitaw Council has switched on 335 cameras", by="roles.operator")
    make.put(
        "developer",
        "Huawei",
        "Huawei supplied the cameras",
        "Huawei denied that it provided",
        sure=0.55,
        by="roles.supply",
    )
    make.put(
        "developer", "Linn IT Solution", "Local company Linn IT Solution provides the control center", by="roles.supply"
    )
    make.put("developer", "Naung Yoe", "Naung Yoe installed the cables", sure=0.8, by="roles.supply")
    make.draft.roles[1].update(status="contested", statements=[
        {"by": "An official cited by Myanmar Now", "holds": "asserts", **make.span("Huawei supplied the cameras"), "report": report.id},
        {"by": "Huawei", "holds": "denies", **make.span("Huawei denied that it provided the facial and license plate recognition technologies"), "report": report.id},
    ])  # fmt: skip
    make.put("country", "Myanmar", "Myanmar", by="places.country")
    make.put("sector", "Govt - police", "alert the police", sure=0.86, by="topics.sector")
    make.put("technology", "Facial recognition", "scan faces", by="technologies.trie")
    make.put(
        "technology", "Automated license plate/number recognition (ALPR/ANPR)", "license plates", by="technologies.trie"
    )
    make.put(
        "issue", "Privacy", "track their movements", sure=0.61, inferred=True, by="topics.issue", why="track, movements"
    )
    make.offer("issue", "Surveillance", "identify people on the streets", 0.5)
    make.put("risks_and_harms", "Human Rights Watch (HRW) warned that the system poses a serious threat to basic rights.",
             "Human Rights Watch (HRW) warned that the system poses a serious threat to basic rights.", by="drafting.risks")  # fmt: skip
    make.put(
        "published",
        "2021-03-12",
        title,
        inferred=True,
        by="drafting.published",
        why="stated by the source",
    )
    make.draft.empty["/purpose"] = "no sentence states a purpose"
    make.claim("Huawei", "denied", "it provided the facial and license plate recognition technologies", "denies")
    make.claim("Human Rights Watch", "warned", "the system poses a serious threat to basic rights", "warns")
    make.claim(
        "Manny Maung",
        "said",
        "The authorities can identify people on the streets and track their movements",
        "asserts",
        "direct",
    )
    return make.draft, report


def small(number: int, **more: Any) -> tuple[Draft, Report]:
    """A draft of its own for a crowd: three values, a text that no other has."""
    text = f"City {number} tests cameras\n\nThe police of City {number} use facial recognition by Maker {number % 7}."
    report = Report.from_text(text, publisher=f"Paper {number % 5}", published=f"2021-{number % 12 + 1:02d}", fetched="2021-12-31T00:00:00+00:00",
                              **more)  # fmt: skip
    make = Maker(report)
    make.put("headline", f"City {number} tests cameras", f"City {number} tests cameras", by="drafting.headline")
    make.put(
        "country",
        ("Kenya", "Brazil", "India")[number % 3],
        f"City {number}",
        sure=(number % 10) / 10,
        by="places.country",
    )
    make.put("technology", "Facial recognition", "facial recognition", by="technologies.trie")
    return make.draft, report


def databank_with(folder: Path, *made: tuple[Draft, Report]) -> Path:
    """A databank folder with these drafts."""
    with Databank.open(folder) as databank:
        for draft, report in made:
            assert databank.save_draft(draft, [report])
    return folder


HOST = "127.0.0.1:8123"


def application(folder: Path, who: str = "anna", **setting: Any) -> Any:
    """The application over a folder, and the link that lets one editor in."""
    from extractor.export import FORMATS

    link = OneTimeLink(who)
    given = {"hosts": [HOST], "origins": [f"http://{HOST}"], "formats": FORMATS, "link": link, **setting}
    return create_app(folder, Setting(**given)), link


class Client:
    """A browser without a screen: requests to the application, in this thread, with cookies kept."""

    def __init__(self, app: Any) -> None:
        transport = httpx.ASGITransport(app=app)
        self._client = httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}", follow_redirects=False)
        self._runner = asyncio.Runner()

    def request(self, method: str, path: str, **more: Any) -> httpx.Response:
        return self._runner.run(self._client.request(method, path, **more))

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.request("GET", path, **more)

    def post(self, path: str, **more: Any) -> httpx.Response:
        return self.request("POST", path, **more)

    def close(self) -> None:
        self._runner.run(self._client.aclose())
        self._runner.close()


def signed_in(folder: Path, who: str = "anna") -> tuple[Client, dict[str, str]]:
    """A client with a session, and the headers that its pages send with what changes something."""
    app, link = application(folder, who)
    client = Client(app)
    assert client.get("/open", params={"token": link.token}).status_code == 303
    csrf = client.get("/endpoints").text.split('name="csrf-token" content="')[1].split('"')[0]
    return client, {"Origin": f"http://{HOST}", "X-CSRF-Token": csrf}
