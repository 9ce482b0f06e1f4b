"use strict";
(() => {
  const root = document.documentElement;
  const data = JSON.parse(document.getElementById("data").textContent);
  const { texts, sources, nodes } = data.store;
  const field = Object.fromEntries(data.spaces.fields.map((name, index) => [name, index]));
  const spaces = data.spaces.rows;
  const get = (space, name) => space[field[name]];
  const DASH = "—";
  const SVG = "http://www.w3.org/2000/svg";

  /* Words */
  const english = () => root.dataset.lang === "en";
  const pair = (text) => (Array.isArray(text) ? text : [text, text]);
  const said = (text) => pair(text)[english() ? 1 : 0];
  const text = (id) => (id == null ? "" : texts[id]);

  /** An element with properties and children; a two-item array child is a text in both languages. */
  function h(name, props, ...children) {
    const [tag, ...classes] = name.split(".");
    const node = document.createElement(tag);
    if (classes.length) node.className = classes.join(" ");
    for (const [key, value] of Object.entries(props || {})) {
      if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
      else if (value != null) node.setAttribute(key, value);
    }
    for (const child of children) node.append(...nodesOf(child));
    return node;
  }
  function nodesOf(child) {
    if (child == null || child === false) return [];
    if (child instanceof Node) return [child];
    if (!Array.isArray(child)) return [String(child)];
    const [zh, en] = child;
    if (zh === en) return [zh];
    return [h("span.zh", { lang: "zh-CN" }, zh), h("span.en", { lang: "en" }, en)];
  }

  /* Numbers: the same rules as on the rest of the page */
  const grouped = (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ",");
  function estimate(value) {
    if (value == null || !Number.isFinite(value)) return DASH;
    const rounded = Number(Math.abs(value).toPrecision(3));
    const exponent = rounded > 0 ? Math.floor(Math.log10(rounded)) : 0;
    const [whole, part = ""] = rounded.toFixed(Math.max(0, Math.min(6, 2 - exponent))).split(".");
    const rest = part.replace(/0+$/, "");
    return (value < 0 && rounded > 0 ? "−" : "") + grouped(whole) + (rest ? "." + rest : "");
  }
  const whole = (value) => (value == null ? DASH : grouped(String(Math.round(value))));
  /** Exact yuan from an integer of fen, given as a number or as its digits. */
  function exactYuan(fen) {
    if (fen == null) return "";
    const digits = String(fen).replace("-", "").padStart(3, "0");
    return (String(fen).startsWith("-") ? "−" : "") + grouped(digits.slice(0, -2)) + "." + digits.slice(-2);
  }
  const wan = (fen) => (fen == null ? DASH : estimate(Number(fen) / 1e6));
  const tonnes = (grams) => (grams == null ? DASH : estimate(Number(grams) / 1e6));

  const OUTCOMES = [["入选", "chosen"], ["附条件", "conditional"], ["未入选", "not chosen"], ["非候选", "no candidate"]];
  const VERDICTS = [["符合", "met"], ["待定", "undetermined"], ["不符合", "not met"]];
  const UNRULED = ["未认定", "not ruled on"];
  const verdict = (space) => (get(space, "verdict") == null ? UNRULED : VERDICTS[get(space, "verdict")]);

  /* Language */
  const onLanguage = [];
  function setLanguage(lang) {
    root.dataset.lang = lang;
    root.lang = lang === "en" ? "en" : "zh-CN";
    onLanguage.forEach((run) => run());
  }
  function readAddress() {
    const match = /(?:^#|[#&])lang=(zh|en)/.exec(location.hash);
    if (match) setLanguage(match[1]);
  }
  document.querySelectorAll("[data-set]").forEach((link) =>
    link.addEventListener("click", (event) => {
      event.preventDefault();
      history.replaceState(null, "", "#lang=" + link.dataset.set);
      setLanguage(link.dataset.set);
    }));
  addEventListener("hashchange", readAddress);

  /* From what? */
  const panel = document.getElementById("panel");
  let opener = null;
  function show(from, ...content) {
    if (opener) opener.removeAttribute("aria-expanded");
    opener = from;
    if (from instanceof HTMLElement) from.setAttribute("aria-expanded", "true");
    const close = h("button.close", { type: "button", "aria-label": "关闭 / Close", onclick: hide }, "×");
    panel.replaceChildren(close, ...content.flatMap(nodesOf));
    panel.hidden = false;
    panel.scrollTop = 0;
    close.focus({ preventScroll: true });
  }
  function hide() {
    if (panel.hidden) return;
    panel.hidden = true;
    if (opener) {
      opener.removeAttribute("aria-expanded");
      opener.focus({ preventScroll: true });
      opener = null;
    }
  }
  function sourceLine(id) {
    if (!id) return null;
    const [origin, date, mark] = sources[id - 1];
    const words = data.marks[mark] || [mark, mark];
    return h("span.source", null, h("span.mark", { "data-mark": mark }, mark), " ", words, " · ", origin, date ? " · " + date : "");
  }
  function branch(id, level) {
    const [label, value, formula, source, inputs] = nodes[id];
    const line = h("span", null, pair(text(label)), value ? " " : "", value ? h("span.val", null, pair(text(value))) : null);
    const details = [formula ? h("span.formula", null, pair(text(formula))) : null, sourceLine(source)];
    if (!inputs.length) return h("li", null, line, ...details);
    const below = h("ul", null, ...inputs.map((input) => branch(input, level + 1)));
    const open = level < 2 && inputs.length <= 12 ? { open: "" } : null;
    return h("li", null, h("details", open, h("summary", null, line), ...details, below));
  }
  function showTree(id, from) {
    const [label, value, formula, source, inputs] = nodes[id];
    show(from,
      h("h2", null, ["由何而来", "From what"]),
      h("p.big", null, pair(text(value || label))),
      h("div", null, value ? pair(text(label)) : null),
      formula ? h("span.formula", null, pair(text(formula))) : null,
      sourceLine(source),
      h("ul", null, ...inputs.map((input) => branch(input, 1))));
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("[data-d]");
    if (button) {
      /* Without the script, a link leads to the same facts elsewhere on the page. */
      if (button instanceof HTMLAnchorElement) event.preventDefault();
      showTree(Number(button.dataset.d), button);
    } else if (!panel.hidden && !panel.contains(event.target) && !event.target.closest(".map-frame")) hide();
  });
  addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });

  const figure = (shown, id, title) => (id == null
    ? h("span", { title }, shown)
    : h("button.fig", { type: "button", "data-d": id, title }, shown));

  /* Cells of the long tables */
  /** Saving rate that fills a bar, in percent. */
  const RATE_BAR = 60;
  function rateCell(space) {
    const rate = get(space, "rate");
    if (rate == null) return [DASH];
    const [low, high] = [get(space, "low"), get(space, "high")];
    const title = low == null ? null : estimate(low) + " – " + estimate(high) + " %";
    const shown = figure(estimate(rate), get(space, "rateFrom"), title);
    const onBar = (value) => Math.max(0, Math.min(100, value * 100 / RATE_BAR));
    const span = onBar(rate);
    const assumed = Math.max(0, Math.min(1, get(space, "assumed") || 0));
    const bar = h("span.rate", { title: assumed ? estimate(100 * assumed) + " % 依赖假定 / on assumptions" : null });
    const place = (tag, from, width) => {
      const node = h(tag);
      node.style.left = from + "%";
      if (width != null) node.style.width = width + "%";
      bar.append(node);
    };
    place("i", 0, span * (1 - assumed));
    place("b", span * (1 - assumed), span * assumed);
    [low, high].forEach((end) => end != null && place("u", onBar(end)));
    return [shown, bar];
  }
  const cells = {
    district: (s) => [pair(text(get(s, "district")) || DASH)],
    kind: (s) => [pair(text(get(s, "kind")) || DASH)],
    area: (s) => [whole(get(s, "area"))],
    package: (s) => [pair(text(get(s, "package")) || DASH)],
    rate: rateCell,
    pv: (s) => [estimate(get(s, "pv"))],
    invest: (s) => [figure(wan(get(s, "invest")), get(s, "investFrom"), exactYuan(get(s, "invest")) + " 元")],
    award: (s) => [figure(wan(get(s, "award")), get(s, "awardFrom"), exactYuan(get(s, "award")) + " 元")],
    saved: (s) => [figure(tonnes(get(s, "saved")), get(s, "savedFrom"))],
    verdict: (s) => [h("span.st.v-" + get(s, "verdict"), null, h("i"), verdict(s))],
    state: (s) => [h("span.st.st-" + get(s, "outcome"), null, h("i"), OUTCOMES[get(s, "outcome")])],
    reason: (s) => [pair(text(get(s, "reason")))],
  };
  const sortKeys = {
    name: (s) => said(text(get(s, "name"))), district: (s) => said(text(get(s, "district"))),
    kind: (s) => said(text(get(s, "kind"))), package: (s) => said(text(get(s, "package"))),
    reason: (s) => said(text(get(s, "reason"))), state: (s) => get(s, "outcome"), verdict: (s) => get(s, "verdict"),
  };
  const sortKey = (key) => sortKeys[key] || ((s) => { const v = get(s, key); return v == null ? null : Number(v); });

  function longTable(host) {
    const outcomes = new Set(host.dataset.outcomes.split(" ").map(Number));
    const all = spaces.filter((space) => outcomes.has(get(space, "outcome")));
    const heads = [...host.querySelectorAll("th[data-k]")];
    const body = host.querySelector("tbody");
    const scroller = host.querySelector(".scroll");
    const [search, select, shown] = [host.querySelector("input"), host.querySelector("select"), host.querySelector(".shown")];
    let [list, drawn, sort] = [all, 0, { key: heads.some((head) => head.dataset.k === "saved") ? "saved" : null, down: true }];
    const haystack = new Map();
    const words = (space) => {
      if (!haystack.has(space)) {
        const parts = ["name", "district", "kind", "package", "reason"].map((key) => pair(text(get(space, key))).join(" "));
        haystack.set(space, (get(space, "id") + " " + parts.join(" ")).toLowerCase());
      }
      return haystack.get(space);
    };
    const districts = [...new Set(all.map((space) => get(space, "district")))].filter((id) => said(text(id)));
    function options() {
      const kept = select.value;
      const sorted = [...districts].sort((a, b) => said(text(a)).localeCompare(said(text(b)), english() ? "en" : "zh-CN"));
      select.replaceChildren(h("option", { value: "" }, english() ? "All districts" : "全部区"),
        ...sorted.map((id) => h("option", { value: id }, said(text(id)))));
      select.value = kept;
      search.placeholder = search.dataset[english() ? "en" : "zh"];
    }
    function row(space) {
      return h("tr", null, ...heads.map((head) => {
        const key = head.dataset.k;
        if (key === "name") {
          return h("th", { scope: "row" }, h("button.fig", { type: "button", onclick: (event) => { event.stopPropagation(); showSpace(space, event.currentTarget); } }, pair(text(get(space, "name")) || get(space, "id"))), h("small", null, get(space, "id")));
        }
        return h(head.classList.contains("n") ? "td.n" : "td", { "data-c": key }, ...cells[key](space));
      }));
    }
    function more() {
      body.append(...list.slice(drawn, drawn + 60).map(row));
      drawn = Math.min(list.length, drawn + 60);
    }
    function redraw() {
      const wanted = search.value.trim().toLowerCase();
      list = all.filter((space) => (!select.value || get(space, "district") === Number(select.value)) && (!wanted || words(space).includes(wanted)));
      if (sort.key) {
        const of = sortKey(sort.key);
        const collate = new Intl.Collator(english() ? "en" : "zh-CN", { numeric: true });
        list = list.map((space, index) => [of(space), index, space]).sort((a, b) => {
          if (a[0] == null || b[0] == null) return (a[0] == null) - (b[0] == null) || a[1] - b[1];
          const order = typeof a[0] === "string" ? collate.compare(a[0], b[0]) : a[0] - b[0];
          return (sort.down ? -order : order) || a[1] - b[1];
        }).map((item) => item[2]);
      }
      heads.forEach((head) => head.setAttribute("aria-sort", head.dataset.k !== sort.key ? "none" : sort.down ? "descending" : "ascending"));
      shown.replaceChildren(...nodesOf([`${grouped(String(list.length))} / ${grouped(String(all.length))} 行`, `${grouped(String(list.length))} of ${grouped(String(all.length))} rows`]));
      body.replaceChildren();
      drawn = 0;
      scroller.scrollTop = 0;
      more();
    }
    scroller.addEventListener("scroll", () => {
      if (scroller.scrollTop + scroller.clientHeight > scroller.scrollHeight - 500 && drawn < list.length) more();
    });
    heads.forEach((head) => head.querySelector("button").addEventListener("click", () => {
      const numeric = head.classList.contains("n");
      sort = { key: head.dataset.k, down: sort.key === head.dataset.k ? !sort.down : numeric };
      redraw();
    }));
    search.addEventListener("input", redraw);
    select.addEventListener("change", redraw);
    addEventListener("beforeprint", () => { if (host.dataset.table !== "all") while (drawn < list.length) more(); });
    host.querySelector("[data-save=rows]").addEventListener("click", () => save(host.dataset.table + ".csv", csvOf(list), "text/csv"));
    onLanguage.push(() => { options(); redraw(); });
    options();
    redraw();
  }

  /* Saving */
  const quoted = (value) => {
    const words = String(value == null ? "" : value);
    const safe = /^[=+\-@\t\r]/.test(words) && !/^-?[\d.]+$/.test(words) ? "'" + words : words;
    return /[",\n\r]/.test(safe) ? '"' + safe.replace(/"/g, '""') + '"' : safe;
  };
  function csvOf(list) {
    const heads = [["编号", "id"], ["名称", "name"], ["区", "district"], ["类型", "kind"], ["建筑面积 m2", "floor area m2"], ["认定", "decision"],
      ["方案", "package"], ["综合节能率 %", "saving rate %"], ["下限 %", "low %"], ["上限 %", "high %"], ["假定份额", "assumed share"], ["光伏 kW", "PV kW"],
      ["投资 元", "investment CNY"], ["补助 元", "award CNY"], ["年减排 g", "saved g CO2e/a"], ["择优", "choice"], ["理由", "reason"]];
    const yuan = (fen) => (fen == null ? "" : exactYuan(fen).replace(/,/g, "").replace("−", "-"));
    const lines = list.map((s) => [get(s, "id"), said(text(get(s, "name"))), said(text(get(s, "district"))), said(text(get(s, "kind"))), get(s, "area"),
      said(verdict(s)), said(text(get(s, "package"))), get(s, "rate"), get(s, "low"), get(s, "high"), get(s, "assumed"), get(s, "pv"),
      yuan(get(s, "invest")), yuan(get(s, "award")), get(s, "saved"), said(OUTCOMES[get(s, "outcome")]), said(text(get(s, "reason")))]);
    return [heads.map(said), ...lines].map((line) => line.map(quoted).join(",")).join("\r\n");
  }
  function save(name, content, type) {
    const bom = type === "text/csv" ? "\ufeff" : "";
    const url = URL.createObjectURL(new Blob([bom + content], { type }));
    const link = h("a", { href: url, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 5000);
  }
  function saveDrawing(figureNode) {
    const drawing = [...figureNode.querySelectorAll("svg.wide,svg.narrow,svg.mapsvg")].find((node) => node.getClientRects().length);
    if (!drawing) return;
    const copy = drawing.cloneNode(true);
    const hidden = english() ? ".zh" : ".en";
    copy.querySelectorAll(hidden + ",.here").forEach((node) => node.remove());
    const style = document.createElementNS(SVG, "style");
    const computed = getComputedStyle(root);
    const css = document.querySelector("style").textContent;
    const rules = css.slice(css.indexOf("/*chart*/"), css.indexOf("/*end*/"));
    style.textContent = rules.replace(/var\((--[\w-]+)\)/g, (_, name) => computed.getPropertyValue(name).trim()) + "svg text{font-family:sans-serif}";
    const defs = document.querySelector(".defs defs").cloneNode(true);
    const ground = document.createElementNS(SVG, "rect");
    ground.setAttribute("width", "100%");
    ground.setAttribute("height", "100%");
    ground.setAttribute("fill", computed.getPropertyValue("--paper").trim());
    /* A drawing that leaves the page takes its notices and its finding along. */
    const [x, y, w, tall] = copy.getAttribute("viewBox").split(" ").map(Number);
    const line = w / 50;
    const heading = figureNode.querySelector("h3").cloneNode(true);
    heading.querySelectorAll(hidden).forEach((node) => node.remove());
    const tags = [...figureNode.closest("section").querySelectorAll(".tag " + (english() ? ".en" : ".zh"))].map((node) => node.textContent);
    const foot = document.createElementNS(SVG, "text");
    foot.setAttribute("x", x + line / 2);
    foot.setAttribute("y", y + tall + line);
    foot.setAttribute("style", `font-size:${line * 0.6}px`);
    foot.textContent = [...tags, heading.textContent].join(" · ");
    copy.setAttribute("viewBox", [x, y, w, tall + 1.6 * line].join(" "));
    copy.removeAttribute("height");
    ground.setAttribute("x", x);
    ground.setAttribute("y", y);
    copy.prepend(style, defs, ground);
    copy.append(foot);
    save(figureNode.id + ".svg", new XMLSerializer().serializeToString(copy), "image/svg+xml");
  }
  document.querySelectorAll(".tools [data-save]").forEach((button) => button.addEventListener("click", () => {
    const host = button.closest("figure");
    if (button.dataset.save === "svg") { saveDrawing(host); return; }
    const table = host.querySelector("table");
    if (!table) { save(host.id + ".csv", csvOf(spaces), "text/csv"); return; }
    const cell = (node) => {
      const copy = node.cloneNode(true);
      copy.querySelectorAll(english() ? ".zh" : ".en").forEach((part) => part.remove());
      copy.querySelectorAll("br").forEach((part) => part.replaceWith(" "));
      return copy.textContent.trim();
    };
    save(host.id + ".csv", [...table.rows].map((line) => [...line.cells].map((node) => quoted(cell(node))).join(",")).join("\r\n"), "text/csv");
  }));

  /* One space in the panel */
  function showSpace(space, from) {
    const line = (zh, en, ...value) => [h("dt", null, [zh, en]), h("dd", null, ...value)];
    const appraised = get(space, "package") != null;
    show(from,
      h("h2", null, get(space, "id")),
      h("p.big", null, pair(text(get(space, "name")) || get(space, "id"))),
      h("dl", null,
        ...line("区", "District", ...cells.district(space)),
        ...line("类型", "Kind", ...cells.kind(space)),
        ...line("建筑面积", "Floor area", whole(get(space, "area")), get(space, "area") == null ? "" : " m²"),
        ...line("认定", "Decision", ...cells.verdict(space)),
        ...line("择优", "Choice", ...cells.state(space)),
        ...line("理由", "Reason", ...cells.reason(space)),
        ...(appraised ? [
          ...line("方案", "Package", ...cells.package(space)),
          ...line("综合节能率", "Saving rate", ...cells.rate(space).slice(0, 1), " %"),
          ...line("光伏", "Photovoltaics", ...cells.pv(space), " kW"),
          ...line("投资", "Investment", ...cells.invest(space), [" 万元", " ×10⁴ CNY"]),
          ...line("补助", "Award", ...cells.award(space), [" 万元", " ×10⁴ CNY"]),
          ...line("年减排", "Saved a year", ...cells.saved(space), " tCO₂e"),
        ] : [])),
      appraised && get(space, "savedFrom") == null && data.spaces.leftOut > 0
        ? h("p.quiet", null, ["为控制页面大小，此处未附推导；逐项见 appraisals.parquet 与 decisions.jsonl。", "Its derivation was left out to keep the page small; see appraisals.parquet and decisions.jsonl."])
        : null);
  }

  /* Map: nearest point, keyboard, zoom */
  function mapOf(frame) {
    const drawing = frame.querySelector("svg");
    const tip = frame.querySelector(".tip");
    const full = drawing.viewBox.baseVal;
    const [W, H] = [full.width, full.height];
    const dots = [...drawing.querySelectorAll(".dots circle")].map((node) => ({
      node, x: +node.getAttribute("cx"), y: +node.getAttribute("cy"), r: +node.getAttribute("r"), space: spaces[+node.dataset.i],
    }));
    const names = [...drawing.querySelectorAll(".names text")].map((node) => ({ node, x: +node.getAttribute("x"), y: +node.getAttribute("y") }));
    const scale = drawing.querySelector(".scale");
    const hatch = document.getElementById("hatch-map");
    const ring = document.createElementNS(SVG, "circle");
    ring.setAttribute("class", "here");
    ring.style.display = "none";
    drawing.append(ring);
    let view = { x: 0, y: 0, k: 1 };
    let current = null;
    function setView(x, y, k) {
      k = Math.max(1, Math.min(24, k));
      x = Math.max(0, Math.min(W - W / k, x));
      y = Math.max(0, Math.min(H - H / k, y));
      const resized = k !== view.k;
      view = { x, y, k };
      drawing.setAttribute("viewBox", `${x} ${y} ${W / k} ${H / k}`);
      if (!resized) return;
      const shrink = Math.pow(k, -0.62);
      drawing.querySelector(".ground").style.strokeWidth = 54 * shrink;
      drawing.querySelector(".dots").style.setProperty("stroke-width", shrink);
      dots.forEach((dot) => { dot.node.setAttribute("r", dot.r * shrink); dot.node.style.strokeWidth = k > 1 ? 1.1 * shrink : ""; });
      names.forEach(({ node, x: left, y: top }) => node.setAttribute("transform", `translate(${left} ${top}) scale(${1 / k}) translate(${-left} ${-top})`));
      hatch.setAttribute("patternTransform", `rotate(45) scale(${shrink})`);
      scale.style.display = k > 1 ? "none" : "";
      mark(null);
    }
    function zoom(factor, x, y) {
      const k = Math.max(1, Math.min(24, view.k * factor));
      setView(x - (x - view.x) * view.k / k, y - (y - view.y) * view.k / k, k);
    }
    function at(event) {
      const box = drawing.getBoundingClientRect();
      const unit = Math.max(W / view.k / box.width, H / view.k / box.height);
      const [left, top] = [(box.width - W / view.k / unit) / 2, (box.height - H / view.k / unit) / 2];
      return { x: view.x + (event.clientX - box.left - left) * unit, y: view.y + (event.clientY - box.top - top) * unit, unit, left, top };
    }
    function nearest(x, y, reach) {
      let [best, least] = [null, reach];
      for (const dot of dots) {
        const away = Math.hypot(dot.x - x, dot.y - y) - +dot.node.getAttribute("r");
        if (away < least || (away <= 0 && least <= 0 && best && dot.r < best.r)) [best, least] = [dot, Math.max(away, 0)];
      }
      return best;
    }
    function mark(dot) {
      current = dot;
      ring.style.display = dot ? "" : "none";
      tip.hidden = !dot;
      if (!dot) return;
      const r = +dot.node.getAttribute("r");
      ring.setAttribute("cx", dot.x);
      ring.setAttribute("cy", dot.y);
      ring.setAttribute("r", r + 3 / view.k);
      ring.style.strokeWidth = 2 / view.k;
      const { space } = dot;
      const area = get(space, "area");
      tip.replaceChildren(
        h("b", null, pair(text(get(space, "name")) || get(space, "id"))),
        h("div", null, pair(text(get(space, "district")) || ""), " · ", pair(text(get(space, "kind")) || ""), area == null ? "" : " · " + whole(area) + " m²"),
        h("div", null, verdict(space), " · ", OUTCOMES[get(space, "outcome")]),
        h("div.quiet", null, pair(text(get(space, "reason")))));
      const box = drawing.getBoundingClientRect();
      const unit = Math.max(W / view.k / box.width, H / view.k / box.height);
      const left = (dot.x - view.x) / unit + (box.width - W / view.k / unit) / 2;
      const top = (dot.y - view.y) / unit + (box.height - H / view.k / unit) / 2;
      const flipX = left > box.width * 0.6;
      const flipY = top > box.height * 0.6;
      tip.style.left = flipX ? "" : left + 14 + "px";
      tip.style.right = flipX ? box.width - left + 14 + "px" : "";
      tip.style.top = flipY ? "" : top + 10 + "px";
      tip.style.bottom = flipY ? box.height - top + 10 + "px" : "";
    }
    let drag = null;
    drawing.addEventListener("pointerdown", (event) => {
      const start = at(event);
      drag = { x: start.x, y: start.y, moved: false };
    });
    drawing.addEventListener("pointermove", (event) => {
      const here = at(event);
      if (drag && view.k > 1 && event.buttons) {
        if (Math.hypot(here.x - drag.x, here.y - drag.y) / here.unit > 4) drag.moved = true;
        if (drag.moved) setView(view.x + drag.x - here.x, view.y + drag.y - here.y, view.k);
        return;
      }
      mark(nearest(here.x, here.y, 10 * here.unit));
    });
    drawing.addEventListener("pointerleave", () => { drag = null; mark(null); });
    drawing.addEventListener("click", (event) => {
      const moved = drag && drag.moved;
      drag = null;
      const here = at(event);
      const dot = moved ? null : nearest(here.x, here.y, 12 * here.unit);
      if (dot) showSpace(dot.space, frame);
    });
    drawing.addEventListener("wheel", (event) => {
      if (!(event.ctrlKey || event.metaKey) && document.activeElement !== frame && view.k === 1) return;
      event.preventDefault();
      const here = at(event);
      zoom(event.deltaY < 0 ? 1.25 : 0.8, here.x, here.y);
    }, { passive: false });
    frame.querySelectorAll("[data-zoom]").forEach((button) => button.addEventListener("click", (event) => {
      event.stopPropagation();
      const [x, y] = [view.x + W / view.k / 2, view.y + H / view.k / 2];
      if (button.dataset.zoom === "fit") setView(0, 0, 1);
      else zoom(button.dataset.zoom === "in" ? 1.6 : 0.625, x, y);
    }));
    const KEYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
    frame.addEventListener("keydown", (event) => {
      const way = KEYS[event.key];
      if (event.key === "Enter" && current && event.target === frame) showSpace(current.space, frame);
      if (!way) return;
      event.preventDefault();
      const from = current || { x: W / 2, y: H / 2 };
      let [best, least] = [null, Infinity];
      for (const dot of dots) {
        const [dx, dy] = [dot.x - from.x, dot.y - from.y];
        const along = dx * way[0] + dy * way[1];
        if (dot === current || along <= 0.2) continue;
        const cost = along + 2.5 * Math.abs(dx * way[1] + dy * way[0]);
        if (cost < least) [best, least] = [dot, cost];
      }
      if (best) mark(best);
    });
  }

  /* Where am I */
  const links = new Map([...document.querySelectorAll("nav li a")].map((link) => [link.hash.slice(1), link]));
  const seen = new IntersectionObserver((entries) => entries.forEach((entry) => {
    if (!entry.isIntersecting) return;
    links.forEach((link) => link.classList.remove("here"));
    links.get(entry.target.id)?.classList.add("here");
  }), { rootMargin: "-10% 0px -80% 0px" });
  links.forEach((_, id) => seen.observe(document.getElementById(id)));

  readAddress();
  document.querySelectorAll(".long").forEach(longTable);
  document.querySelectorAll(".map-frame").forEach(mapOf);
  root.dataset.ready = "1";
})();
