// Keeps the page up to date and sends the ballot in place. Without it the page does the same by being looked at again.
"use strict";
(() => {
  const body = document.body;
  const say = body.dataset;
  const at = id => document.getElementById(id);
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  const element = (name, attributes, text) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.textContent = text ?? "";
    return made;
  };
  const announce = text => { if (at("status").textContent !== text) at("status").textContent = text; };

  // Times run down from what they were when they came.
  const times = new WeakMap();
  const tick = () => {
    for (const time of document.querySelectorAll("[data-left]")) {
      if (!times.has(time)) times.set(time, performance.now() + Number(time.dataset.left));
      const left = Math.max(0, Math.ceil((times.get(time) - performance.now()) / 1000));
      const clock = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      const text = left > 0 ? fill(time.dataset.says, { time: clock }) : time.dataset.over;
      if (time.textContent !== text) time.textContent = text;
    }
  };
  setInterval(tick, 500);

  // Rankings and dots: buttons in place of menus, which keep the answer.
  const pickers = {
    ranking(box, selects, choices, name) {
      const ranks = selects.map(select => select.value).filter(Boolean);
      const store = () => selects.forEach((select, index) => { select.value = ranks[index] ?? ""; });
      const draw = focus => {
        store();
        const ranked = element("ol", { class: "list", "aria-label": name.ranked });
        ranks.forEach((value, index) => {
          const choice = choices.get(value);
          const line = element("li", { class: "on" });
          line.append(element("span", { dir: "auto" }, `${index + 1}. ${choice}`));
          const swap = (other, key) => { [ranks[index], ranks[other]] = [ranks[other], ranks[index]]; draw(`${key}${value}`); };
          line.append(
            button("↑", fill(name.up, { choice }), `u${value}`, index > 0 && (() => swap(index - 1, "u"))),
            button("↓", fill(name.down, { choice }), `d${value}`, index < ranks.length - 1 && (() => swap(index + 1, "d"))),
            button("×", fill(name.out, { choice }), `o${value}`, () => { ranks.splice(index, 1); draw(`i${value}`); }));
          ranked.append(line);
        });
        const rest = element("ul", { class: "list", "aria-label": name.unranked });
        for (const [value, choice] of choices) {
          if (ranks.includes(value)) continue;
          const line = element("li", {});
          const add = button(choice, fill(name.in, { choice }), `i${value}`, () => { ranks.push(value); draw(`o${value}`); });
          add.className = "";
          line.append(add);
          rest.append(line);
        }
        const parts = [];
        if (ranks.length) parts.push(element("p", { class: "quiet" }, name.ranked), ranked);
        if (rest.children.length) parts.push(element("p", { class: "quiet" }, name.unranked), rest);
        show(box, parts, focus);
      };
      draw();
    },
    dots(box, selects, choices, name) {
      const counts = new Map([...choices.keys()].map(value => [value, 0]));
      for (const { value } of selects) if (value) counts.set(value, counts.get(value) + 1);
      const draw = focus => {
        const placed = [...counts].flatMap(([value, count]) => Array(count).fill(value));
        selects.forEach((select, index) => { select.value = placed[index] ?? ""; });
        const left = selects.length - placed.length;
        const list = element("ul", { class: "list" });
        for (const [value, choice] of choices) {
          const count = counts.get(value);
          const line = element("li", count ? { class: "on" } : {});
          const change = (by, key) => () => { counts.set(value, count + by); draw(`${key}${value}`); };
          line.append(
            element("span", { dir: "auto" }, choice),
            button("−", fill(name.fewer, { choice }), `u${value}`, count > 0 && change(-1, "u")),
            element("output", { class: "dots" }, String(count)),
            button("+", fill(name.more, { choice }), `d${value}`, left > 0 && change(1, "d")));
          list.append(line);
        }
        show(box, [element("p", { class: "quiet", role: "status" }, fill(name.leftOver, { n: left })), list], focus);
      };
      draw();
    },
  };
  const button = (text, label, key, press) => {
    const made = element("button", { type: "button", class: "small", "aria-label": label, "data-at": key }, text);
    if (press) made.addEventListener("click", press); else made.disabled = true;
    return made;
  };
  const show = (box, parts, focus) => {
    const picker = box.querySelector(".picker") ?? box.appendChild(element("div", { class: "picker" }));
    picker.replaceChildren(...parts);
    if (!focus) return;
    const [, value] = focus.match(/^.(.*)$/);
    const wanted = [focus, `d${value}`, `u${value}`, `o${value}`].map(key => picker.querySelector(`[data-at="${key}"]:not([disabled])`));
    wanted.find(Boolean)?.focus();
  };
  const dress = () => {
    const form = at("ballot").querySelector("form");
    const box = form?.querySelector(".picks");
    const picker = box && !box.querySelector(".picker") && pickers[form.dataset.kind];
    if (picker) {
      const selects = [...box.querySelectorAll("select")];
      for (const pick of box.querySelectorAll(".pick")) pick.hidden = true;
      for (const select of selects) select.required = false;
      const choices = new Map([...selects[0].options].filter(option => option.value).map(option => [option.value, option.text]));
      picker(box, selects, choices, box.dataset);
    }
    const text = form?.querySelector("textarea[data-most]");
    if (text && !at("length")) {
      const letters = Intl.Segmenter ? new Intl.Segmenter() : null;
      const length = element("p", { id: "length", class: "quiet" });
      const count = () => {
        const n = letters ? [...letters.segment(text.value)].length : text.value.length;
        length.textContent = fill(text.dataset.says, { n, most: text.dataset.most });
      };
      text.after(length);
      text.addEventListener("input", count);
      count();
    }
  };

  // What changed on the server comes into the page piece by piece; what is being filled in stays.
  let dirty = false;
  let sending = 0;
  const refresh = async force => {
    const path = location.pathname === "/" ? location.pathname + location.search : "/";
    const answer = await fetch(path, { headers: { Accept: "text/html" }, cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.getElementById("slide")) return location.reload();
    const focus = document.activeElement?.id;
    const moved = at("slide").dataset.slide !== page.getElementById("slide").dataset.slide;
    let lost = false;
    for (const id of ["ballot", "slide", "ways"]) {
      const [old, made] = [at(id), page.getElementById(id)];
      if (old.dataset.key === made.dataset.key && !(force && id === "ballot")) continue;
      if (id === "ballot") {
        lost = dirty && !force;
        dirty = false;
        sending += 1;
      }
      old.replaceWith(made);
    }
    const [count, counted] = [at("ballot"), page.getElementById("ballot")].map(ballot => ballot?.querySelector(".turnout"));
    if (count && counted) count.replaceWith(counted);
    if (force) for (const failed of document.querySelectorAll("main > .failed")) failed.remove();
    say.key = page.body.dataset.key;
    document.title = page.title;
    dress();
    tick();
    if (focus && document.activeElement === body) at(focus)?.focus({ preventScroll: true });
    if (lost) announce(say.unsent);
    else if (!force) announce("");
    if (moved && !at("ballot").querySelector("form")) scrollTo(0, 0);
  };

  // News of the talk, and the way back to it when the connection breaks.
  let news, broken, again = 0;
  const listen = () => {
    clearTimeout(again);
    news?.close();
    news = new EventSource("/events");
    news.onopen = () => {
      clearTimeout(broken);
      if (at("status").textContent === say.offline) announce(say.online);
      wait = 1000;
    };
    news.onmessage = message => update(JSON.parse(message.data));
    news.onerror = () => {
      clearTimeout(broken);
      broken = setTimeout(() => announce(say.offline), 2000);
      if (news.readyState === EventSource.CLOSED) later();
    };
  };
  let wait = 1000;
  const later = () => {
    clearTimeout(again);
    again = setTimeout(() => refresh().then(listen, later), wait * (0.5 + Math.random()));
    wait = Math.min(wait * 2, 15000);
  };
  let refreshing = null;
  const update = state => {
    const counted = document.querySelector(`.answered[data-round="${state.round}"]`);
    if (counted) {
      const fits = state.answered <= state.joined;
      const text = fill(fits ? counted.dataset.of : counted.dataset.some, { n: state.answered, joined: state.joined });
      if (counted.textContent !== text) counted.textContent = text;
    }
    if (state.key === say.key || refreshing) return;
    // A room does not ask all at once.
    refreshing = setTimeout(() => refresh().catch(later).finally(() => { refreshing = null; }), Math.random() * 200);
  };
  document.addEventListener("visibilitychange", () => { if (!document.hidden) refresh().then(listen, later); });

  // The ballot, again and again until it is known what became of it.
  const pause = ms => new Promise(done => setTimeout(done, ms));
  const post = async form => {
    const fields = new URLSearchParams(new FormData(form));
    fields.set("seq", Date.now());
    const mine = ++sending;
    const pressed = form.querySelector("#vote");
    pressed.setAttribute("aria-disabled", "true");
    announce(form.dataset.sending);
    for (let delay = 1000; mine === sending; delay = Math.min(delay * 2, 15000)) {
      const limit = new AbortController();
      const timer = setTimeout(() => limit.abort(), 8000);
      const headers = { Accept: "application/json" };
      const answer = await fetch("/ballot", { method: "POST", headers, body: fields, signal: limit.signal }).catch(() => null);
      const told = await answer?.json().catch(() => ({}));
      clearTimeout(timer);
      if (mine !== sending) return;
      if (answer?.ok) {
        dirty = false;
        await refresh(true).catch(() => {});
        return announce(at("recorded")?.textContent ?? "");
      }
      if (answer?.status === 403) return location.reload();
      if (answer && answer.status !== 503) {
        pressed.removeAttribute("aria-disabled");
        if (answer.status === 409) await refresh().catch(() => {});
        return announce(told.error ?? say.offline);
      }
      announce(form.dataset.retrying);
      await pause(delay * (0.5 + Math.random()));
    }
  };
  document.addEventListener("submit", event => {
    const form = event.target;
    if (form.getAttribute("action") !== "/ballot") return;
    event.preventDefault();
    const picked = form.querySelector(".picks");
    if (picked && ![...picked.querySelectorAll("select")].some(select => select.value)) return announce(form.dataset.first);
    post(form);
  });
  for (const kind of ["input", "click"]) {
    document.addEventListener(kind, event => {
      const form = event.target.closest("#ballot form");
      if (form && event.target.id !== "vote") {
        dirty = true;
        // A changed answer is not the one that is on its way.
        if (form.querySelector("[aria-disabled]")) { sending += 1; form.querySelector("#vote").removeAttribute("aria-disabled"); announce(""); }
      }
    });
  }
  dress();
  tick();
  listen();
})();
