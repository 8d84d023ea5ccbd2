// The list of people and the log of calls.

import { colourOf, element, get, timeOf } from "./api.js";

const read = new Map(JSON.parse(sessionStorage.getItem("read") || "[]"));

export function showPeople(people, chosen, choose) {
  const list = document.getElementById("people");
  const made = people.map((person) => {
    const newest = person.newest.at(-1) || 0;
    if (person.id === chosen) read.set(person.id, newest);
    const seen = read.get(person.id) || 0;
    const unread = person.newest.filter((id) => id > seen).length;
    const line = element("a", `person ${person.id === chosen ? "chosen" : ""}`);
    line.href = `/?person=${person.id}`;
    line.onclick = (event) => {
      event.preventDefault();
      choose(person.id);
    };
    const avatar = element("span", "avatar", person.first_name.slice(0, 1).toUpperCase());
    avatar.style.background = colourOf(person.id);
    const who = element("span", "who");
    who.append(element("span", "name", [person.first_name, person.last_name].filter(Boolean).join(" ")));
    who.append(element("time", "", person.last ? timeOf(person.last.date) : ""));
    const words = person.last ? person.last.text || person.last.file?.name || "…" : "чат не начат";
    who.append(element("span", "preview", person.last && !person.last.from_bot ? `Вы: ${words}` : words));
    if (unread) who.append(element("span", "badge", String(unread)));
    line.append(avatar, who);
    return line;
  });
  list.replaceChildren(...made);
  if (list.dataset.chosen !== String(chosen)) list.querySelector(".chosen")?.scrollIntoView({ block: "nearest", inline: "center" });
  list.dataset.chosen = String(chosen);
  sessionStorage.setItem("read", JSON.stringify([...read]));
}

let last = 0;
const entries = [];

export async function showLog(names, chosen) {
  const log = document.getElementById("log");
  if (log.classList.contains("closed")) return;
  const fresh = await get("journal", last ? { after: last } : {});
  const unfinished = entries.findIndex((entry) => entry.outcome === "running");
  for (const call of fresh.calls) {
    entries.push(call);
    last = call.number;
  }
  if (unfinished >= 0) await refresh(unfinished);
  entries.splice(0, Math.max(0, entries.length - 500));
  const warnings = document.getElementById("warnings");
  warnings.replaceChildren(...fresh.warnings.slice(-20).map((text) => element("li", "", text)));
  const mine = document.getElementById("log-mine").checked;
  const calls = document.getElementById("calls");
  const kept = new Map([...calls.children].map((child) => [child.dataset.key, child]));
  const shown = entries
    .filter((entry) => entry.method !== "getUpdates" || entry.outcome === "error")
    .filter((entry) => !mine || entry.person === chosen)
    .reverse()
    .map((entry) => kept.get(`${entry.number} ${entry.outcome}`) || line(entry, names));
  calls.replaceChildren(...shown);
}

async function refresh(from) {
  const again = await get("journal", { after: entries[from].number - 1 });
  const byNumber = new Map(again.calls.map((call) => [call.number, call]));
  for (let at = from; at < entries.length; at += 1) entries[at] = byNumber.get(entries[at].number) || entries[at];
}

function line(entry, names) {
  const item = element("li");
  item.dataset.key = `${entry.number} ${entry.outcome}`;
  const details = element("details");
  const summary = element("summary");
  const spent = Math.round((entry.finished - entry.started) * 1000);
  const took = entry.outcome === "running" ? "…" : spent < 1 ? "< 1 мс" : `${spent} мс`;
  summary.append(
    element("span", `dot ${entry.outcome}`),
    element("span", "method", entry.method),
    element("span", "to", names.get(entry.person) || ""),
    element("span", "took", `${timeOf(entry.at)} · ${took}`),
  );
  const why = entry.description || (entry.outcome === "dropped" ? `обрыв связи, ${entry.accepted ? "вызов принят" : "вызов не принят"}` : "");
  if (why || entry.fault) summary.append(element("span", "why", [entry.fault && `сбой ${entry.fault}`, why].filter(Boolean).join(" · ")));
  details.append(summary);
  details.ontoggle = () => {
    if (details.children.length > 1) return;
    const files = Object.keys(entry.files).length ? { files: entry.files } : {};
    details.append(element("pre", "", JSON.stringify({ ...readable(entry.params), ...files, result: entry.result }, null, 2)));
  };
  item.append(details);
  return item;
}

function readable(params) {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => {
    try {
      return [name, typeof value === "string" && /^[[{]/.test(value) ? JSON.parse(value) : value];
    } catch {
      return [name, value];
    }
  }));
}
