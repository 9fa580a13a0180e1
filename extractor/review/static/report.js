// The report: passages cut into segments, evidence that lights up, selections counted back into the report's text.
import { bdi, el, fill, textNodes } from "/static/dom.js";
import { get } from "/static/server.js";

const TAGS = { title: "h2", heading: "h3", quote: "blockquote", footnote: "p", caption: "p", item: "p", table: "p", paragraph: "p" };

export class ReportView {
  constructor(pane, map, draft, { onPick, onSelect }) {
    this.pane = pane;
    this.map = map;
    this.draft = draft;
    this.onPick = onPick;
    this.reports = new Map(); // id -> {about, section, rest, length}
    this.marks = new Map(); // "report:start-end" -> [elements]
    this.used = new Set();
    this.lit = { value: new Set(), field: new Set() };
    pane.addEventListener("click", (event) => this.clicked(event));
    pane.addEventListener("mouseup", () => setTimeout(() => onSelect(this.selection(), "mouse"), 0));
    map.addEventListener("click", (event) => this.mapClicked(event));
  }

  async load(reports) {
    fill(this.pane);
    for (const about of reports) {
      const section = el("article", { class: "one-report", "data-report": about.id, "aria-label": about.title ?? "Report" }, heading(about));
      this.pane.append(section);
      this.reports.set(about.id, { about, section, rest: 0, length: about.length });
    }
    await Promise.all(reports.map((about) => this.more(about.id)));
  }

  async more(id) {
    const one = this.reports.get(id);
    const answer = await get(`/api/drafts/${this.draft}/reports/${id}?start=${one.rest}`);
    if (!answer.ok) return;
    one.section.querySelector(".rest")?.remove();
    one.section.append(...answer.data.blocks.map((block) => this.block(id, block)).flat());
    one.rest = answer.data.rest;
    if (one.rest !== null) {
      const left = (one.length - one.rest).toLocaleString("en");
      one.section.append(el("p", { class: "rest" }, `The report goes on for ${left} more characters. `,
        el("button", { type: "button", onclick: () => this.more(id).then(() => this.relight()) }, "Show more")));
    }
  }

  block(report, block) {
    const node = el(TAGS[block.kind] ?? "p", {
      class: `block ${block.kind}`, dir: "auto", "data-start": block.start, "data-end": block.end,
    });
    this.fillBlock(node, report, block);
    return block.page === null ? [node] : [el("p", { class: "page-break", role: "separator" }, `Page ${block.page}`), node];
  }

  fillBlock(node, report, block) {
    let at = block.start;
    fill(node, block.segments.map(([text, keys]) => {
      const segment = el(keys.length ? "mark" : "span", { class: "seg", "data-at": at }, textNodes(text));
      at += length(text);
      if (keys.length) {
        segment.dataset.keys = keys.map((key) => `${report}:${key}`).join(" ");
        for (const key of keys) {
          const name = `${report}:${key}`;
          if (!this.marks.has(name)) this.marks.set(name, []);
          this.marks.get(name).push(segment);
        }
      }
      return segment;
    }));
  }

  // Fetch the passages that hold these spans again: their boundaries are new.
  async cutAgain(spans) {
    const nodes = new Set();
    for (const span of spans) for (const node of this.blocksOf(span.report, span.start, span.end)) nodes.add(node);
    await Promise.all([...nodes].map(async (node) => {
      const report = node.closest("[data-report]").dataset.report;
      const [start, end] = [Number(node.dataset.start), Number(node.dataset.end)];
      const answer = await get(`/api/drafts/${this.draft}/reports/${report}?start=${start}&limit=${end - start}`);
      if (!answer.ok || answer.data.blocks.length !== 1) return;
      for (const segment of node.querySelectorAll("mark.seg"))
        for (const key of segment.dataset.keys.split(" "))
          this.marks.set(key, (this.marks.get(key) ?? []).filter((each) => each !== segment));
      this.keepingSelection(node, () => this.fillBlock(node, report, answer.data.blocks[0]));
    }));
    this.relight();
  }

  // Draw a passage anew under a selection: who is just choosing words in it goes on where they were.
  keepingSelection(node, redraw) {
    const chosen = getSelection();
    const kept = chosen.rangeCount && chosen.containsNode(node, true) ? this.selection() : null;
    const before = kept && chosen.getRangeAt(0);
    const backward = kept && chosen.focusNode === before.startContainer && chosen.focusOffset === before.startOffset;
    redraw();
    const range = kept && this.rangeOf(kept);
    if (!range) return;
    const from = [range.startContainer, range.startOffset], to = [range.endContainer, range.endOffset];
    chosen.setBaseAndExtent(...(backward ? [...to, ...from] : [...from, ...to]));
  }

  knows(span) { return (this.marks.get(nameOf(span)) ?? []).length > 0; }

  blocksOf(report, start, end) {
    const section = this.reports.get(report)?.section;
    return [...(section?.querySelectorAll(".block") ?? [])].filter(
      (node) => Number(node.dataset.start) < end && start < Number(node.dataset.end));
  }

  // Light the evidence of the active value strongly, that of its field softly.
  light(ofValue, ofField) {
    this.lit = { value: new Set(ofValue.map(nameOf)), field: new Set(ofField.map(nameOf)) };
    this.relight();
  }

  relight() {
    // What only candidates point at is cut and can be lit, but does not look like evidence.
    for (const segment of [...this.marks.values()].flat())
      segment.classList.toggle("used", segment.dataset.keys.split(" ").some((key) => this.used.has(key)));
    for (const segment of this.pane.querySelectorAll("mark.lit, mark.near")) segment.classList.remove("lit", "near");
    for (const name of this.lit.field) for (const segment of this.marks.get(name) ?? []) segment.classList.add("near");
    for (const name of this.lit.value) for (const segment of this.marks.get(name) ?? []) segment.classList.add("lit");
    for (const tick of this.map.children) {
      tick.classList.toggle("lit", this.lit.value.has(tick.dataset.key));
      tick.classList.toggle("near", this.lit.field.has(tick.dataset.key));
    }
  }

  scrollTo(span) {
    const first = (this.marks.get(nameOf(span)) ?? [])[0] ?? this.blocksOf(span.report, span.start, span.end)[0];
    if (!first) return false;
    // Passages off the screen have guessed heights until they are drawn: a second look sets it right.
    for (let i = 0; i < 2; i++) {
      const box = first.getBoundingClientRect(), pane = this.pane.getBoundingClientRect();
      if (box.top >= pane.top + 24 && box.bottom <= pane.bottom - 40) break;
      this.pane.scrollTop += box.top - pane.top - Math.min(pane.height / 3, 160);
    }
    return true;
  }

  flash(span) {
    this.scrollTo(span);
    if (!globalThis.Highlight || !CSS.highlights) return;
    const range = this.rangeOf(span);
    if (range) CSS.highlights.set("flash", new Highlight(range));
  }

  rangeOf(span) {
    const blocks = this.blocksOf(span.report, span.start, span.end);
    if (!blocks.length) return null;
    const from = point(blocks[0], span.start), to = point(blocks.at(-1), span.end);
    if (!from || !to) return null;
    const range = document.createRange();
    range.setStart(...from);
    range.setEnd(...to);
    return range;
  }

  // Ticks at the places of all evidence.
  drawMap(spans) {
    const total = [...this.reports.values()].reduce((sum, one) => sum + one.length, 0) || 1;
    let before = 0;
    const starts = new Map([...this.reports].map(([id, one]) => [id, (before += one.length) - one.length]));
    fill(this.map, spans.map((span) => {
      const tick = el("i", { "data-key": nameOf(span) });
      tick.style.top = `${(100 * ((starts.get(span.report) ?? 0) + span.start)) / total}%`;
      return tick;
    }));
    this.used = new Set(spans.map(nameOf));
    this.relight();
  }

  mapClicked(event) {
    const box = this.map.getBoundingClientRect();
    const at = (event.clientY - box.top) / box.height;
    const nearest = [...this.map.children].sort((a, b) =>
      Math.abs(parseFloat(a.style.top) - 100 * at) - Math.abs(parseFloat(b.style.top) - 100 * at))[0];
    if (nearest) this.onPick([nearest.dataset.key]);
  }

  clicked(event) {
    const segment = event.target.closest("mark.seg");
    if (segment && getSelection().isCollapsed) this.onPick(segment.dataset.keys.split(" "));
  }

  // The selected words as {report, start, end, quote}, or null.
  selection() {
    const chosen = getSelection();
    if (!chosen.rangeCount || chosen.isCollapsed) return null;
    const range = chosen.getRangeAt(0);
    const section = elementOf(range.startContainer)?.closest("[data-report]");
    if (!section || !this.pane.contains(section) || !section.contains(elementOf(range.endContainer))) return null;
    const start = offset(range.startContainer, range.startOffset, section), end = offset(range.endContainer, range.endOffset, section);
    if (start === null || end === null || end <= start) return null;
    const quote = chosen.toString().replaceAll("\u25a1", "").trim();
    return quote ? { report: section.dataset.report, start, end, quote } : null;
  }
}

const elementOf = (node) => (node.nodeType === Node.TEXT_NODE ? node.parentElement : node);
export const nameOf = (span) => `${span.report}:${span.start}-${span.end}`;

// Characters (code points, as the report counts them) of a string.
export function length(text) {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

// The report's offset of a place in the page: the segment's own offset and the characters before the place in it.
function offset(node, at, section) {
  const element = elementOf(node);
  let segment = element.closest(".seg");
  if (segment && segment.dataset.at !== undefined) {
    const range = document.createRange();
    range.selectNodeContents(segment);
    range.setEnd(node, at);
    return Number(segment.dataset.at) + length(rangeText(range));
  }
  // Between segments: the start of what comes next, or the end of what came before.
  const place = document.createRange();
  place.setStart(node, at);
  for (segment of section.querySelectorAll(".seg")) {
    if (place.comparePoint(segment, 0) >= 0) return Number(segment.dataset.at);
  }
  const last = [...section.querySelectorAll(".block")].at(-1);
  return last ? Number(last.dataset.end) : null;
}

function rangeText(range) { return range.cloneContents().textContent; }

// The place in the page of a report's offset inside a block: [text node, position].
function point(block, at) {
  for (const segment of [...block.querySelectorAll(".seg")].reverse()) {
    let left = at - Number(segment.dataset.at);
    if (left < 0) continue;
    const walker = document.createTreeWalker(segment, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const size = length(node.data);
      if (left <= size) return [node, [...node.data].slice(0, left).join("").length];
      left -= size;
    }
    const last = segment.lastChild;
    return last ? [segment, segment.childNodes.length] : null;
  }
  return null;
}

function heading(about) {
  const safe = /^https?:\/\//i.test(about.url ?? "");
  return el("header", { class: "about" },
    el("p", { class: "source" }, [about.publisher ?? "Publisher unknown", about.author, about.published, about.pages ? `${about.pages} pages` : null]
      .filter(Boolean).map((part, i) => [i ? " · " : null, bdi(part)])),
    about.url ? el("p", { class: "address" }, safe ? el("a", { href: about.url, target: "_blank", rel: "noreferrer noopener" }, bdi(about.url)) : bdi(about.url)) : null,
    (about.warnings ?? []).map((warning) => el("p", { class: "warning" }, bdi(warning))));
}

// Choosing words with the keyboard: arrows move by word and line, Shift stretches.
export function moveSelection(key, stretch, pane) {
  const chosen = getSelection();
  const inside = chosen.rangeCount && pane.contains(chosen.focusNode);
  if (!inside) {
    const middle = pane.getBoundingClientRect().top + 60;
    const first = pane.querySelector("mark.lit") ?? [...pane.querySelectorAll(".block")].find((node) => node.getBoundingClientRect().bottom > middle);
    if (!first) return;
    chosen.setPosition(first, 0);
    chosen.modify("extend", "forward", "word");
    return;
  }
  const direction = /Right|Down/.test(key) ? "forward" : "backward";
  const unit = /Left|Right/.test(key) ? "word" : "line";
  if (stretch) {
    chosen.modify("extend", direction, unit);
  } else {
    if (direction === "forward") chosen.collapseToEnd(); else chosen.collapseToStart();
    if (direction === "backward" || unit === "line") chosen.modify("move", direction, unit);
    chosen.modify("extend", "forward", "word");
    // From the end of a passage the first step only reaches the next one.
    if (!chosen.toString().trim()) chosen.modify("extend", "forward", "word");
  }
  elementOf(chosen.focusNode)?.scrollIntoView?.({ block: "nearest" });
}
