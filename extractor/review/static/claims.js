// Who said what: claims grouped by speaker, each with its stance.
import { bdi, el, fill } from "/static/dom.js";
import { short } from "/static/editor.js";

export function drawClaims(box, groups, show, close) {
  fill(box,
    el("header", {}, el("h2", {}, "Who said what"), el("button", { type: "button", class: "quiet", onclick: close }, "Close ", el("kbd", {}, "c"))),
    groups.length ? groups.map((group) => el("section", {},
      el("h3", {}, bdi(group.speaker), el("small", {}, ` ${group.claims.length}`)),
      el("ul", {}, group.claims.map((claim) => el("li", {},
        el("span", { class: `stance ${claim.stance.replaceAll(" ", "-")}` }, claim.stance),
        el("button", { type: "button", class: "quote", onclick: () => show({ ...claim.content, report: claim.report }) },
          claim.quoted === "indirect" ? bdi(short(claim.content.text, 260)) : el("q", {}, bdi(short(claim.content.text, 260)))),
        claim.reported_by ? el("small", {}, " reported by ", bdi(claim.reported_by)) : null))))) : el("p", { class: "muted" }, "The report attributes no statements."));
}
