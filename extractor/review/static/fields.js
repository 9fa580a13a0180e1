// Drawing the entry: fields in databank order (or the doubtful first), each value with its state, doubt and evidence.
import { ago, bdi, el } from "/static/dom.js";
import { keyCaps } from "/static/keys.js";
import { nameOf } from "/static/report.js";
import { short } from "/static/editor.js";

const SIGNS = { undecided: "", accepted: "✓", edited: "✎", added: "+", rejected: "✕" };

export function sorted(fields, doubtfulFirst) {
  if (!doubtfulFirst) return fields;
  const doubt = (field) => Math.min(2, ...field.slots.filter((slot) => slot.open).map((slot) =>
    (slot.role?.status === "contested" ? 0 : slot.confidence ?? 0.5)));
  return [...fields].sort((a, b) => doubt(a) - doubt(b));
}

export function drawFields(screen) {
  return sorted(screen.state.fields, screen.doubtfulFirst).map((field) => drawField(screen, field));
}

function drawField(screen, field) {
  const editor = screen.editor?.field.pointer === field.pointer ? screen.editor : null;
  const values = field.slots.map((slot, at) => drawValue(screen, field, slot, at, editor));
  const standing = field.slots.some((slot) => slot.stands);
  const active = screen.active === field.pointer;
  const rows = field.slots.length && (field.many || standing || field.slots.some((slot) => slot.history)) ? values : [];
  const showEmpty = !rows.length;
  return el("section", { class: "field", "data-field": field.pointer, "aria-label": field.label },
    el("header", {},
      el("h3", { title: field.help }, field.label),
      screen.state.changed?.has(field.pointer) ? el("span", { class: "others" }, "just changed by somebody else") : null,
      field.many ? el("button", { type: "button", class: "add quiet", "aria-label": `Add a value to ${field.label}`, tabindex: "-1",
        onclick: () => screen.add(field) }, "+ Add") : null),
    rows,
    showEmpty ? drawEmpty(screen, field, active) : null,
    editor && !editor.slot ? editor.node : null);
}

function drawEmpty(screen, field, active) {
  const closed = screen.closed;
  return el("div", {
    class: `value empty${active ? " active" : ""}`, role: "group", tabindex: active ? "0" : "-1", "data-id": field.pointer,
    "aria-label": `${field.label}: empty. ${field.empty ?? ""}`,
  },
    el("div", { class: "line" }, el("span", { class: "sign" }), el("span", { class: "words muted" }, bdi(field.empty ?? "empty"))),
    active && !closed ? el("div", { class: "details" },
      el("div", { class: "actions" }, action(screen, "add", field.many ? "Add" : "Fill in", "i"),
        field.candidates.length ? action(screen, "pick", `Candidates (${field.candidates.length})`, "p") : null),
      screen.picking ? drawCandidates(screen, field) : null, drawNotes(screen, field), screen.showHistory ? drawHistory(field) : null) : null);
}

function drawValue(screen, field, slot, at, editor) {
  const active = screen.active === slot.id;
  const editing = editor && editor.slot?.id === slot.id;
  const badges = [
    slot.role?.status === "contested" ? el("span", { class: "badge contested" }, "contested") : null,
    slot.role?.status === "denied" ? el("span", { class: "badge contested" }, "denied") : null,
    slot.inferred ? el("span", { class: "badge", title: "No words state it; they led to it" }, "inferred") : null,
  ];
  const number = field.many ? ` ${at + 1} of ${field.slots.length}` : "";
  const spoken = [
    `${field.label}${number}: ${slot.words || slot.suggested || ""}`, slot.state, slot.open ? slot.confidence_words : null,
    slot.role && slot.role.status !== "asserted" ? slot.role.status : null, slot.inferred ? "inferred" : null,
  ].filter(Boolean).join(", ");
  return el("div", {
    class: `value ${slot.state}${slot.open ? " open" : ""}${slot.doubtful && slot.open ? " doubtful" : ""}${active ? " active" : ""}`,
    role: "group", tabindex: active ? "0" : "-1", "data-id": slot.id, "aria-label": spoken,
  },
    el("div", { class: "line" },
      el("span", { class: "sign", "aria-hidden": "true" }, SIGNS[slot.state]),
      el("span", { class: `words ${field.kind}` }, ...valueNodes(field, slot)), badges,
      slot.open && slot.confidence !== null ? drawSure(slot) : null),
    editing ? editor.node : null,
    active && !editing ? drawDetails(screen, field, slot) : null);
}

function valueNodes(field, slot) {
  const value = slot.value ?? slot.suggested ?? "";
  if (field.kind === "link" && value && typeof value === "object") return [bdi(value.title), value.url ? el("small", {}, bdi(value.url)) : null].filter(Boolean);
  if (field.kind === "long") return String(value).split(/\n{2,}/).map((part) => el("span", { class: "paragraph" }, bdi(part)));
  return [bdi(value)];
}

function drawSure(slot) {
  const bar = el("i");
  bar.style.width = `${Math.round(100 * slot.confidence)}%`;
  const level = slot.confidence >= 0.85 ? "high" : slot.doubtful ? "low" : "middle";
  return el("span", { class: `sure ${level}`, title: `An editor keeps such a value in ${Math.round(100 * slot.confidence)} of 100 cases` },
    el("span", { class: "meter", "aria-hidden": "true" }, bar), slot.confidence_words);
}

function action(screen, does, words, key, kind = "") {
  return el("button", { type: "button", class: kind, "aria-keyshortcuts": key, onclick: () => screen.act(does) }, `${words} `, el("kbd", { "aria-hidden": "true" }, key));
}

function drawDetails(screen, field, slot) {
  const closed = screen.closed;
  const candidates = field.candidates;
  return el("div", { class: "details" },
    closed ? null : el("div", { class: "actions" },
      slot.open || slot.state === "rejected" ? action(screen, "accept", "Accept", "a", "primary") : null,
      action(screen, "edit", "Edit", "e"),
      slot.state === "rejected" ? null : action(screen, "reject", "Reject", "x"),
      candidates.length ? action(screen, "pick", `Candidates (${candidates.length})`, "p") : null,
      field.slots.filter((each) => each.open).length > 1 ? action(screen, "accept_field", "Accept all here", "f") : null),
    slot.suggested !== null && slot.state === "edited" ? el("p", { class: "first" }, "First suggested: ", el("s", {}, bdi(slot.suggested))) : null,
    slot.suggested === null && slot.who ? el("p", { class: "first" }, "Added by ", bdi(slot.who)) : null,
    screen.picking ? drawCandidates(screen, field) : null,
    slot.role && (slot.role.sides.asserts.length || slot.role.sides.denies.length) ? drawSides(screen, slot) : null,
    drawEvidence(screen, slot),
    drawNotes(screen, field),
    screen.showHistory ? drawHistory(field) : el("p", { class: "more" },
      action(screen, "history", `History (${field.history.length})`, "h", "quiet"), action(screen, "note", "Note", "m", "quiet")));
}

function drawEvidence(screen, slot) {
  if (!slot.evidence.length) return el("p", { class: "muted" }, "No words of the report.");
  const why = slot.evidence.find((each) => each.why)?.why;
  return el("div", { class: "evidence" },
    el("ul", {}, slot.evidence.map((each) => el("li", {},
      el("button", { type: "button", class: "quote", onclick: () => screen.show(each), title: "Show in the report" },
        el("q", {}, bdi(short(each.quote, 220)))),
      each.page ? el("small", {}, ` p. ${each.page}`) : null))),
    el("p", { class: "by muted" }, slot.inferred ? "Inferred by " : "Found by ", el("code", {}, bdi(slot.evidence[0].by)), why ? [": ", bdi(why)] : null));
}

function drawSides(screen, slot) {
  const { sides, status } = slot.role;
  const column = (title, statements, kind) => el("div", { class: `side ${kind}` }, el("h4", {}, title),
    statements.length ? statements.map((each) => el("blockquote", {},
      el("button", { type: "button", class: "quote", onclick: () => screen.flash(each) }, el("q", {}, bdi(short(each.text, 260)))),
      el("footer", {}, "— ", bdi(each.by ?? "the report itself"), each.inferred ? " (inferred)" : null))) : el("p", { class: "muted" }, "nobody"));
  return el("div", { class: "sides", role: "group", "aria-label": `Statements on ${slot.role.actor} as ${slot.role.role}` },
    column("Asserted by", sides.asserts, "asserts"), column("Denied by", sides.denies, "denies"),
    sides.unclear.length ? column("Unclear", sides.unclear, "unclear") : null,
    screen.closed ? null : el("div", { class: "settle" }, "As a role this is ",
      ["asserted", "contested", "denied"].map((each) => el("button", {
        type: "button", "aria-pressed": String(status === each), onclick: () => screen.decide("role", slot.id, { value: each }, { stay: true }),
      }, each)), el("kbd", { "aria-hidden": "true" }, "y")));
}

function drawCandidates(screen, field) {
  if (!field.candidates.length) return el("p", { class: "muted" }, "The report offers no other candidates.");
  return el("ol", { class: "candidates", "aria-label": "Candidates" }, field.candidates.slice(0, 9).map((each, at) => el("li", {},
    el("button", { type: "button", onclick: () => screen.pick(field, each) }, el("kbd", { "aria-hidden": "true" }, String(at + 1)), " ", bdi(each.words),
      el("small", {}, ` ${each.confidence_words}`)),
    each.evidence[0] ? el("button", { type: "button", class: "quote", onclick: () => screen.show(each.evidence[0]) }, el("q", {}, bdi(short(each.evidence[0].quote, 90)))) : null)));
}

function drawNotes(screen, field) {
  return field.notes.length ? el("ul", { class: "notes", "aria-label": "Notes" }, field.notes.map((note) =>
    el("li", {}, el("b", {}, bdi(note.who)), ": ", bdi(note.text), el("small", {}, ` ${ago(note.when)}`)))) : null;
}

function drawHistory(field) {
  return el("ol", { class: "history", "aria-label": `History of ${field.label}` }, field.history.length ? field.history.map((each) =>
    el("li", { class: each.undone ? "undone" : "" }, historyLine(each))) : el("li", { class: "muted" }, "Nothing was decided here yet."));
}

export function historyLine(each) {
  return [el("b", {}, bdi(each.who)), ` ${each.told} `, each.from ? el("q", {}, bdi(short(each.from, 80))) : null,
    each.to ? [" → ", el("q", {}, bdi(short(each.to, 80)))] : null, each.note ? [": ", bdi(short(each.note, 200))] : null,
    el("small", {}, ` ${ago(each.when)}${each.undone ? ", undone" : ""}`)];
}

export function drawFinish(screen) {
  const { state } = screen;
  if (state.status === "approved") {
    return [el("h2", {}, "Approved"), el("p", {}, "The entry passes schema and rules. Take it with you:"),
      el("p", { class: "downloads" }, screen.formats.map((format, at) =>
        el("a", { class: `button${at ? "" : " primary"}`, href: `/api/drafts/${state.id}/export/${format}`, download: true, "data-format": format }, format))),
      el("div", { class: "actions" }, action(screen, "next", "Next draft", ".", "primary"), action(screen, "reopen", "Reopen", "o"))];
  }
  if (state.status === "rejected") return [el("h2", {}, "Rejected"), el("div", { class: "actions" }, action(screen, "next", "Next draft", ".", "primary"), action(screen, "reopen", "Reopen", "o"))];
  const wrong = state.blockers.filter((each) => each.rule !== "undecided");
  const undecided = state.blockers.filter((each) => each.rule === "undecided");
  return [
    el("h2", {}, state.blockers.length ? "What blocks approval" : "Ready to approve"),
    wrong.length ? el("ul", { class: "blockers" }, wrong.map((each) => blocker(screen, each))) : null,
    undecided.length ? el("details", { open: screen.showBlockers }, el("summary", {}, `${undecided.length} value${undecided.length === 1 ? "" : "s"} not decided yet`),
      el("ul", { class: "blockers" }, undecided.map((each) => blocker(screen, each)))) : null,
    state.blockers.length ? null : el("p", {}, "Every value is decided, and the entry passes schema and rules."),
    el("div", { class: "actions" },
      el("button", { type: "button", class: "primary", id: "approve-here", onclick: () => screen.act("approve"), "aria-keyshortcuts": "Shift+A" }, "Approve ", keyCaps("Shift A")),
      el("button", { type: "button", class: "quiet", onclick: () => screen.act("reject_draft") }, "Reject the draft ", keyCaps("Shift X")),
      state.claimed_by === state.me ? el("button", { type: "button", class: "quiet", onclick: () => screen.act("release") }, "Release") : null),
    otherRoles(screen),
  ];
}

function blocker(screen, each) {
  return el("li", {}, el("button", { type: "button", class: "link", onclick: () => screen.activate(each.pointer || screen.items()[0], true) },
    el("b", {}, each.label), " ", bdi(each.message)), each.nearest.length ? el("small", {}, ` nearest: ${each.nearest.join(", ")}`) : null);
}

function otherRoles(screen) {
  const roles = screen.state.roles;
  return roles.length ? el("details", { class: "roles" }, el("summary", {}, `Others in the report (${roles.length})`),
    el("ul", {}, roles.map((role) => el("li", {}, el("b", {}, bdi(role.actor)), ` ${role.role}`, role.status === "asserted" ? null : `, ${role.status}`)))) : null;
}

export function spansOf(state) {
  const spans = new Map();
  for (const field of state.fields)
    for (const slot of field.slots) for (const each of slot.evidence) spans.set(nameOf(each), each);
  return [...spans.values()];
}
