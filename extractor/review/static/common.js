// What every page has.
import { post } from "/static/server.js";

document.getElementById("sign-out")?.addEventListener("click", async () => {
  await post("/logout");
  location.assign("/login");
});
