// Requests of the page to the sandbox.

async function read(response) {
  const body = await response.json();
  if (!response.ok) throw new Error(body.error || `HTTP ${response.status}`);
  return body;
}

export const get = async (name, query = {}) =>
  read(await fetch(`/sandbox/${name}?${new URLSearchParams(query)}`, { cache: "no-store" }));

export const post = async (name, body) =>
  read(await fetch(`/sandbox/${name}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  }));

export async function upload(person, file) {
  const form = new FormData();
  form.set("person", person);
  form.set("file", file);
  if (["image/png", "image/jpeg"].includes(file.type)) form.set("as", "photo");
  return read(await fetch("/sandbox/send_file", { method: "POST", body: form }));
}

export const fileUrl = (file, download = false) =>
  `/sandbox/file/${encodeURIComponent(file.file_id)}${download ? "?download=1" : ""}`;

export function element(tag, className = "", text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

export function picture(path, className = "") {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  if (className) svg.setAttribute("class", className);
  const drawn = document.createElementNS("http://www.w3.org/2000/svg", "path");
  drawn.setAttribute("d", path);
  svg.append(drawn);
  return svg;
}

let clock, calendar, both;

export function useZone(timeZone) {
  clock = new Intl.DateTimeFormat("ru", { hour: "2-digit", minute: "2-digit", timeZone });
  calendar = new Intl.DateTimeFormat("ru", { day: "numeric", month: "long", timeZone });
  both = new Intl.DateTimeFormat("ru", { weekday: "short", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", timeZone });
}

useZone(undefined);

export const timeOf = (seconds) => clock.format(new Date(seconds * 1000));
export const dayOf = (seconds) => calendar.format(new Date(seconds * 1000));
export const momentOf = (seconds) => both.format(new Date(seconds * 1000));

const COLOURS = ["#e17076", "#eda86c", "#a695e7", "#7bc862", "#6ec9cb", "#65aadd", "#ee7aae"];
export const colourOf = (id) => COLOURS[id % COLOURS.length];
