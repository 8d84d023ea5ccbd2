// The page: the chosen person, their screen and their actions.

import { dayOf, element, get, post, upload } from "./api.js";
import { bubble, dayLine } from "./bubbles.js";
import { showClock, watchClock } from "./clock.js";
import { showLog, showPeople } from "./panels.js";

const at = (id) => document.getElementById(id);
let person = Number(new URLSearchParams(location.search).get("person")) || 0;
let people = [];
let chat = null;
let lastToast = null;
let keyboardShown = true;
let lastKeyboard = "";
let drawn = new Map();
let atBottom = true;

function showToast(text) {
  const toast = at("toast");
  toast.textContent = text;
  toast.hidden = false;
  toast.style.animation = "none";
  void toast.offsetWidth;
  toast.style.animation = "";
  clearTimeout(showToast.timer);
  showToast.timer = setTimeout(() => { toast.hidden = true; }, Math.min(7000, 2500 + text.length * 40));
}

async function act(name, body) {
  try {
    await post(name, { person, ...body });
  } catch (error) {
    showToast(error.message);
  }
}

const actions = {
  press: (message_id, data) => act("press", { message_id, data }),
  copy: async (text) => {
    try { await navigator.clipboard.writeText(text); } catch { /* the page may not be allowed to */ }
    showToast(`Скопировано: ${text}`);
  },
  share: (button) => {
    const query = button.switch_inline_query ?? button.switch_inline_query_current_chat ?? button.switch_inline_query_chosen_chat?.query ?? "";
    showToast(`Поделиться: @${chat.bot.username} ${query}`);
  },
  open: (link) => {
    const own = new RegExp(`^(https?://t\\.me/|tg://resolve\\?domain=)${chat.bot.username}([?&/]|$)`, "i").test(link);
    if (own) act("open", { link });
    else if (/^https?:/.test(link)) window.open(link, "_blank", "noopener");
    else showToast(link);
  },
};

function drawBubbles() {
  const wall = at("wall");
  const byId = new Map(chat.messages.map((message) => [message.message_id, message]));
  const next = new Map();
  const children = [];
  let day = "";
  let author = null;
  for (const message of chat.messages) {
    if (dayOf(message.date) !== day) {
      day = dayOf(message.date);
      children.push(dayLine(message.date));
    }
    const known = drawn.get(message.message_id);
    const made = known?.revision === message.revision ? known.made : bubble(message, byId, actions);
    made.classList.toggle("turn", author !== null && author !== message.from_bot);
    author = message.from_bot;
    next.set(message.message_id, { revision: message.revision, made });
    children.push(made);
    for (const key of made.querySelectorAll(".key[data-data]")) {
      key.classList.toggle("waiting", chat.waiting[message.message_id] === key.dataset.data);
    }
  }
  if (!children.length) children.push(element("div", "empty", chat.bot.description || "Сообщений пока нет"));
  const grown = [...next.keys()].some((id) => !drawn.has(id));
  drawn = next;
  at("bubbles").replaceChildren(...children);
  if (atBottom || grown) wall.scrollTop = wall.scrollHeight;
}

function drawKeyboard() {
  const now = JSON.stringify(chat.keyboard);
  if (now !== lastKeyboard) keyboardShown = true;
  lastKeyboard = now;
  const active = chat.started && !chat.blocked;
  at("keyboard-toggle").hidden = !chat.keyboard.length;
  at("keyboard").hidden = !(active && chat.keyboard.length && keyboardShown);
  at("keyboard").replaceChildren(...chat.keyboard.map((row) => {
    const line = element("div", "row");
    line.append(...row.map((button) => {
      const key = element("button", button.style || "", button.text);
      key.type = "button";
      key.onclick = () => act("press", { key: button.text });
      return key;
    }));
    return line;
  }));
}

function drawComposer() {
  const active = chat.started && !chat.blocked;
  at("composer").hidden = !active;
  at("start").hidden = active;
  at("start").textContent = chat.blocked ? "Разблокировать" : "Начать";
  at("menu").hidden = !chat.commands.length;
  at("text").placeholder = chat.placeholder || "Сообщение";
  at("commands").replaceChildren(...chat.commands.map((command) => {
    const line = element("button");
    line.type = "button";
    line.append(element("b", "", `/${command.command}`), element("span", "", command.description));
    line.onclick = () => {
      at("commands").hidden = true;
      act("say", { text: `/${command.command}` });
    };
    return line;
  }));
}

function drawToasts() {
  const newest = chat.toasts.at(-1);
  if (newest && lastToast !== null && newest.revision > lastToast) {
    if (newest.alert) {
      at("alert").querySelector("p").textContent = newest.text;
      at("alert").showModal();
    } else {
      showToast(newest.text);
    }
  }
  lastToast = Math.max(lastToast ?? 0, newest?.revision ?? 0);
}

async function draw() {
  await showClock();
  const listed = await get("people");
  people = listed.people;
  if (!people.some((one) => one.id === person)) person = people[0]?.id || 0;
  showPeople(people, person, choose);
  if (person) {
    chat = await get("chat", { person });
    at("bot-name").textContent = chat.bot.name;
    at("bot-avatar").textContent = chat.bot.name.slice(0, 1);
    at("bot-state").textContent = chat.typing ? "печатает…" : `бот · @${chat.bot.username}`;
    at("bot-state").classList.toggle("typing", chat.typing);
    at("block").classList.toggle("blocked", chat.blocked);
    document.title = `${people.find((one) => one.id === person).first_name} – ${chat.bot.name}`;
    drawKeyboard();
    drawComposer();
    drawBubbles();
    drawToasts();
    clearTimeout(draw.typing);
    if (chat.typing) draw.typing = setTimeout(draw, 5100);
  } else {
    at("composer").hidden = true;
    at("bubbles").replaceChildren(element("div", "empty", "Добавьте человека, чтобы начать чат"));
  }
  await showLog(new Map(people.map((one) => [one.id, one.first_name])), person);
  return listed.revision;
}

function choose(id) {
  person = id;
  drawn = new Map();
  lastToast = null;
  lastKeyboard = "";
  at("commands").hidden = true;
  at("toast").hidden = true;
  history.replaceState(null, "", `/?person=${id}`);
  draw().then(() => { at("wall").scrollTop = at("wall").scrollHeight; });
}

async function watch(revision) {
  try {
    for (;;) {
      const now = (await get("wait", { after: revision, seconds: 25 })).revision;
      revision = now > revision ? await draw() : now;
    }
  } catch {
    at("bot-state").textContent = "песочница не отвечает";
    setTimeout(comeBack, 1500);
  }
}

async function comeBack() {
  try {
    await get("people");
    location.reload();
  } catch {
    setTimeout(comeBack, 1500);
  }
}

at("wall").onscroll = () => {
  const wall = at("wall");
  atBottom = wall.scrollHeight - wall.scrollTop - wall.clientHeight < 60;
};
at("bubbles").addEventListener("load", () => { if (atBottom) at("wall").scrollTop = at("wall").scrollHeight; }, true);
at("composer").onsubmit = (event) => {
  event.preventDefault();
  const text = at("text").value.trim();
  if (!text) return;
  at("text").value = "";
  at("text").style.height = "";
  act("say", { text });
};
at("text").onkeydown = (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    at("composer").requestSubmit();
  }
};
at("text").oninput = () => {
  at("text").style.height = "auto";
  at("text").style.height = `${at("text").scrollHeight}px`;
};
at("file").onchange = async () => {
  const [file] = at("file").files;
  at("file").value = "";
  if (file) await upload(person, file).catch((error) => showToast(error.message));
};
at("start").onclick = () => (chat.blocked ? act("unblock", {}) : act("say", { text: "/start" }));
at("block").onclick = () => act(chat.blocked ? "unblock" : "block", {});
at("menu").onclick = () => { at("commands").hidden = !at("commands").hidden; };
at("keyboard-toggle").onclick = () => {
  keyboardShown = !keyboardShown;
  drawKeyboard();
};
at("newcomer").onsubmit = async (event) => {
  event.preventDefault();
  const [first_name, ...rest] = new FormData(at("newcomer")).get("first_name").trim().split(/\s+/);
  at("newcomer").reset();
  choose((await post("people", { first_name, last_name: rest.join(" ") })).id);
};
const toggleLog = (closed) => {
  at("log").classList.toggle("closed", closed);
  localStorage.setItem("log", closed ? "closed" : "open");
  draw();
};
at("log-toggle").onclick = () => toggleLog(!at("log").classList.contains("closed"));
at("log-close").onclick = () => toggleLog(true);
at("log-mine").onchange = () => draw();
at("log").classList.toggle("closed", (localStorage.getItem("log") || (innerWidth > 1180 ? "open" : "closed")) === "closed");

watchClock(showToast);
draw().then((revision) => {
  at("wall").scrollTop = at("wall").scrollHeight;
  setTimeout(() => watch(revision), 600);
});
