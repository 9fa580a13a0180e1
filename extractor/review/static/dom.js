// Building the page by nodes, never by markup: report text can only ever become text.

const MARKS = new Map([
  [0x061c, "ALM"], [0x200b, "ZWSP"], [0x200e, "LRM"], [0x200f, "RLM"], [0x202a, "LRE"], [0x202b, "RLE"],
  [0x202c, "PDF"], [0x202d, "LRO"], [0x202e, "RLO"], [0x2060, "WJ"], [0x2066, "LRI"], [0x2067, "RLI"],
  [0x2068, "FSI"], [0x2069, "PDI"], [0xfeff, "BOM"], [0x00ad, "SHY"], [0x2028, "LSEP"], [0x2029, "PSEP"],
]);
const ACTING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff]|[\u{e0000}-\u{e007f}]|\p{Cs}/gu;

// Text as nodes. A character that would act (turn text around, hide, break off) is shown by its name; it still is one
// character of the page for each one of the report, so that selections can be counted back.
export function textNodes(text) {
  const nodes = [];
  let done = 0;
  for (const match of text.matchAll(ACTING)) {
    if (match.index > done) nodes.push(text.slice(done, match.index));
    const code = match[0].codePointAt(0);
    const name = MARKS.get(code) ?? (code >= 0xe0000 ? "TAG" : code.toString(16).toUpperCase().padStart(2, "0"));
    nodes.push(el("span", { class: "mark-char", "data-name": name }, "\u25a1"));
    done = match.index + match[0].length;
  }
  if (done < text.length) nodes.push(text.slice(done));
  return nodes;
}

export function bdi(text) {
  return el("bdi", {}, ...textNodes(String(text ?? "")));
}

// el("button", {class: "x", onclick: f, "aria-label": "…", hidden: true}, child, "text", …)
export function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value === true) node.setAttribute(key, "");
    else node.setAttribute(key, value);
  }
  for (const child of children.flat(Infinity)) if (child !== null && child !== undefined && child !== false) node.append(child);
  return node;
}

export function fill(node, ...children) {
  node.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export function ago(iso) {
  const seconds = Math.max(0, (Date.now() - Date.parse(iso)) / 1000);
  const [number, unit] = seconds < 60 ? [0, ""] : seconds < 3600 ? [seconds / 60, "minute"]
    : seconds < 86400 ? [seconds / 3600, "hour"] : [seconds / 86400, "day"];
  if (!unit) return "just now";
  const whole = Math.floor(number);
  return `${whole} ${unit}${whole === 1 ? "" : "s"} ago`;
}

let clearing = 0;
export function announce(text) {
  const live = document.getElementById("live");
  live.textContent = text;
}

export function toast(text, kind = "") {
  const box = document.getElementById("toasts");
  fill(box, el("p", { class: `toast ${kind}` }, bdi(text)));
  announce(text);
  clearTimeout(clearing);
  clearing = setTimeout(() => fill(box), kind === "error" ? 9000 : 4500);
}
