// What the screen shows: the draft's state, the active value, the lit evidence. Deciding is in screen.js.
import { bdi, el, fill } from "/static/dom.js";
import { get, said } from "/static/server.js";
import { ReportView } from "/static/report.js";
import { drawFields, drawFinish, spansOf } from "/static/fields.js";

const POLL = 3000;
export const $ = (id) => document.getElementById(id);

export class Board {
  constructor(main) {
    this.id = main.dataset.draft;
    this.formats = main.dataset.formats.split(" ").filter(Boolean);
    this.active = null;
    this.editor = null;
    this.selected = null;
    this.picking = this.showHistory = this.showBlockers = this.doubtfulFirst = this.showClaims = false;
    this.waiting = Promise.resolve();
    this.report = new ReportView($("report-text"), $("map"), this.id, {
      onPick: (keys) => this.pickedInReport(keys),
      onSelect: (selection) => this.selectedInReport(selection),
    });
  }

  get closed() { return this.state.status === "approved" || this.state.status === "rejected"; }

  async start() {
    const answer = await get(`/api/drafts/${this.id}`);
    if (!answer.ok) { fill($("fields"), el("p", { class: "error" }, said(answer))); return; }
    this.state = { ...answer.data, changed: new Set() };
    this.claims = this.state.claims;
    const loaded = this.report.load(this.state.reports);
    this.draw();
    await loaded;
    this.report.drawMap(spansOf(this.state));
    this.activate(location.hash ? decodeURIComponent(location.hash.slice(1)) : this.firstOpen() ?? this.items()[0], true);
    document.body.dataset.ready = "yes";
    performance.mark("ready");
    setInterval(() => this.poll(), POLL);
    document.addEventListener("visibilitychange", () => this.poll());
  }

  // What is on the screen ---------------------------------------------------------------------------------------------

  draw() {
    const { state } = this;
    const keep = this.editor?.node.contains(document.activeElement) ? document.activeElement : null;
    const scroll = $("entry").scrollTop;
    fill($("fields"), drawFields(this));
    fill($("finish"), drawFinish(this));
    $("entry").scrollTop = scroll;
    keep?.focus({ preventScroll: true });
    fill($("headline"), bdi(state.headline));
    document.title = `${state.headline.slice(0, 80)} · extractor`;
    $("status").textContent = { draft: "to do", in_review: "in review" }[state.status] ?? state.status;
    $("status").className = `chip ${state.status}`;
    fill($("claimed"), state.claimed_by && !this.closed ? (state.claimed_by === state.me ? "yours" : [bdi(state.claimed_by), " reviews this"]) : null);
    const { decided, total } = state.progress;
    $("progress").setAttribute("aria-valuemax", total);
    $("progress").setAttribute("aria-valuenow", decided);
    $("progress").querySelector("i").style.width = `${total ? (100 * decided) / total : 100}%`;
    $("progress").querySelector("span").textContent = `${decided} of ${total}`;
    this.button("undo").disabled = !state.can_undo || this.closed;
    this.button("redo").disabled = !state.can_redo || this.closed;
    this.button("undo").title = state.can_undo ? `Undo ${state.can_undo} (u)` : "Nothing to undo";
    this.button("redo").title = state.can_redo ? `Redo ${state.can_redo} (r)` : "Nothing to redo";
    this.button("doubtful").setAttribute("aria-pressed", String(this.doubtfulFirst));
    this.button("claims").setAttribute("aria-pressed", String(this.showClaims));
    this.button("approve").disabled = this.closed;
    this.light();
  }

  button(name) { return document.querySelector(`.tools [data-do="${name}"]`); }

  items() { return [...document.querySelectorAll("#fields .value")].map((node) => node.dataset.id); }

  fieldOf(id) { return this.state.fields.find((field) => id === field.pointer || id?.startsWith(`${field.pointer}/`)); }

  slotOf(id) { return this.fieldOf(id)?.slots.find((slot) => slot.id === id) ?? null; }

  firstOpen(after = null) {
    const items = this.items();
    const at = items.indexOf(after);
    return [...items.slice(at + 1), ...items.slice(0, Math.max(0, at))].find((id) => this.slotOf(id)?.open) ?? null;
  }

  activate(id, focus = false) {
    if (!this.items().includes(id)) id = this.items().find((each) => each === id || each.startsWith(`${id}/`)) ?? this.items()[0];
    if (id !== this.active) this.picking = false;
    this.active = id;
    this.draw();
    const node = document.querySelector(`#fields .value[data-id="${CSS.escape(id)}"]`);
    if (focus) node?.focus({ preventScroll: true });
    if (node) keepInView(node, $("entry"));
    const first = this.slotOf(id)?.evidence[0] ?? this.fieldOf(id)?.slots[0]?.evidence[0];
    if (first) this.report.scrollTo(first);
  }

  light() {
    const field = this.fieldOf(this.active), slot = this.slotOf(this.active);
    if (field) this.report.light(slot?.evidence ?? [], field.slots.filter((each) => each.stands).flatMap((each) => each.evidence));
  }

  show(span) { this.report.scrollTo(span); this.report.flash(span); }

  flash(span) { this.report.flash(span); }
}

export function keepInView(node, pane) {
  const box = node.getBoundingClientRect(), frame = pane.getBoundingClientRect();
  if (box.top < frame.top + 8) pane.scrollTop += box.top - frame.top - 40;
  else if (box.bottom > frame.bottom - 8) pane.scrollTop += Math.min(box.bottom - frame.bottom + 24, box.top - frame.top - 40);
}
