// Accepting and refusing what corrections propose, by keyboard too.
import { toast } from "/static/dom.js";
import { post, said } from "/static/server.js";
import { helpDialog, listen } from "/static/keys.js";
import "/static/common.js";

const row = (keys, does, group, about, show) => ({ keys, does, group, about, show });
const TABLE = [
  row(["j", "ArrowDown"], "next", "Learning", "Next proposal", "j or ↓"),
  row(["k", "ArrowUp"], "previous", "Learning", "Proposal before", "k or ↑"),
  row(["a"], "accept", "Learning", "Accept: it is learned"),
  row(["x"], "refuse", "Learning", "Never propose it again"),
  row(["q"], "queue", "Learning", "Back to the queue"),
  row(["?"], "help", "Learning", "These keys"),
];

const rows = () => [...document.querySelectorAll(".proposals li[data-key]")];
const here = () => document.activeElement?.closest?.(".proposals li[data-key]");

async function settle(one, accept) {
  if (!one) return;
  const answer = await post("/api/learning", { key: one.dataset.key, accept });
  if (!answer.ok) { toast(said(answer), "error"); return; }
  const next = one.nextElementSibling ?? one.previousElementSibling;
  one.remove();
  next?.querySelector("button")?.focus();
  toast(accept ? "Learned." : "Will not be proposed again.");
}

function go(by) {
  const all = rows();
  if (!all.length) return;
  const at = all.indexOf(here());
  all[Math.max(0, Math.min(all.length - 1, at + by))].querySelector("button").focus();
}

const ACTIONS = {
  next: () => go(1),
  previous: () => go(rows().indexOf(here()) < 0 ? 1 : -1),
  accept: () => { settle(here(), true); },
  refuse: () => { settle(here(), false); },
  queue: () => location.assign("/"),
  help: () => helpDialog(TABLE, "Keys"),
};

listen(TABLE, (does) => ACTIONS[does]());
document.getElementById("show-keys").addEventListener("click", ACTIONS.help);
for (const button of document.querySelectorAll(".learned .forget"))
  button.addEventListener("click", async () => {
    const { kind, field, words } = button.closest("li").dataset;
    const answer = await post("/api/learning/forget", { kind, field, words });
    if (answer.ok) button.closest("li").remove();
    toast(answer.ok ? "Forgotten." : said(answer), answer.ok ? "" : "error");
  });
for (const button of document.querySelectorAll(".proposals [data-accept]"))
  button.addEventListener("click", () => settle(button.closest("li"), Boolean(button.dataset.accept)));
document.body.dataset.ready = "yes";
