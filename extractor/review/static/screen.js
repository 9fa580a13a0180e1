// The review screen: one draft, its report on the left, its entry on the right, every action by key and by button.
import { announce, bdi, el, fill, toast } from "/static/dom.js";
import { get, post, said } from "/static/server.js";
import { helpDialog, listen, question, typing } from "/static/keys.js";
import { moveSelection, ReportView } from "/static/report.js";
import { Editor, short } from "/static/editor.js";
import { drawFields, drawFinish, historyLine, spansOf } from "/static/fields.js";
import { drawClaims } from "/static/claims.js";
import { TABLE } from "/static/actions.js";

const POLL = 3000;
const $ = (id) => document.getElementById(id);

class Screen {
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

  // Acting ------------------------------------------------------------------------------------------------------------

  async apply(answer) {
    const before = new Set(spansOf(this.state).map((each) => `${each.report}:${each.start}-${each.end}`));
    // A decision is answered with the fields it touched; the others stay as they are.
    const told = new Map(answer.state.fields.map((field) => [field.pointer, field]));
    const fields = this.state.fields.map((field) => told.get(field.pointer) ?? field);
    this.state = { ...answer.state, fields, claims: this.claims, changed: new Set(answer.others?.map((each) => this.fieldOf(each.pointer)?.pointer)) };
    for (const other of answer.others ?? []) toast(`${other.who} ${other.told} ${other.field}${other.to ? ` “${short(other.to, 60)}”` : ""}`);
    const fresh = spansOf(this.state).filter((each) => !before.has(`${each.report}:${each.start}-${each.end}`) && !this.report.knows(each));
    if (fresh.length) this.report.cutAgain(fresh).then(() => this.report.drawMap(spansOf(this.state)));
    this.report.drawMap(spansOf(this.state));
  }

  // One decision. then: where to go afterwards, {stay: true} to stay on the value.
  decide(action, pointer, more = {}, then = {}) {
    const run = async () => {
      const body = { version: this.state.version, action, pointer, ...more };
      const began = performance.now();
      const answer = await post(`/api/drafts/${this.id}/decisions`, body);
      document.body.dataset.answered = String(Math.round(performance.now() - began));
      if (answer.status === 409) return this.conflict(answer.data.error, { action, pointer, more: { ...more }, then });
      if (!answer.ok) {
        if (this.editor) {
          this.editor.refuse(answer.data.error);
          keepInView(this.editor.node, $("entry"));
        } else toast(said(answer), "error");
        return false;
      }
      if (["edit", "add", "pick", "evidence"].includes(action)) this.closeEditor(false);
      await this.apply(answer.data);
      this.picking = false;
      const here = answer.data.pointer;
      this.say(action, here);
      if (then.stay) this.activate(here, true); else this.goOn(this.items().includes(here) ? here : pointer);
      document.body.dataset.acknowledged = String(Math.round(performance.now() - began));
      return true;
    };
    this.waiting = this.waiting.then(run, run);
    return this.waiting;
  }

  say(action, id) {
    const slot = this.slotOf(id), field = this.fieldOf(id);
    const done = { accept: "Accepted", accept_field: "Accepted all of", reject: "Rejected", edit: "Changed", add: "Added to", pick: "Picked for", evidence: "New evidence for", role: "Role settled for", note: "Noted on" }[action];
    announce(`${done} ${field?.label ?? ""} ${slot?.words ?? ""}. ${this.state.progress.decided} of ${this.state.progress.total} decided.`);
  }

  // After a decision: the next undecided value; after the last one, the approval.
  goOn(from) {
    const next = this.firstOpen(from);
    if (next) { this.activate(next, true); return; }
    this.activate(from);
    this.toFinish();
  }

  toFinish() {
    this.showBlockers = true;
    this.draw();
    $("finish").scrollIntoView({ block: "end" });
    ($("approve-here") ?? $("finish").querySelector("a, button") ?? $("finish")).focus({ preventScroll: true });
  }

  async step(action) {
    const run = async () => {
      const answer = await post(`/api/drafts/${this.id}/${action}`);
      if (!answer.ok) { toast(said(answer)); return; }
      this.closeEditor(false);
      await this.apply(answer.data);
      this.draw();
      this.activate(answer.data.pointer, true);
      announce(action === "undo" ? "Undone." : "Done again.");
    };
    this.waiting = this.waiting.then(run, run);
    return this.waiting;
  }

  async status(action, more = {}) {
    const answer = await post(`/api/drafts/${this.id}/status`, { action, version: this.state.version, ...more });
    if (answer.status === 409) return this.conflict(answer.data.error, null);
    if (!answer.ok) {
      toast(said(answer), "error");
      if (answer.data.error?.blockers?.length) {
        this.state.blockers = answer.data.error.blockers;
        this.toFinish();
        document.querySelector("#finish .blockers button")?.focus();
      }
      return false;
    }
    await this.apply(answer.data);
    this.draw();
    return true;
  }

  async conflict(error, mine) {
    const fresh = await get(`/api/drafts/${this.id}`);
    if (fresh.ok) await this.apply({ state: fresh.data, others: [] });
    const changes = error.changes ?? [];
    this.state.changed = new Set(changes.map((each) => this.fieldOf(each.pointer)?.pointer));
    this.draw();
    const words = mine?.more.value?.title ?? mine?.more.value ?? this.slotOf(mine?.pointer)?.words ?? "";
    const yours = mine ? `${{ accept: "accept", reject: "reject", edit: "change to", add: "add", pick: "pick" }[mine.action] ?? mine.action} ${words ? `“${short(String(words), 80)}”` : ""}` : null;
    const chosen = await question("Somebody was quicker", el("div", {},
      el("p", {}, "Since you last saw this draft:"),
      el("ul", { class: "history" }, changes.map((each) => el("li", {}, each.field ? el("b", {}, `${each.field}: `) : null, historyLine(each)))),
      mine ? el("p", {}, "You wanted to ", el("b", {}, yours), ". Nothing of yours was saved yet.") : null),
      mine ? [["theirs", "Keep theirs", "primary"], ["mine", "Make my change all the same"]] : [["theirs", "Look again", "primary"]]);
    if (mine && chosen === "mine") {
      // Decisions wait for one another, and this one is still being dealt with: the next begins when it is done.
      setTimeout(() => this.decide(mine.action, mine.pointer, mine.more, mine.then));
      return false;
    }
    this.closeEditor(true);
    this.activate(mine?.pointer ?? this.active, true);
    return false;
  }

  async poll() {
    if (document.hidden || this.polling || document.querySelector("dialog[open]")) return;
    this.polling = true;
    const answer = await get(`/api/drafts/${this.id}/changes?since=${this.state.version}`);
    if (answer.ok && answer.data.version > this.state.version) {
      const fresh = await get(`/api/drafts/${this.id}`);
      if (fresh.ok && fresh.data.version > this.state.version) {
        await this.apply({ state: fresh.data, others: answer.data.changes });
        const focused = document.activeElement?.closest?.(".value")?.dataset.id;
        this.draw();
        if (focused && !this.editor) document.querySelector(`#fields .value[data-id="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
      }
    }
    this.polling = false;
  }

  // Writing a value ---------------------------------------------------------------------------------------------------

  openEditor(field, slot, selection = null) {
    this.closeEditor(false);
    this.editor = new Editor({
      field, slot, draft: this.id, version: this.state.version,
      onSave: (editor, value) => this.saveEditor(editor, value),
      onCancel: () => this.closeEditor(true),
      onEvidenceOnly: (editor) => this.decide("evidence", slot.id, { evidence: editor.evidence }, { stay: true }),
    });
    this.active = slot?.id ?? this.active;
    if (selection) this.editor.take(selection);
    this.draw();
    keepInView(this.editor.node, $("entry"));
  }

  saveEditor(editor, value) {
    const { field, slot } = editor;
    const action = slot ? "edit" : "add";
    const more = { value, evidence: editor.evidence, typed: editor.typed };
    const seen = editor.version;
    // What counts is what the editor saw when beginning to write, not what a poll brought in since.
    if (seen < this.state.version) this.state.version = seen;
    return this.decide(action, slot?.id ?? field.pointer, more);
  }

  closeEditor(redraw) {
    if (!this.editor) return;
    this.editor = null;
    this.selected = null;
    if (redraw) { this.draw(); this.activate(this.active, true); }
  }

  add(field) {
    if (this.closed) return;
    const single = field.many ? null : field.slots[0] ?? null;
    if (!this.fieldOf(this.active) || this.fieldOf(this.active).pointer !== field.pointer) this.active = field.slots[0]?.id ?? field.pointer;
    this.openEditor(field, single?.value === null ? null : single);
    this.editor.focus();
  }

  pick(field, candidate) {
    const slot = this.slotOf(this.active);
    const target = field.many ? field.pointer : slot?.id ?? field.pointer;
    return this.decide("pick", target, { value: candidate.value }, { stay: Boolean(slot?.open) });
  }

  selectedInReport(selection) {
    this.selected = selection;
    if (!selection || this.closed || selection.quote.length < 2) return;
    const field = this.fieldOf(this.active);
    if (!field) return;
    if (this.editor && this.editor.field.pointer === field.pointer) { this.editor.take(selection); return; }
    const slot = field.many ? this.slotOf(this.active) : field.slots[0] ?? null;
    this.openEditor(field, field.many ? null : slot?.value === null ? null : slot, selection);
    if (field.many && slot?.value) this.editor.evidenceOnly.hidden = false;
    if (field.many && slot) {
      fill(this.editor.evidenceOnly, "As words for “", bdi(short(slot.words, 30)), "” ", el("kbd", {}, "w"));
      this.editor.onEvidenceOnly = (editor) => this.decide("evidence", slot.id, { evidence: editor.evidence }, { stay: true });
    }
    announce(`Selected for ${field.label}: ${short(selection.quote, 80)}. Enter saves, Escape lets go.`);
  }

  pickedInReport(keys) {
    const ids = this.state.fields.flatMap((field) => field.slots).filter((slot) =>
      slot.evidence.some((each) => keys.includes(`${each.report}:${each.start}-${each.end}`))).map((slot) => slot.id);
    if (!ids.length) return;
    const at = ids.indexOf(this.active);
    this.activate(ids[(at + 1) % ids.length], true);
  }

  // On a narrow screen the claims lie over the report, so they make way for what they show.
  showClaim(span) {
    if (matchMedia("(max-width: 1100px)").matches) this.toggleClaims();
    this.flash(span);
  }

  toggleClaims() {
    this.showClaims = !this.showClaims;
    $("claims").hidden = !this.showClaims;
    document.body.classList.toggle("with-claims", this.showClaims);
    if (this.showClaims) { drawClaims($("claims"), this.claims, (span) => this.showClaim(span), () => this.toggleClaims()); $("claims").querySelector("button").focus(); }
    else this.activate(this.active, true);
    this.button("claims").setAttribute("aria-pressed", String(this.showClaims));
  }

  act(does, event) {
    const handler = ACTIONS[does];
    return handler ? handler(this, event) : false;
  }
}

function keepInView(node, pane) {
  const box = node.getBoundingClientRect(), frame = pane.getBoundingClientRect();
  if (box.top < frame.top + 8) pane.scrollTop += box.top - frame.top - 40;
  else if (box.bottom > frame.bottom - 8) pane.scrollTop += Math.min(box.bottom - frame.bottom + 24, box.top - frame.top - 40);
}

const move = (screen, by) => {
  const items = screen.items();
  screen.activate(items[Math.min(items.length - 1, Math.max(0, items.indexOf(screen.active) + by))], true);
};
const onSlot = (screen, then) => {
  const slot = screen.slotOf(screen.active);
  if (screen.closed) { toast("Reopen the entry to change it (o)."); return undefined; }
  return slot ? then(slot) : toast("There is no value here: add one (i).");
};

const ACTIONS = {
  next_item: (s) => move(s, 1),
  previous_item: (s) => move(s, -1),
  next_open: (s) => { const id = s.firstOpen(s.active); if (id) s.activate(id, true); else s.toFinish(); },
  doubtful: (s) => {
    s.doubtfulFirst = !s.doubtfulFirst;
    s.draw();
    s.activate((s.doubtfulFirst && s.firstOpen()) || s.active, true);
    announce(s.doubtfulFirst ? "Doubtful fields first." : "Databank order.");
  },
  accept: (s) => onSlot(s, (slot) => s.decide("accept", slot.id)),
  accept_field: (s) => onSlot(s, () => s.decide("accept_field", s.fieldOf(s.active).pointer)),
  reject: (s) => onSlot(s, (slot) => s.decide("reject", slot.id)),
  edit: (s) => {
    if (s.closed) return onSlot(s);
    const slot = s.slotOf(s.active);
    if (!slot) { s.add(s.fieldOf(s.active)); return undefined; }
    s.openEditor(s.fieldOf(s.active), slot);
    s.editor.focus();
    return undefined;
  },
  add: (s) => { const field = s.fieldOf(s.active); if (field) s.add(field); },
  pick: (s) => { s.picking = !s.picking; s.draw(); s.activate(s.active, true); s.picking = true; s.draw(); focusActive(s); },
  use_selection: (s) => {
    const selection = s.report.selection() ?? s.selected;
    if (!selection) { toast("Select words of the report first (mouse, or t)."); return; }
    s.selectedInReport(selection);
    s.editor?.focus(false);
  },
  evidence_only: (s) => { if (s.editor && !s.editor.evidenceOnly.hidden) s.editor.evidenceOnly.click(); else ACTIONS.use_selection(s); },
  settle: (s) => onSlot(s, (slot) => {
    if (!slot.role) { toast("Only operators and developers have a role to settle."); return; }
    const order = ["asserted", "contested", "denied"];
    s.decide("role", slot.id, { value: order[(order.indexOf(slot.role.status) + 1) % 3] }, { stay: true });
  }),
  enter: (s, event) => {
    if (s.editor && !s.editor.node.contains(event.target)) { s.editor.save(); return undefined; }
    if ($("report-text").contains(document.activeElement) || document.activeElement === $("report-text")) return ACTIONS.use_selection(s);
    return event.target.closest?.(".value") ? ACTIONS.edit(s) : false;
  },
  escape: (s) => {
    if (s.editor) s.closeEditor(true);
    else if (s.showClaims) s.toggleClaims();
    else { s.picking = false; getSelection().removeAllRanges(); s.activate(s.active, true); }
  },
  text: (s) => {
    $("report-text").focus({ preventScroll: true });
    moveSelection("ArrowRight", false, $("report-text"));
    announce("Text: arrows move by word and line, Shift stretches, Enter uses the words, Escape goes back.");
  },
  text_move: (s, event) => {
    if (document.activeElement !== $("report-text")) return event.key.startsWith("Arrow") && /Up|Down/.test(event.key) && !event.shiftKey ? move(s, event.key === "ArrowDown" ? 1 : -1) : false;
    moveSelection(event.key, event.shiftKey, $("report-text"));
    s.selected = s.report.selection();
    return undefined;
  },
  next_evidence: (s) => cycle(s, 1),
  previous_evidence: (s) => cycle(s, -1),
  undo: (s) => { s.step("undo"); },
  redo: (s) => { s.step("redo"); },
  history: (s) => { s.showHistory = !s.showHistory; s.draw(); focusActive(s); },
  note: async (s) => {
    const box = el("textarea", { rows: 4, "aria-label": "Note", maxlength: 4000 });
    const field = s.fieldOf(s.active);
    const chosen = await question(`Note on ${field.label}`, el("div", {}, box), [["save", "Save (Ctrl+Enter)", "primary"], ["", "Cancel"]]);
    if (chosen && box.value.trim()) s.decide("note", s.active, { note: box.value.trim() }, { stay: true });
  },
  claims: (s) => s.toggleClaims(),
  blockers: (s) => s.toFinish(),
  approve: async (s) => {
    if (s.closed) return;
    await s.waiting;
    if (await s.status("approve")) {
      s.toFinish();
      toast("Approved. The entry can be exported now.");
    }
  },
  reject_draft: async (s) => {
    if (s.closed) return;
    const box = el("input", { type: "text", "aria-label": "Why (may be left out)", maxlength: 4000 });
    const chosen = await question("Reject the whole draft?", el("div", {}, el("p", {}, "It stays in the databank and can be reopened."), el("label", {}, "Why ", box)), [["yes", "Reject the draft", "danger"], ["", "Cancel"]]);
    if (chosen && await s.status("reject_draft", { note: box.value.trim() || null })) s.toFinish();
  },
  reopen: async (s) => {
    if (!s.closed) return;
    if (await s.status("reopen")) { s.activate(s.active, true); toast("Reopened."); }
  },
  claim: async (s) => {
    if (s.closed) { toast("Reopen the entry first (o)."); return; }
    const mine = s.state.claimed_by === s.state.me;
    if (await s.status(mine ? "release" : "claim")) { focusActive(s); toast(mine ? "Released." : "Claimed: it is yours."); }
  },
  more_text: () => { const more = document.querySelector("#report-text .rest button"); if (more) more.click(); else toast("All of the report is shown."); },
  release: async (s) => { if (await s.status("release")) location.assign("/"); },
  next: async (s) => {
    const answer = await get(`/api/next?after=${s.id}`);
    if (answer.ok && answer.data.id) location.assign(`/drafts/${answer.data.id}`);
    else { toast("No other draft waits."); }
  },
  queue: () => location.assign("/"),
  export: (s) => {
    if (s.state.status !== "approved") { toast("The entry is exported once it is approved (Shift A)."); return; }
    s.toFinish();
    document.querySelector("#finish .downloads a")?.focus();
  },
  help: () => helpDialog(TABLE, "Keys"),
  digit: (s, event) => {
    const field = s.fieldOf(s.active);
    const candidate = s.picking ? field?.candidates[Number(event.key) - 1] : null;
    return candidate ? void s.pick(field, candidate) : false;
  },
};

function cycle(screen, by) {
  const evidence = screen.slotOf(screen.active)?.evidence ?? [];
  if (!evidence.length) return;
  screen.at = ((screen.at ?? -1) + by + evidence.length) % evidence.length;
  screen.show(evidence[screen.at]);
}

function focusActive(screen) {
  document.querySelector(`#fields .value[data-id="${CSS.escape(screen.active)}"]`)?.focus({ preventScroll: true });
}

const screen = new Screen($("main"));
document.addEventListener("click", (event) => {
  const does = event.target.closest(".tools [data-do]")?.dataset.do;
  if (does) { screen.act(does, event); return; }
  const value = event.target.closest("#fields .value");
  if (value && !event.target.closest("button, a, input, textarea, form") && value.dataset.id !== screen.active && getSelection().isCollapsed)
    screen.activate(value.dataset.id, true);
});
// Tab into a value by any means makes it the active one.
document.addEventListener("focusin", (event) => {
  const value = event.target.classList?.contains("value") ? event.target.dataset.id : null;
  if (value && value !== screen.active && !typing(event.target)) screen.activate(value, true);
});
listen(TABLE, (does, event) => screen.act(does, event));
screen.start();
