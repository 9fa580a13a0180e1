// What each action of the review does; the keys that call them are in actions.js.
import { announce, el, toast } from "/static/dom.js";
import { get } from "/static/server.js";
import { helpDialog, question } from "/static/keys.js";
import { moveSelection } from "/static/report.js";
import { TABLE } from "/static/actions.js";

const $ = (id) => document.getElementById(id);

const move = (screen, by) => {
  const items = screen.items();
  screen.activate(items[Math.min(items.length - 1, Math.max(0, items.indexOf(screen.active) + by))], true);
};
const onSlot = (screen, then) => {
  const slot = screen.slotOf(screen.active);
  if (screen.closed) { toast("Reopen the entry to change it (o)."); return undefined; }
  return slot ? then(slot) : toast("There is no value here: add one (i).");
};

export const ACTIONS = {
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
