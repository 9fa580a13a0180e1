// Accepting and refusing what corrections propose.
import { toast } from "/static/dom.js";
import { post, said } from "/static/server.js";
import "/static/common.js";

for (const button of document.querySelectorAll(".proposals button")) {
  button.addEventListener("click", async () => {
    const row = button.closest("li");
    const answer = await post("/api/learning", { key: row.dataset.key, accept: Boolean(button.dataset.accept) });
    if (!answer.ok) { toast(said(answer), "error"); return; }
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    next?.querySelector("button")?.focus();
    toast(button.dataset.accept ? "Learned." : "Will not be proposed again.");
  });
}
