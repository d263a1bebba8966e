// Kindnesses of the review page: everything here also works without, as pages of its own.
(function () {
  "use strict";
  var fragment = { headers: { "X-Requested-With": "fetch" }, credentials: "same-origin" };

  // a cell or a finding opens in a dialog over the report
  var dialog = document.querySelector(".rp-dialog");
  function fill(html) {
    dialog.innerHTML = html; // our own page's answer, escaped by the server
    if (!dialog.open) dialog.showModal();
    var first = dialog.querySelector("input:not([type=hidden]), textarea, a");
    if (first) first.focus();
  }
  function open(url) {
    fetch(url, fragment).then(function (answer) {
      if (!answer.ok) { location.href = url; return null; }
      return answer.text().then(fill);
    }).catch(function () { location.href = url; });
  }
  function send(form, button) {
    var data = new FormData(form);
    if (button && button.name) data.append(button.name, button.value);
    button.setAttribute("aria-busy", "true");
    fetch(form.action, { method: "POST", body: data, headers: fragment.headers, credentials: "same-origin" })
      .then(function (answer) {
        if ((answer.headers.get("Content-Type") || "").indexOf("json") < 0) { answer.text().then(fill); return; }
        answer.json().then(function (done) { location.href = done.to; location.reload(); });
      })
      .catch(function () { button.removeAttribute("aria-busy"); form.submit(); });
  }
  if (dialog && dialog.showModal) {
    document.addEventListener("click", function (event) {
      var link = event.target.closest("a[data-dialog]");
      if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
        event.preventDefault();
        var cell = link.closest("[data-place]");
        if (cell) show(cell.dataset.place, cell);
        open(link.href);
      }
      if (event.target.closest(".rp-dialog [data-close]")) { event.preventDefault(); dialog.close(); }
    });
    dialog.addEventListener("submit", function (event) {
      if (event.target.matches("form[data-stay]")) { event.preventDefault(); send(event.target, event.submitter); }
    });
  }

  // findings and the original as two tabs beside the report
  var side = document.querySelector(".rp-side");
  function choose(id) {
    if (!side) return;
    side.querySelectorAll("[role=tab]").forEach(function (tab) {
      var on = tab.getAttribute("aria-controls") === id;
      tab.setAttribute("aria-selected", on ? "true" : "false");
      tab.tabIndex = on ? 0 : -1;
      document.getElementById(tab.getAttribute("aria-controls")).hidden = !on;
    });
  }
  if (side) {
    side.classList.add("has-tabs");
    side.querySelector("[role=tablist]").hidden = false;
    side.querySelectorAll(".rp-panel").forEach(function (panel) {
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", panel.id.replace("panel", "tab"));
    });
    side.addEventListener("click", function (event) {
      var tab = event.target.closest("[role=tab]");
      if (tab) choose(tab.getAttribute("aria-controls"));
    });
    side.addEventListener("keydown", function (event) {
      if (!event.target.matches("[role=tab]") || (event.key !== "ArrowLeft" && event.key !== "ArrowRight")) return;
      var other = side.querySelector("[role=tab][aria-selected=false]");
      choose(other.getAttribute("aria-controls"));
      other.focus();
    });
    choose("panel-findings");
    var follow = function () { if (/^#finding-/.test(location.hash)) choose("panel-findings"); };
    window.addEventListener("hashchange", function () {
      follow();
      var there = document.getElementById(location.hash.slice(1));
      if (there) there.scrollIntoView({ block: "center" });
    });
    follow();
  }

  // show in the original where a figure or a paragraph stands
  function show(place, from) {
    document.querySelectorAll(".is-shown").forEach(function (shown) { shown.classList.remove("is-shown"); });
    document.querySelectorAll(".rp-spot").forEach(function (spot) { spot.remove(); });
    if (from) from.classList.add("is-shown");
    var parts = place.split(";"), original = document.querySelector("[data-original]");
    if (!original) return;
    choose("panel-original");
    var page = original.querySelector('[data-page="' + parts[0] + '"]');
    if (page) { spot(page, parts[4]); return; }
    var block = original.querySelector('[data-block="' + parts[1] + '"]');
    if (!block) return;
    var row = block.rows && block.rows[parts[2] - 1];
    var cell = row && row.querySelector('[data-column="' + parts[3] + '"]');
    (cell || row || block).classList.add("is-shown");
    (cell || row || block).scrollIntoView({ block: "center", inline: "center" });
  }
  function spot(page, box) {
    if (!box || !page.dataset.width) { page.scrollIntoView({ block: "start" }); return; }
    var edges = box.split(",").map(Number), w = page.dataset.width, h = page.dataset.height;
    var mark = document.createElement("span");
    mark.className = "rp-spot";
    mark.style.left = (100 * edges[0]) / w + "%";
    mark.style.top = (100 * edges[1]) / h + "%";
    mark.style.width = (100 * (edges[2] - edges[0])) / w + "%";
    mark.style.height = (100 * (edges[3] - edges[1])) / h + "%";
    page.append(mark);
    mark.scrollIntoView({ block: "center" });
  }
  document.querySelectorAll("p[data-place]").forEach(function (text) {
    text.addEventListener("dblclick", function () { show(text.dataset.place, text); });
  });
})();
