// A combobox (ARIA 1.2 pattern): a text box with a list of values under it, searched by the program as one types.
import { bdi, el, fill } from "/static/dom.js";
import { get } from "/static/server.js";

let serial = 0;

export class Combobox {
  constructor({ field, label, draft, value, describedBy }) {
    const id = `combo-${(serial += 1)}`;
    this.field = field;
    this.draft = draft;
    this.at = -1;
    this.found = [];
    this.list = el("ul", { id, role: "listbox", "aria-label": `Values for ${label}`, hidden: true });
    this.input = el("input", {
      type: "text", role: "combobox", "aria-label": label, "aria-autocomplete": "list", "aria-expanded": "false",
      "aria-controls": id, "aria-describedby": describedBy, autocomplete: "off", spellcheck: "false", dir: "auto",
      maxlength: 2000,
    });
    this.input.value = value ?? "";
    this.count = el("span", { class: "unseen", role: "status" });
    this.node = el("div", { class: "combobox" }, this.input, this.list, this.count);
    this.input.addEventListener("input", () => { this.at = -1; this.search(); });
    this.input.addEventListener("keydown", (event) => this.pressed(event));
    this.input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.list.addEventListener("mousedown", (event) => {
      const option = event.target.closest("[role=option]");
      if (!option) return;
      event.preventDefault();
      this.choose(Number(option.dataset.at));
    });
  }

  async search() {
    const typed = this.input.value;
    const answer = await get(`/api/vocabulary/${encodeURIComponent(this.field)}?q=${encodeURIComponent(typed.slice(0, 200))}&draft=${this.draft}`);
    if (!answer.ok || typed !== this.input.value) return;
    this.found = answer.data.found;
    this.at = -1;
    this.typed = typed;
    fill(this.list, this.found.map((each, at) =>
      el("li", { role: "option", id: `${this.list.id}-${at}`, "data-at": at, "aria-selected": "false", class: each.near ? "near" : "" },
        bdi(words(each.value)), each.about ? el("small", {}, bdi(each.about)) : null)));
    this.input.removeAttribute("aria-activedescendant");
    const near = this.found.length > 0 && this.found[0].near;
    this.count.textContent = this.found.length ? `${this.found.length} ${near ? "that look like it" : "found"}` : "none found";
    if (near) this.list.prepend(el("li", { role: "presentation", class: "hint" }, "Not a term; these look like it:"));
    if (document.activeElement === this.input && this.found.length) this.open(); else this.close();
  }

  open() { this.list.hidden = false; this.input.setAttribute("aria-expanded", "true"); }

  close() { this.list.hidden = true; this.input.setAttribute("aria-expanded", "false"); }

  pressed(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const by = event.key === "ArrowDown" ? 1 : -1;
      // A list that was made for other words than those typed by now is not one to choose from.
      if (this.list.hidden || this.typed !== this.input.value) this.search().then(() => this.move(by));
      else this.move(by);
    } else if (event.key === "Enter" && !this.list.hidden && this.at >= 0) {
      event.preventDefault();
      event.stopPropagation();
      this.choose(this.at);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    }
  }

  move(by) {
    const count = this.found.length;
    if (!count || this.typed !== this.input.value) return;
    this.at = this.at < 0 && by < 0 ? count - 1 : (this.at + by + count) % count;
    for (const option of this.list.querySelectorAll("[role=option]")) {
      const here = Number(option.dataset.at) === this.at;
      option.setAttribute("aria-selected", String(here));
      if (here) {
        this.input.setAttribute("aria-activedescendant", option.id);
        option.scrollIntoView({ block: "nearest" });
      }
    }
  }

  choose(at) {
    const chosen = this.found[at];
    if (!chosen) return;
    const typed = this.input.value;
    this.input.value = words(chosen.value);
    this.close();
    this.onChoose?.(chosen.value, typed);
  }
}

const words = (value) => (typeof value === "object" ? value.title : value);
