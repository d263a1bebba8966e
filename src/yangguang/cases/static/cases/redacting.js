/* Drawing boxes and picking words; everything else is plain forms. */
(() => {
  "use strict";
  const form = document.querySelector("[data-place]");
  const overlay = document.querySelector("[data-overlay]");
  const text = document.querySelector("[data-text]");
  document.querySelectorAll(".rd-script").forEach((part) => { part.hidden = false; });

  const send = (values) => {
    for (const [name, value] of Object.entries(values)) form.elements[name].value = value;
    form.requestSubmit();
  };

  const drawing = () => {
    const box = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    box.setAttribute("class", "rd-drawn");
    const show = ({ x, y, width, height }) => {
      for (const [name, value] of Object.entries({ x, y, width, height })) box.setAttribute(name, value);
      if (!box.isConnected) overlay.append(box);
    };
    const submit = ({ x, y, width, height }) =>
      send({ left: x / 1000, top: y / 1000, right: (x + width) / 1000, bottom: (y + height) / 1000 });
    const place = (event) => {
      const area = overlay.getBoundingClientRect();
      const within = (value) => Math.min(Math.max(value, 0), 1000);
      return {
        x: within(((event.clientX - area.left) / area.width) * 1000),
        y: within(((event.clientY - area.top) / area.height) * 1000),
      };
    };
    const between = (a, b) => ({
      x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y),
    });

    let from = null;
    overlay.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      from = { ...place(event), word: event.target.closest(".rd-word") };
      overlay.setPointerCapture(event.pointerId);
    });
    overlay.addEventListener("pointermove", (event) => {
      if (from) show(between(from, place(event)));
    });
    overlay.addEventListener("pointercancel", () => { from = null; box.remove(); });
    overlay.addEventListener("pointerup", (event) => {
      if (!from) return;
      const drawn = between(from, place(event));
      const word = from.word;
      from = null;
      if (drawn.width > 4 && drawn.height > 2) submit(drawn);
      else if (word) send({ start: word.dataset.start, end: word.dataset.end });
      else box.remove();
    });

    let held = { x: 400, y: 480, width: 200, height: 30 };
    const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    overlay.addEventListener("focus", () => { if (overlay.matches(":focus-visible")) show(held); });
    overlay.addEventListener("blur", () => { if (!from) box.remove(); });
    overlay.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        event.preventDefault();
        submit(held);
        return;
      }
      const move = moves[event.key];
      if (!move) return;
      event.preventDefault();
      const step = event.ctrlKey || event.metaKey ? 1 : 10;
      const [across, down] = move.map((sign) => sign * step);
      held = event.shiftKey
        ? { ...held, width: Math.max(held.width + across, 5), height: Math.max(held.height + down, 5) }
        : { ...held, x: held.x + across, y: held.y + down };
      held.width = Math.min(held.width, 1000);
      held.height = Math.min(held.height, 1000);
      held.x = Math.min(Math.max(held.x, 0), 1000 - held.width);
      held.y = Math.min(Math.max(held.y, 0), 1000 - held.height);
      show(held);
    });
  };

  const selecting = () => {
    const button = form.querySelector("[data-selection]");
    button.addEventListener("mousedown", (event) => event.preventDefault()); // keep the selection
    button.addEventListener("click", (event) => {
      const chosen = window.getSelection();
      const range = chosen.rangeCount ? chosen.getRangeAt(0) : null;
      const inside = (node) => (node.nodeType === 1 ? node : node.parentElement).closest("[data-passage]");
      const line = range && inside(range.startContainer);
      event.preventDefault();
      if (!line || range.collapsed || !text.contains(line)) return;
      const before = document.createRange();
      before.selectNodeContents(line);
      before.setEnd(range.startContainer, range.startOffset);
      const length = [...line.textContent].length;
      const start = [...before.toString()].length;
      const end = inside(range.endContainer) === line ? start + [...range.toString()].length : length;
      if (end > start) send({ passage: line.dataset.passage, start, end });
    });
  };

  const waiting = document.querySelector("[data-progress]");
  const ask = async () => {
    const answer = await fetch(waiting.dataset.progress, { headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok) return;
    waiting.innerHTML = await answer.text();
    if (waiting.querySelector("[data-running]")) window.setTimeout(ask, 1500);
    else window.location.reload();
  };

  if (form && overlay) drawing();
  if (form && text) selecting();
  if (waiting && waiting.querySelector("[data-running]")) window.setTimeout(ask, 800);
})();
