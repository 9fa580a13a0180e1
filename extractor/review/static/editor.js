// The place where a value is written: one kind for each kind of field. It outlives redrawing, so nothing typed is lost.
import { bdi, el, fill } from "/static/dom.js";
import { Combobox } from "/static/combobox.js";

let serial = 0;

export class Editor {
  // field: as the screen's state has it. slot: the value to change, null to add one. version: what the editor saw.
  constructor({ field, slot, draft, version, onSave, onCancel, onEvidenceOnly }) {
    Object.assign(this, { field, slot, version, onSave, onCancel, onEvidenceOnly, evidence: [], typed: null });
    const id = `editor-${(serial += 1)}`;
    const label = slot ? `${field.label}: change the value` : `${field.label}: new value`;
    this.hint = el("p", { class: "hint", id: `${id}-hint` }, hintOf(field));
    this.error = el("div", { class: "error", role: "alert", id: `${id}-error` });
    this.selected = el("div", { class: "selected" });
    const value = slot?.value;
    if (field.kind === "term" || field.kind === "name") {
      this.combo = new Combobox({ field: field.name, label, draft, value, describedBy: `${id}-hint ${id}-error` });
      this.combo.onChoose = (chosen, typed) => { this.typed = this.typed ?? typed; this.save(); };
      this.input = this.combo.input;
    } else if (field.kind === "long") {
      this.input = el("textarea", { rows: 6, "aria-label": label, "aria-describedby": `${id}-hint ${id}-error`, dir: "auto", maxlength: 20000 });
    } else {
      this.input = el("input", { type: "text", "aria-label": field.kind === "link" ? `${label}, title` : label, "aria-describedby": `${id}-hint ${id}-error`, dir: "auto", autocomplete: "off", maxlength: 20000 });
    }
    if (field.kind === "link") {
      this.address = el("input", { type: "url", "aria-label": `${label}, address`, placeholder: "https://", autocomplete: "off", maxlength: 2000 });
      this.input.placeholder = "Title";
      this.address.value = value?.url ?? "";
    }
    if (!this.combo) this.input.value = field.kind === "link" ? value?.title ?? "" : value ?? "";
    this.evidenceOnly = el("button", { type: "button", hidden: true, onclick: () => this.onEvidenceOnly(this) });
    this.node = el("form", { class: "editor", novalidate: true },
      this.selected, this.combo?.node ?? this.input, this.address, this.hint, this.error,
      el("div", { class: "actions" },
        el("button", { type: "submit", class: "primary" }, "Save ", el("kbd", {}, field.kind === "long" ? "Ctrl Enter" : "Enter")),
        this.evidenceOnly,
        el("button", { type: "button", class: "quiet", onclick: () => this.onCancel(this) }, "Cancel ", el("kbd", {}, "Esc"))));
    this.node.addEventListener("submit", (event) => { event.preventDefault(); this.save(); });
    this.node.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); this.onCancel(this); }
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); this.save(); }
    });
  }

  // Fill in words that were selected in the report, and keep them as the value's evidence.
  take(selection) {
    this.evidence = [{ report: selection.report, start: selection.start, end: selection.end }];
    fill(this.selected, "Supported by ", el("q", {}, bdi(short(selection.quote))));
    const dated = this.field.kind === "date" ? selection.quote.match(/\d{4}(-\d{2}){0,2}/)?.[0] : null;
    const kept = this.field.kind === "date" ? dated ?? this.input.value : selection.quote;
    if (this.field.kind === "term") { this.input.value = short(selection.quote, 80); this.combo.search(); }
    else this.input.value = kept.replace(/\s+/g, " ");
    if (this.slot?.value !== null && this.slot !== null) {
      fill(this.evidenceOnly, "Keep the value, with these words ", el("kbd", {}, "w"));
      this.evidenceOnly.hidden = false;
    }
  }

  focus(selectAll = true) {
    this.input.focus();
    if (selectAll) this.input.select?.();
    if (this.combo && (!this.slot || this.evidence.length)) this.combo.search();
  }

  value() {
    return this.field.kind === "link" ? { title: this.input.value, url: this.address.value || null } : this.input.value;
  }

  save() { this.onSave(this, this.value()); }

  refuse(error) {
    if (this.field.kind === "term") this.typed = this.typed ?? this.input.value;
    this.input.setAttribute("aria-invalid", "true");
    fill(this.error, el("p", {}, bdi([error.message, error.way_out].filter(Boolean).join(" "))),
      error.nearest?.length ? el("div", { class: "nearest" }, "Nearest: ", error.nearest.map((term) =>
        el("button", { type: "button", onclick: () => { this.input.value = term; this.save(); } }, bdi(term)))) : null);
    this.combo?.close();
    this.input.focus();
  }
}

export const short = (text, most = 120) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

function hintOf(field) {
  if (field.kind === "term") return "A term of the databank: type to search terms and other names for them.";
  if (field.kind === "date") return "2021, 2021-03 or 2021-03-12: as precise as the source, never more.";
  if (field.kind === "long") return "In your own words; a blank line parts paragraphs.";
  if (field.kind === "link") return "Title and web address of the work.";
  return field.help;
}
