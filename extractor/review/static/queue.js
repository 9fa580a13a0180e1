// The queue by keyboard: move, open, claim, select, reject together.
import { el, toast } from "/static/dom.js";
import { post, said } from "/static/server.js";
import { helpDialog, listen, question } from "/static/keys.js";
import "/static/common.js";

const row = (keys, does, group, about, show) => ({ keys, does, group, about, show });
const TABLE = [
  row(["j", "ArrowDown"], "next", "Move", "Next draft", "j or ↓"),
  row(["k", "ArrowUp"], "previous", "Move", "Draft before", "k or ↑"),
  row(["Enter"], "open", "Move", "Open the draft"),
  row(["n"], "page", "Move", "Next page"),
  row(["b"], "page_before", "Move", "Page before"),
  row(["/"], "search", "Find", "Search"),
  row(["s"], "sort", "Find", "Sort by doubt, or by date"),
  row(["c"], "claim", "Decide", "Claim or release"),
  row(["x"], "select", "Decide", "Select"),
  row(["X"], "reject", "Decide", "Reject the selected drafts", "Shift X"),
  row(["l"], "learning", "Move", "Learning"),
  row(["?"], "help", "Find", "These keys"),
];

const rows = [...document.querySelectorAll(".row")];
let at = -1;

function go(to) {
  if (!rows.length) return;
  rows[at]?.classList.remove("active");
  at = Math.max(0, Math.min(rows.length - 1, to));
  rows[at].classList.add("active");
  rows[at].querySelector(".headline").focus();
  rows[at].scrollIntoView({ block: "nearest" });
}

const picked = () => rows.filter((one) => one.querySelector(".pick").checked);

function showPicked() {
  const count = picked().length;
  document.getElementById("bulk").hidden = !count;
  document.getElementById("bulk-count").textContent = `${count} selected`;
}

async function claim(one) {
  if (!one || /approved|rejected/.test(one.dataset.status)) return;
  if (one.dataset.claimed && !one.dataset.mine) { toast(`${one.dataset.claimed} has claimed this draft.`); return; }
  const action = one.dataset.mine ? "release" : "claim";
  const answer = await post(`/api/drafts/${one.dataset.id}/status`, { action });
  if (!answer.ok) { toast(said(answer), "error"); return; }
  const { status, claimed_by: claimed } = answer.data.state;
  const mine = action === "claim";
  one.dataset.status = status;
  one.dataset.claimed = claimed ?? "";
  one.dataset.mine = mine ? "yes" : "";
  const chip = one.querySelector(".chip");
  chip.className = `chip ${status}`;
  chip.textContent = { draft: "to do", in_review: "in review" }[status] ?? status;
  one.querySelector(".claimed")?.remove();
  if (mine) chip.after(el("span", { class: "claimed" }, "yours"));
  one.querySelector(".claim").textContent = mine ? "Release" : "Claim";
  toast(mine ? "Claimed: it is yours." : "Released.");
}

async function rejectPicked() {
  const chosen = picked();
  if (!chosen.length) { toast("Select drafts first (x)."); return; }
  const box = el("input", { type: "text", "aria-label": "Why (may be left out)", maxlength: 4000 });
  const sure = await question(`Reject ${chosen.length} draft${chosen.length === 1 ? "" : "s"}?`,
    el("div", {}, el("p", {}, "They stay in the databank and can be reopened."), el("label", {}, "Why ", box)),
    [["yes", "Reject", "danger"], ["", "Cancel"]]);
  if (!sure) return;
  const answer = await post("/api/bulk-reject", { ids: chosen.map((one) => one.dataset.id), note: box.value.trim() || null });
  if (!answer.ok) { toast(said(answer), "error"); return; }
  const failed = Object.values(answer.data.failed);
  if (failed.length) toast(failed[0], "error"); else location.reload();
}

const ACTIONS = {
  next: () => go(at + 1),
  previous: () => go(at - 1),
  open: () => { const link = rows[at]?.querySelector("a"); if (!link) return false; link.click(); return true; },
  page: () => document.querySelector("[rel=next]")?.click(),
  page_before: () => document.querySelector("[rel=prev]")?.click(),
  search: () => document.getElementById("filter-text").focus(),
  sort: () => {
    const select = document.querySelector("select[name=sort]");
    select.value = select.value === "doubt" ? "published" : "doubt";
    select.form.requestSubmit();
  },
  claim: () => { claim(rows[at]); },
  select: () => { const box = rows[at]?.querySelector(".pick"); if (box && !box.disabled) { box.checked = !box.checked; showPicked(); } },
  reject: () => { rejectPicked(); },
  learning: () => location.assign("/learning"),
  help: () => helpDialog(TABLE, "Keys"),
};

listen(TABLE, (does) => ACTIONS[does]());
document.getElementById("show-keys").addEventListener("click", ACTIONS.help);
document.getElementById("all-filters").addEventListener("click", (event) => {
  event.target.setAttribute("aria-expanded", String(event.target.form.classList.toggle("all")));
});
document.getElementById("bulk-reject").addEventListener("click", rejectPicked);
document.getElementById("bulk-none").addEventListener("click", () => { for (const one of picked()) one.querySelector(".pick").checked = false; showPicked(); });
for (const [number, one] of rows.entries()) {
  one.querySelector(".pick").addEventListener("change", showPicked);
  one.querySelector(".claim")?.addEventListener("click", () => claim(one));
  one.addEventListener("focusin", () => { rows[at]?.classList.remove("active"); at = number; one.classList.add("active"); });
}
document.body.dataset.ready = "yes";
