// The review screen: one draft, its report on the left, its entry on the right, every action by key and by button.
import { announce, bdi, el, fill, toast } from "/static/dom.js";
import { get, post, said } from "/static/server.js";
import { listen, question, typing } from "/static/keys.js";
import { Editor, short } from "/static/editor.js";
import { historyLine, spansOf } from "/static/fields.js";
import { drawClaims } from "/static/claims.js";
import { TABLE } from "/static/actions.js";
import { $, Board, keepInView } from "/static/board.js";
import { ACTIONS } from "/static/deeds.js";

class Screen extends Board {
  // Acting ------------------------------------------------------------------------------------------------------------

  async apply(answer) {
    const before = new Set(spansOf(this.state).map((each) => `${each.report}:${each.start}-${each.end}`));
    // A decision is answered with the fields it touched; the others stay as they are.
    const told = new Map(answer.state.fields.map((field) => [field.pointer, field]));
    const fields = this.state.fields.map((field) => told.get(field.pointer) ?? field);
    this.state = { ...answer.state, fields, claims: this.claims, changed: new Set(answer.others?.map((each) => this.fieldOf(each.pointer)?.pointer)) };
    for (const other of answer.others ?? []) toast(`${other.who} ${other.told} ${other.field}${other.to ? ` “${short(other.to, 60)}”` : ""}`);
    const fresh = spansOf(this.state).filter((each) => !before.has(`${each.report}:${each.start}-${each.end}`) && !this.report.knows(each));
    if (fresh.length) this.report.cutAgain(fresh);
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
