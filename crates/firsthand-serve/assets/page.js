// What a script adds to pages that are whole without it: copying, news, keys. It writes text only, never markup.
const DEFAULTS = { next: "j", previous: "k", open: "o", accept: "a", reject: "x", edit: "e", undo: "u", search: "/", tally: "1", stories: "2", series: "3", map: "4", review: "5", feeds: "6", help: "?" };
const STORE = "firsthand-keys";

function settings() {
  try { return JSON.parse(localStorage.getItem(STORE)) ?? {}; } catch { return {}; }
}
function save(changed) {
  try { localStorage.setItem(STORE, JSON.stringify(changed)); } catch { /* a browser that keeps nothing */ }
}

// Copying
for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy.replaceAll("{origin}", location.origin));
    const before = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = before; }, 1500);
  });
}

// News of the ledger
for (const news of document.querySelectorAll("[data-live]")) {
  if (new URLSearchParams(location.search).has("known_at")) break;
  // A browser keeps few connections to one host: only the page that is looked at listens, and hears what it missed.
  let source = null;
  let last = "";
  const tell = () => {
    if (!news.hidden) return;
    news.hidden = false;
    const again = document.createElement("a");
    again.href = location.href;
    again.textContent = news.dataset.text;
    news.append(again);
  };
  const note = (event) => { last = event.lastEventId || last; };
  const open = () => {
    if (source || document.hidden) return;
    source = new EventSource(last ? `${news.dataset.live}?cursor=${encodeURIComponent(last)}` : news.dataset.live);
    source.addEventListener("hello", note);
    for (const kind of ["entry", "gone"]) source.addEventListener(kind, (event) => { note(event); tell(); });
  };
  const close = () => { source?.close(); source = null; };
  document.addEventListener("visibilitychange", () => { if (document.hidden) close(); else open(); });
  addEventListener("pagehide", close);
  addEventListener("pageshow", open);
  open();
}

// Keys: single ones, which can be changed and switched off
let hand = -1;
function rows() { return [...document.querySelectorAll("[data-row]")]; }
function move(step) {
  const all = rows();
  if (!all.length) return;
  all[hand]?.classList.remove("at-hand");
  hand = Math.min(Math.max(hand + step, 0), all.length - 1);
  const row = all[hand];
  row.classList.add("at-hand");
  row.scrollIntoView({ block: "nearest" });
  (row.querySelector("a, button, input") ?? row).focus({ preventScroll: true });
}
function press(action) {
  const button = document.querySelector(`[data-action="${action}"]`);
  if (button) { button.focus(); button.click(); return true; }
  return false;
}
function go(place) {
  const link = document.querySelector(`a[data-place="${place}"]`);
  if (link) location.href = link.href;
}
document.addEventListener("keydown", (event) => {
  const own = settings();
  if (own.on === false || event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.target;
  if (target.closest("input, textarea, select, [contenteditable]")) {
    if (event.key === "Escape") target.blur();
    return;
  }
  const keys = { ...DEFAULTS, ...own.keys };
  const action = Object.keys(keys).find((name) => keys[name] === event.key);
  if (!action) return;
  let done = true;
  switch (action) {
    case "next": move(1); break;
    case "previous": move(-1); break;
    case "open": {
      const row = rows()[hand];
      const link = row?.matches("a") ? row : (row ?? document).querySelector("[data-row] a, a[data-open]");
      if (link) location.href = link.href;
      break;
    }
    case "search": {
      const field = document.querySelector("input[name=q]") ?? document.querySelector(".filters input");
      if (field) field.focus(); else go("search");
      break;
    }
    case "help": location.href = "/keys"; break;
    case "accept": case "reject": case "edit": case "undo": done = press(action); break;
    default: go(action);
  }
  if (done) event.preventDefault();
});

// The page on which keys are set
const form = document.querySelector("form[data-keys]");
if (form) {
  const own = settings();
  form.elements.on.checked = own.on !== false;
  for (const name of Object.keys(DEFAULTS)) {
    const field = form.elements[name];
    if (field) field.value = own.keys?.[name] ?? DEFAULTS[name];
  }
  form.addEventListener("input", () => {
    const keys = {};
    for (const name of Object.keys(DEFAULTS)) {
      const value = form.elements[name]?.value;
      if (value) keys[name] = value;
    }
    save({ on: form.elements.on.checked, keys });
  });
  form.querySelector("[data-reset]").addEventListener("click", () => { save({}); location.reload(); });
}

// The slider over moments: what it stands on is told while it moves, and asked for when it rests
for (const form of document.querySelectorAll("form[data-slide]")) {
  const slider = form.querySelector("input[type=range]");
  const labels = slider.list ? [...slider.list.options].map((option) => option.label) : [];
  slider.addEventListener("input", () => {
    const text = labels[Number(slider.value)] ?? "";
    form.querySelector("output").textContent = text;
    slider.setAttribute("aria-valuetext", text);
  });
  slider.addEventListener("change", () => form.requestSubmit());
}

// The brush: a span drawn on a chart narrows the days. Links beside it do the same.
for (const frame of document.querySelectorAll("[data-brush]")) {
  const chart = frame.querySelector("svg[data-from]");
  if (!chart) continue;
  const own = (name) => Number(chart.dataset[name]);
  const box = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  box.setAttribute("class", "brush");
  box.setAttribute("y", "0");
  box.setAttribute("height", "100%");
  let start = null;
  const x = (event) => {
    const shape = chart.getBoundingClientRect();
    const at = (event.clientX - shape.left) / shape.width * own("wide");
    return Math.min(Math.max(at, own("left")), own("right"));
  };
  const day = (at) => {
    const share = (at - own("left")) / (own("right") - own("left"));
    return new Date((own("from") + share * (own("to") - own("from"))) * 1000).toISOString().slice(0, 10);
  };
  chart.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.target.closest("a")) return;
    start = x(event);
    chart.setPointerCapture(event.pointerId);
  });
  chart.addEventListener("pointermove", (event) => {
    if (start === null) return;
    const now = x(event);
    box.setAttribute("x", Math.min(start, now));
    box.setAttribute("width", Math.abs(now - start));
    if (!box.isConnected) chart.append(box);
  });
  const end = (event) => {
    const from = start;
    start = null;
    box.remove();
    if (from === null || event.type !== "pointerup" || Math.abs(x(event) - from) < 8) return;
    const days = [from, x(event)].sort((one, other) => one - other).map(day);
    location.href = frame.dataset.brush.replace("FROM%2FTO", `${days[0]}%2F${days[1]}`);
  };
  chart.addEventListener("pointerup", end);
  chart.addEventListener("pointercancel", end);
}
