"""The review in a real browser: by keyboard alone, undone and redone, with a second editor, with a hostile report."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import review_samples as samples

from extractor.drafting import draft as make_draft
from extractor.fetching import fetch
from extractor.report import Report
from extractor.review.highlight import mark_of
from extractor.store import Databank


def to_screen(page: Any, draft_id: str) -> None:
    page.goto("/".join(page.url.split("/")[:3]) + f"/drafts/{draft_id}")
    page.wait_for_selector("body[data-ready]")


def until(page: Any, expression: str) -> None:
    """Wait until an expression holds. The page's own policy forbids to evaluate text inside it, as Playwright would."""
    end = time.monotonic() + 8
    while not page.evaluate(expression):
        assert time.monotonic() < end, expression
        time.sleep(0.02)


def active(page: Any) -> str:
    """What a screen reader says of the place that has the focus."""
    return str(page.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent"))


def press(page: Any, key: str) -> None:
    """Press a key that decides, and wait for the next state."""
    page.evaluate("document.body.dataset.acknowledged = ''")
    page.keyboard.press(key)
    until(page, "document.body.dataset.acknowledged !== ''")


def value(page: Any, name: str) -> Any:
    return page.locator(f'#fields .value[data-id="{name}"]')


def test_an_editor_reviews_a_draft_by_keyboard_alone_from_the_queue_to_the_export(site: Any) -> None:
    draft, report = samples.naypyidaw()
    place = site((draft, report), samples.small(1))
    page = place.open()
    # The queue: search, go to the draft, open it.
    page.keyboard.press("/")
    page.keyboard.type("Naypyidaw")
    page.keyboard.press("Enter")
    page.wait_for_url("**text=Naypyidaw**")
    page.wait_for_selector("body[data-ready]")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/drafts/*")
    page.wait_for_selector("body[data-ready]")
    assert active(page).startswith("Headline: Myanmar: Cameras")
    # Each decision leads to the next undecided value, and its evidence is lit.
    press(page, "a")
    assert active(page).startswith("Type: System, undecided, likely, inferred")
    press(page, "a")
    assert active(page).startswith("Operator 1 of 1: Naypyitaw Council")
    assert "switched on 335 cameras" in "".join(page.locator("mark.lit").all_text_contents())
    press(page, "a")
    assert active(page) == "Developer 1 of 3: Huawei, undecided, doubtful, contested"
    sides = value(page, "/developer/0").locator(".sides").inner_text()
    assert "An official cited by Myanmar Now" in sides
    assert "Denied by" in sides
    press(page, "a")
    # Edit a name.
    assert active(page).startswith("Developer 2 of 3: Linn IT Solution")
    page.keyboard.press("e")
    page.keyboard.type("Linn IT Solution Co.")
    press(page, "Enter")
    assert value(page, "/developer/1").inner_text().startswith("✎\nLinn IT Solution Co.")
    press(page, "a")
    assert active(page).startswith("Country 1 of 1: Myanmar")
    press(page, "x")
    assert "Govt - police" in active(page)
    press(page, "a")
    # A whole field at once.
    assert active(page).startswith("Technology 1 of 2")
    press(page, "f")
    # A candidate picked by its number.
    assert active(page).startswith("Issue 1 of 1: Privacy")
    page.keyboard.press("p")
    press(page, "1")
    assert "Surveillance" in page.locator('[data-field="/issue"]').inner_text()
    while not page.locator("#approve-here:focus").count():
        press(page, "a")
    # Nothing is undecided: the rejected country is added again from the list, past a typo.
    page.keyboard.press("Shift+Tab")
    value(page, "/country/0").focus()
    page.keyboard.press("i")
    page.keyboard.type("Mianmar")
    page.keyboard.press("Enter")
    page.wait_for_selector(".editor .error .nearest button")
    assert "is not a term" in page.locator(".editor .error").inner_text()
    page.keyboard.press("Control+a")
    page.keyboard.type("Burma")
    # At once: the list of what was typed before is never chosen from.
    page.keyboard.press("ArrowDown")
    press(page, "Enter")
    assert "Myanmar" in page.locator('[data-field="/country"]').inner_text()
    # Approve, and export.
    page.keyboard.press("Shift+A")
    page.wait_for_selector(".chip.approved")
    page.keyboard.press("Shift+E")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    text = download.value.path().read_text(encoding="utf-8")
    assert "Huawei" in text
    assert "Linn IT Solution Co." in text
    with Databank.open(place.folder) as databank:
        stored = databank.draft(draft.id)
        assert stored.status == "approved"
        assert stored.entry["country"] == ["Myanmar"]
        assert stored.entry["developer"] == ["Huawei", "Linn IT Solution Co.", "Naung Yoe"]
        assert stored.entry["last_updated"]
        assert databank.suggestions(draft.id)[0].entry["developer"][1] == "Linn IT Solution"
    # After the last value comes the next draft.
    page.keyboard.press(".")
    page.wait_for_url(f"**/drafts/{samples.small(1)[0].id}")


def test_the_naypyidaw_sample_is_reviewed_by_keyboard_alone_to_approval_and_export(site: Any, nlp: Any) -> None:
    report = fetch(str(Path(__file__).parents[2] / "samples" / "naypyidaw.html"))
    drafted = make_draft(report, nlp=nlp)
    place = site((drafted, report))
    page = place.open()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/drafts/*")
    page.wait_for_selector("body[data-ready]")
    total = int(page.get_attribute("#progress", "aria-valuemax"))
    assert total >= 15
    page.keyboard.press("m")
    page.keyboard.type("Looks right.")
    press(page, "Control+Enter")
    for done in range(total):
        assert page.get_attribute("#progress", "aria-valuenow") == str(done)
        press(page, "a")
    assert page.locator("#approve-here:focus").count() == 1
    page.keyboard.press("Enter")
    page.wait_for_selector(".chip.approved")
    page.keyboard.press("Shift+E")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert "Huawei" in download.value.path().read_text(encoding="utf-8")
    with Databank.open(place.folder) as databank:
        approved = databank.draft(drafted.id)
    # All was accepted, so the entry is the suggestion, but for the day of the approval.
    assert {**approved.entry, "last_updated": None} == drafted.entry
    assert approved.evidence == drafted.evidence


def test_undo_and_redo_go_all_the_way_back_and_forth_over_a_reload(site: Any) -> None:
    draft, report = samples.naypyidaw()
    page = site((draft, report)).open()
    to_screen(page, draft.id)
    for key in "axaax":
        press(page, key)
    states = "() => [...document.querySelectorAll('#fields .value')].map(v => v.className.split(' ')[1]).join()"
    after = page.evaluate(states)
    page.reload()
    page.wait_for_selector("body[data-ready]")
    for left in range(4, -1, -1):
        page.keyboard.press("u")
        until(page, f"document.querySelector('#progress').getAttribute('aria-valuenow') === '{left}'")
    assert page.locator(".tools [data-do=undo]").is_disabled()
    assert set(page.evaluate(states).split(",")) <= {"undecided", "empty"}
    for done in range(1, 6):
        page.keyboard.press("Control+Shift+Z" if done % 2 else "r")
        until(page, f"document.querySelector('#progress').getAttribute('aria-valuenow') === '{done}'")
    assert page.evaluate(states) == after


def test_a_second_editor_cannot_be_overwritten_unseen(site: Any) -> None:
    draft, report = samples.naypyidaw()
    place = site((draft, report))
    anna, bo = place.open("anna"), place.open("bo")
    to_screen(anna, draft.id)
    to_screen(bo, draft.id)
    # Anna begins to write before Bo decides, so what she saw is what counts, whatever has come in since.
    value(anna, "/developer/0").click()
    anna.keyboard.press("e")
    anna.keyboard.type("Huawei Technologies")
    value(bo, "/developer/0").click()
    press(bo, "x")
    anna.keyboard.press("Enter")
    dialog = anna.wait_for_selector("dialog[open]")
    assert "Somebody was quicker" in dialog.inner_text()
    assert "bo rejected" in dialog.inner_text()
    assert "Huawei Technologies" in dialog.inner_text()
    with Databank.open(place.folder) as databank:
        assert [each.who for each in databank.decisions(draft.id)] == ["bo"]
    # Having seen it, Anna makes her change all the same; Bo is told.
    anna.keyboard.press("Tab")
    anna.keyboard.press("Enter")
    until(anna, "/Huawei Technologies/.test(document.querySelector('[data-field=\"/developer\"]').textContent)")
    until(bo, "/Huawei Technologies/.test(document.querySelector('[data-field=\"/developer\"]').textContent)")
    assert "anna" in bo.locator("#toasts").inner_text()


HOSTILE = (
    "Cameras <script>document.title='broken'</script> in Kenya\n\n"
    "Police \u202egnihtyna\u202c use \u2066facial recognition\u2069 <svg onload=alert(1)><circle r=9></svg> and "
    '<img src=x onerror="document.title=\'broken\'"> <a href="data:text/html,<script>1</script>">link</a> &lt;b&gt; \x00\x1b[31m '
    "\U0001f600\U0001f600 emoji and then Kenya again. javascript:alert(1)\n\n"
)


def hostile() -> tuple[Any, Report]:
    text = HOSTILE + "Plain words without end and without a break. " * 230_000
    report = Report.from_text(text, title=text.split("\n")[0], url="javascript:alert(1)", publisher="<b>Evil</b> \u202eBugle",
                              fetched="2024-01-01T00:00:00+00:00")  # fmt: skip
    make = samples.Maker(report)
    make.put("headline", "Cameras in <b>Kenya</b>", "Cameras", by="drafting.headline")
    make.put("country", "Kenya", "Kenya again", by="places.country")
    make.put("technology", "Facial recognition", "facial recognition", by="technologies.trie")
    make.put("operator", "Police <script>alert(1)</script>", "Police", by="roles.operator", sure=0.2)
    return make.draft, report


def test_a_hostile_report_of_ten_megabytes_shows_as_text(site: Any) -> None:
    draft, report = hostile()
    assert len(report.text) > 10_000_000
    page = site((draft, report)).open()
    assert "<b>Kenya</b>" in page.locator(".row .headline").inner_text()
    began = time.perf_counter()
    to_screen(page, draft.id)
    assert time.perf_counter() - began < 6
    assert "broken" not in page.title()
    shown = page.locator("#report-text").inner_text()
    assert "<script>document.title='broken'</script>" in shown
    assert "<svg onload=alert(1)>" in shown
    assert page.locator("#report-text script, #report-text svg, #report-text img, #fields script").count() == 0
    assert page.locator("#report-text a").count() == 0
    # Marks that turn writing around are shown, not obeyed, and counting goes on being right behind them and emoji.
    assert page.locator('#report-text .mark-char[data-name="RLO"]').count() == 2
    assert "goes on for" in shown
    assert len(shown) < 400_000
    value(page, "/country/0").click()
    assert page.locator("mark.lit").all_text_contents() == ["Kenya again"]
    # The page stays responsive: a decision is acknowledged.
    press(page, "a")
    assert page.get_attribute("#progress", "aria-valuenow") == "1"


def test_selected_words_fill_the_active_field_and_become_its_evidence(site: Any) -> None:
    text = HOSTILE
    report = Report.from_text(text, fetched="2024-01-01T00:00:00+00:00")
    make = samples.Maker(report)
    make.put("headline", "Cameras in Kenya", "Cameras", by="drafting.headline")
    make.put("country", "Kenya", "Kenya again", by="places.country")
    place = site((make.draft, report))
    page = place.open()
    to_screen(page, make.draft.id)
    value(page, "/purpose").click()
    # With the mouse, behind emoji and hidden characters.
    page.evaluate(
        """() => { const seg = [...document.querySelectorAll('.seg')].find(s => s.textContent.includes('emoji'));
        const node = [...seg.childNodes].find(n => n.data?.includes('emoji')), at = node.data.indexOf('emoji');
        const r = document.createRange(); r.setStart(node, at); r.setEnd(node, at + 14);
        getSelection().removeAllRanges(); getSelection().addRange(r);
        document.getElementById('report-text').dispatchEvent(new MouseEvent('mouseup', {bubbles: true})); }"""
    )
    page.wait_for_selector(".editor .selected q")
    assert page.locator(".editor input").input_value() == "emoji and then"
    press(page, "Enter")
    with Databank.open(place.folder) as databank:
        stored = databank.draft(make.draft.id)
    assert stored.entry["purpose"] == ["emoji and then"]
    evidence = stored.evidence["/purpose/0"][0]
    assert (evidence.quote, evidence.inferred) == ("emoji and then", False)
    assert text[evidence.start : evidence.end] == "emoji and then"
    # The passage is drawn anew with the new words in it, and the selection stays.
    until(page, "[...document.querySelectorAll('mark.seg')].some(n => n.textContent === 'emoji and then')")
    assert page.evaluate("getSelection().toString()") == "emoji and then"
    # By keyboard alone: t, arrows, Shift, Enter.
    value(page, "/system").focus()
    page.keyboard.press("t")
    page.keyboard.press("ArrowRight")
    for _ in range(4):
        page.keyboard.press("Shift+ArrowRight")
    chosen = page.evaluate("getSelection().toString().trim()")
    assert len(chosen.split()) >= 2
    page.keyboard.press("Enter")
    press(page, "Enter")
    with Databank.open(place.folder) as databank:
        stored = databank.draft(make.draft.id)
    assert len(stored.entry["system"]) == 1
    quote = stored.evidence["/system/0"][0].quote
    assert "".join("□" if mark_of(character) else character for character in quote) == chosen


def test_lit_text_leads_to_its_field_and_the_map_shows_it(site: Any) -> None:
    draft, report = samples.naypyidaw()
    page = site((draft, report)).open()
    to_screen(page, draft.id)
    page.locator("mark.seg", has_text="license plates").click()
    assert active(page).startswith("Technology 2 of 2: Automated license plate")
    assert page.locator("#map i.lit").count() == 1


def test_doubtful_fields_come_first_with_one_key_and_help_lists_every_key(site: Any) -> None:
    draft, report = samples.naypyidaw()
    page = site((draft, report)).open()
    to_screen(page, draft.id)
    page.keyboard.press("d")
    assert active(page).startswith("Developer 1 of 3: Huawei")
    assert page.locator("#fields .field").first.get_attribute("data-field") == "/developer"
    page.keyboard.press("d")
    assert page.locator("#fields .field").first.get_attribute("data-field") == "/headline"
    page.keyboard.press("?")
    assert "Accept the value" in page.locator("dialog[open]").inner_text()
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    claims = page.locator("#claims").inner_text()
    assert "Huawei" in claims
    assert "denies" in claims


def share_of_a_core() -> float:
    """How much of an ordinary core this process gets now: others may have the machine, or it may be a slow one.

    An ordinary core of today adds a million numbers in 0.05 s; one that its host slows down takes two or three times that.
    """
    started, total = time.perf_counter(), 0
    for number in range(1_000_000):
        total += number
    return min(1.0, 0.05 / (time.perf_counter() - started))


def big() -> tuple[Any, Report]:
    """100,000 characters with 300 spans, half of them overlapping others."""
    sentence = "The city of Example {} has bought cameras that recognise faces, and nobody was asked. "
    text = "\n\n".join("".join(sentence.format(p * 10 + i) for i in range(6)) for p in range(220))[:100_000]
    report = Report.from_text(text, fetched="2024-01-01T00:00:00+00:00")
    make = samples.Maker(report)
    make.put("headline", "Cameras that recognise faces", text[:60], by="drafting.headline")
    step = len(text) // 300
    for number in range(60):
        spans = [text[at : at + (40 if n % 2 else 500)] for n in range(5) for at in [(number * 5 + n) * step]]
        make.put("system", f"System {number}", *[quote.strip() for quote in spans], sure=0.7, by="actors.system")
    return make.draft, report


def test_a_long_report_with_300_spans_is_ready_within_a_second_and_decisions_within_a_tenth(site: Any) -> None:
    draft, report = big()
    assert sum(map(len, draft.evidence.values())) >= 300
    page = site((draft, report)).open()
    # The quickest of a few, as if this was alone on one core.
    took = []
    while len(took) < 4 and min(took, default=1000) >= 1000:
        share = share_of_a_core()
        to_screen(page, draft.id)
        assert page.locator("mark.seg").count() >= 300
        response = page.evaluate("performance.getEntriesByType('navigation')[0].responseEnd")
        took.append(page.evaluate("performance.getEntriesByName('ready')[0].startTime") - response)
        took[-1] *= share
    assert min(took) < 1000, took
    took = []
    for key in "aaxaaxaaaaxaaxaa":
        before = share_of_a_core()
        press(page, key)
        share = min(before, share_of_a_core())  # hosts change speed from one tenth of a second to the next
        took.append(share * page.evaluate("Number(document.body.dataset.acknowledged)"))
    assert min(took) < 100, took


def test_both_panes_are_usable_on_a_telephone_in_the_dark(site: Any) -> None:
    draft, report = samples.naypyidaw()
    page = site((draft, report)).open(width=390, height=844, color_scheme="dark")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    to_screen(page, draft.id)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    value(page, "/developer/0").click()
    lit, pane = page.locator("mark.lit").first.bounding_box(), page.locator("#report-text").bounding_box()
    assert pane["y"] <= lit["y"] <= pane["y"] + pane["height"]
    accept = value(page, "/developer/0").get_by_role("button", name="Accept", exact=False).first
    box = accept.bounding_box()
    assert 0 <= box["x"] <= box["x"] + box["width"] <= 390
    assert box["y"] + box["height"] <= 844
    accept.click()
    until(page, "document.querySelector('#progress').getAttribute('aria-valuenow') === '1'")


def test_a_draft_can_be_claimed_selected_and_rejected_in_the_queue(site: Any) -> None:
    place = site(*[samples.small(number) for number in range(3)])
    page = place.open()
    page.keyboard.press("j")
    page.keyboard.press("c")
    page.wait_for_selector(".row .claimed")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("Shift+X")
    page.wait_for_selector("dialog[open]")
    page.keyboard.press("Enter")
    page.locator(".chip.rejected").nth(1).wait_for()
    with Databank.open(place.folder) as databank:
        assert databank.count(status="rejected") == 2


CONTRAST = """() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgb = (color) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1); return canvas.getImageData(0, 0, 1, 1).data; };
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const ground = (node) => { for (let n = node; n; n = n.parentElement) { const c = rgb(getComputedStyle(n).backgroundColor); if (c[3] === 255) return c; }
    return rgb(getComputedStyle(document.documentElement).backgroundColor); };
  const weak = [];
  for (const node of document.querySelectorAll('body *')) {
    const own = [...node.childNodes].some(n => n.nodeType === 3 && n.data.trim());
    if (!own || !node.checkVisibility() || node.closest('.unseen, .skip, [disabled], #toasts') || getComputedStyle(node).fontSize === '0px') continue;
    const [a, b] = [light(rgb(getComputedStyle(node).color)), light(ground(node))].sort((x, y) => y - x);
    const ratio = (a + .05) / (b + .05);
    if (ratio < 4.5) weak.push([node.tagName, node.className, node.textContent.slice(0, 30), Math.round(ratio * 100) / 100]);
  }
  return weak; }"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_has_the_contrast_of_aa_in_light_and_dark(site: Any, scheme: str) -> None:
    draft, report = samples.naypyidaw()
    page = site((draft, report), samples.small(1)).open(color_scheme=scheme)
    assert page.evaluate(CONTRAST) == []
    to_screen(page, draft.id)
    value(page, "/developer/0").click()
    press(page, "x")
    value(page, "/developer/0").click()
    page.keyboard.press("h")
    page.keyboard.press("c")
    page.keyboard.press("b")
    assert page.evaluate(CONTRAST) == []
    page.keyboard.press("?")
    assert page.evaluate(CONTRAST) == []


def test_a_screen_reader_finds_names_roles_and_a_focus_that_stays(site: Any) -> None:
    draft, report = samples.naypyidaw()
    page = site((draft, report)).open()
    to_screen(page, draft.id)
    nameless = """() => [...document.querySelectorAll('button, a, input, textarea, select, [role=group], [role=region], section')]
        .filter(n => n.checkVisibility() && !(n.getAttribute('aria-label') || n.textContent.trim() || n.labels?.length)).map(n => n.outerHTML.slice(0, 80))"""
    assert page.evaluate(nameless) == []
    assert page.get_by_role("region", name="Report", exact=True).count() == 1
    assert page.get_by_role("group", name="Developer 1 of 3: Huawei").count() == 1
    # Every decision is said aloud, and the focus is never lost to the page.
    for key in "axux":
        page.keyboard.press(key)
        page.wait_for_timeout(250)
        assert page.evaluate("document.activeElement.matches('.value')"), key
    assert "Rejected" in page.locator("#live").inner_text()
    page.keyboard.press("i")
    assert page.evaluate("document.activeElement.matches('input, textarea')")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('.value')")
    # No key is used twice, and none is one that browsers keep for themselves.
    keys = page.evaluate("import('/static/actions.js').then(m => m.TABLE.flatMap(r => r.keys))")
    assert len(keys) == len(set(keys))
    assert not {"Control+t", "Control+w", "Control+n", "Control+l", "Control+f", "Control+p", "F5", "Tab"} & set(keys)
