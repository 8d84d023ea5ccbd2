// The bot's clock: shows its time and moves it.

import { get, momentOf, post, useZone } from "./api.js";

const bar = document.getElementById("clock");
const time = bar.querySelector("time");
const buttons = [...bar.querySelectorAll("button")];
let ahead = 0;
let moving = false;

function tick() {
  if (!moving) time.textContent = momentOf(Date.now() / 1000 + ahead);
}

export async function showClock() {
  const clock = await get("clock");
  bar.hidden = !clock.zone;
  if (bar.hidden) return;
  useZone(clock.zone);
  ahead = clock.now - Date.now() / 1000;
  bar.title = clock.movable ? "" : "Пока идёт показ, часы переводит он сам";
  for (const button of buttons) button.disabled = moving || !clock.movable;
  tick();
}

export function watchClock(say) {
  setInterval(tick, 1000);
  for (const button of buttons) {
    button.onclick = async () => {
      moving = true;
      time.textContent = "Переводим…";
      for (const one of buttons) one.disabled = true;
      await post("advance", { seconds: Number(button.dataset.seconds) }).catch((error) => say(error.message));
      moving = false;
      await showClock();
    };
  }
}
