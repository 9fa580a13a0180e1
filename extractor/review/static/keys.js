// Keys: one table, from which both the behaviour and the help are made.
import { el, fill } from "/static/dom.js";

const STORED = "extractor-single-keys";

export function singleKeysOn() {
  try { return localStorage.getItem(STORED) !== "off"; } catch { return true; }
}

function setSingleKeys(on) {
  try { localStorage.setItem(STORED, on ? "on" : "off"); } catch { /* private window: lasts as long as the page */ }
}

// The name of a key press: "a", "A" (with Shift), "Control+Shift+z", "Shift+ArrowDown", "?".
export function nameOf(event) {
  if (event.isComposing || event.altKey) return "";
  const control = event.ctrlKey || event.metaKey;
  const letter = /^[a-z]$/i.test(event.key);
  const parts = [];
  if (control) parts.push("Control");
  if (event.shiftKey && (letter ? control : event.key.length > 1)) parts.push("Shift");
  parts.push(letter ? (event.shiftKey && !control ? event.key.toUpperCase() : event.key.toLowerCase()) : event.key);
  return parts.join("+");
}

export function typing(target) {
  return target instanceof HTMLElement &&
    (target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName) ||
      (target.tagName === "INPUT" && !/^(checkbox|radio|button)$/.test(target.type)));
}

// table: [{keys: ["a"], does: "accept", about: "Accept the value", group: "Decide", show: "a"}]
export function listen(table, act) {
  const byKey = new Map(table.flatMap((row) => row.keys.map((key) => [key, row])));
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
    const name = nameOf(event);
    const row = byKey.get(name);
    if (!row || (typing(event.target) && !row.whileTyping)) return;
    const single = !name.startsWith("Control") && name.length === 1;
    if (single && !singleKeysOn() && name !== "?") return;
    // Enter and the arrows keep their meaning on buttons and links.
    if (/^(Enter|ArrowLeft|ArrowRight)$/.test(name) && event.target.closest?.("a, button, summary")) return;
    if (act(row.does, event) !== false) event.preventDefault();
  });
}

export function helpDialog(table, title) {
  const groups = Map.groupBy ? Map.groupBy(table, (row) => row.group) : grouped(table);
  const box = el("input", { type: "checkbox", id: "single-keys" });
  box.checked = singleKeysOn();
  box.addEventListener("change", () => setSingleKeys(box.checked));
  const dialog = el("dialog", { class: "help", "aria-labelledby": "help-title" },
    el("h2", { id: "help-title", tabindex: "-1", autofocus: true }, title),
    el("div", { class: "key-groups" }, [...groups].filter(([group]) => group).map(([group, rows]) =>
      el("section", {}, el("h3", {}, group), el("dl", {}, rows.map((row) =>
        el("div", {}, el("dt", {}, keyCaps(row.show ?? row.keys[0])), el("dd", {}, row.about))))))),
    el("p", {}, el("label", {}, box, " Single letters act as keys (switch off if they are in your way; every action also has a button)")),
    el("p", { class: "muted" }, "A screen reader’s own keys come first in its browse mode; in focus mode these work."),
    el("form", { method: "dialog" }, el("button", { class: "primary" }, "Close")));
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
}

export function keyCaps(text) {
  return text.split(" ").map((key) => (key === "or" ? " or " : el("kbd", {}, key)));
}

function grouped(table) {
  const groups = new Map();
  for (const row of table) groups.set(row.group, [...(groups.get(row.group) ?? []), row]);
  return groups;
}

// A question with buttons: resolves to the chosen answer's value, or to null when it is dismissed. content: an element.
// Enter in its box (Ctrl+Enter in one of several lines) gives the first answer.
export function question(title, content, answers) {
  return new Promise((resolve) => {
    const form = el("form", { method: "dialog", class: "answers" }, answers.map(([value, words, kind]) =>
      el("button", { value, class: kind ?? "" }, words)));
    const dialog = el("dialog", { class: "question", "aria-labelledby": "question-title" },
      el("h2", { id: "question-title" }, title), content, form);
    const before = document.activeElement;
    dialog.addEventListener("close", () => {
      dialog.remove();
      before?.focus?.();
      resolve(dialog.returnValue || null);
    });
    document.body.append(dialog);
    dialog.showModal();
    const box = content.querySelector("input, textarea");
    box?.addEventListener("keydown", (event) => {
      const sends = event.key === "Enter" && (box.tagName === "INPUT" || event.ctrlKey || event.metaKey);
      if (!sends) return;
      event.preventDefault();
      form.querySelector("button").click();
    });
    (box ?? form.querySelector("button")).focus();
  });
}

export { fill };
