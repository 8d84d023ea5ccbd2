// A message as a bubble with its file and its buttons.

import { dayOf, element, fileUrl, picture, timeOf } from "./api.js";

const LINK = "M7 17 17 7M9 7h8v8";
const COPY = "M9 9h10v10H9zM15 9V5H5v10h4";
const SHARE = "M14 5l6 6-6 6v-4C8 13 5 15 4 19c0-6 3-10 10-10z";
const DOWN = "M12 4v11m-5-5 5 5 5-5M5 20h14";

function sizeOf(bytes) {
  if (bytes < 1024) return `${bytes} Б`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1).replace(".", ",")} КБ`;
  return `${(bytes / 1024 / 1024).toFixed(1).replace(".", ",")} МБ`;
}

function fileCard(file) {
  if (file.kind === "photo") {
    const link = element("a", "picture");
    link.href = fileUrl(file);
    link.target = "_blank";
    const image = element("img");
    image.src = fileUrl(file);
    image.alt = file.name;
    link.append(image);
    return link;
  }
  const extension = (file.name.split(".").pop() || "").toLowerCase();
  const card = element("div", "file");
  const open = element("a", `kind ${extension}`);
  open.href = fileUrl(file, extension !== "pdf");
  if (extension === "pdf") open.target = "_blank";
  open.title = extension === "pdf" ? "Открыть" : "Скачать";
  if (extension && extension.length < 5) open.textContent = extension.toUpperCase();
  else open.append(picture(DOWN));
  const about = element("span");
  about.append(element("b", "", file.name));
  const small = element("small", "", sizeOf(file.size));
  if (extension === "pdf") {
    const view = element("a", "", "Открыть");
    view.href = fileUrl(file);
    view.target = "_blank";
    small.append(view);
  }
  const save = element("a", "", "Скачать");
  save.href = fileUrl(file, true);
  small.append(save);
  about.append(small);
  card.append(open, about);
  return card;
}

function key(button, message, actions) {
  const made = element("button", `key ${button.style || ""}`, button.text);
  made.type = "button";
  if (button.disabled) {
    made.disabled = true;
  } else if (button.callback_data !== undefined) {
    made.dataset.data = button.callback_data;
    made.onclick = () => actions.press(message.message_id, button.callback_data);
  } else if (button.url) {
    made.append(picture(LINK, "corner"));
    made.title = button.url;
    made.onclick = () => actions.open(button.url);
  } else if (button.copy_text) {
    made.append(picture(COPY, "corner"));
    made.onclick = () => actions.copy(button.copy_text.text);
  } else {
    made.append(picture(SHARE, "corner"));
    made.onclick = () => actions.share(button);
  }
  return made;
}

function keys(message, actions) {
  const grid = element("div", "keys");
  for (const row of message.keys) {
    const line = element("div", "row");
    line.append(...row.map((button) => key(button, message, actions)));
    grid.append(line);
  }
  return grid;
}

export function bubble(message, byId, actions) {
  const whole = element("article", `message ${message.from_bot ? "" : "mine"}`);
  const body = element("div", "bubble");
  const replied = message.reply_to && byId.get(message.reply_to);
  if (replied) body.append(element("span", "reply", replied.text || replied.file?.name || "…"));
  if (message.file) body.append(fileCard(message.file));
  const text = element("span");
  text.innerHTML = message.html; // made by the sandbox: only its own tags, every value escaped
  for (const hidden of text.querySelectorAll("tg-spoiler, blockquote[expandable]")) {
    hidden.onclick = () => hidden.classList.toggle("open");
  }
  for (const link of text.querySelectorAll("a")) {
    link.onclick = (event) => {
      event.preventDefault();
      actions.open(link.href);
    };
  }
  const other = Object.keys(message.extra).find((name) => ["sticker", "contact", "voice", "location"].includes(name));
  if (!message.text && !message.file && other) text.textContent = `[${other}]`;
  const meta = element("span", "meta", `${message.edited ? "изменено " : ""}${timeOf(message.date)}`);
  body.append(text, meta);
  whole.append(body);
  if (message.keys.length) whole.append(keys(message, actions));
  return whole;
}

export const dayLine = (seconds) => element("div", "day", dayOf(seconds));
