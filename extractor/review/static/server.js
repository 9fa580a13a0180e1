// Talking to the endpoints. Every answer is {ok, status, data}; nothing is thrown.

const csrf = document.querySelector('meta[name="csrf-token"]')?.content ?? "";

export async function ask(method, path, body) {
  const request = { method, headers: { Accept: "application/json" }, credentials: "same-origin" };
  if (method !== "GET") request.headers["X-CSRF-Token"] = csrf;
  if (body !== undefined) {
    request.headers["Content-Type"] = "application/json";
    request.body = JSON.stringify(body);
  }
  try {
    const answer = await fetch(path, request);
    const data = answer.status === 204 ? {} : await answer.json();
    return { ok: answer.ok, status: answer.status, data };
  } catch {
    const message = "The program does not answer. Nothing is lost: what was saved is saved. Is it still running?";
    return { ok: false, status: 0, data: { error: { code: "gone", message } } };
  }
}

export const get = (path) => ask("GET", path);
export const post = (path, body) => ask("POST", path, body);

export function said(answer) {
  const error = answer.data?.error;
  return error ? [error.message, error.way_out].filter(Boolean).join(" ") : "That did not work.";
}
