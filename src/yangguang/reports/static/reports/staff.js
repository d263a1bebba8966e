// Kindnesses of the annual report pages: everything here also works without, as pages of its own.
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

  // upload: drop, then one request per file with its own progress
  var upload = document.querySelector("form[data-upload]");
  if (upload) {
    var input = upload.querySelector("input[type=file]"), drop = upload.querySelector("[data-drop]");
    var list = upload.querySelector("[data-files]");
    var rows = function () {
      list.replaceChildren();
      return Array.prototype.map.call(input.files, function (file) {
        var row = document.createElement("li"), name = document.createElement("span"), state = document.createElement("span");
        name.textContent = file.name;
        state.textContent = (file.size / 1024 / 1024).toFixed(2) + " MB";
        row.append(name, state);
        list.append(row);
        return { file: file, row: row, state: state };
      });
    };
    input.addEventListener("change", rows);
    ["dragenter", "dragover"].forEach(function (kind) {
      drop.addEventListener(kind, function (event) { event.preventDefault(); drop.classList.add("is-over"); });
    });
    ["dragleave", "drop"].forEach(function (kind) {
      drop.addEventListener(kind, function (event) { event.preventDefault(); drop.classList.remove("is-over"); });
    });
    drop.addEventListener("drop", function (event) {
      if (event.dataTransfer.files.length) { input.files = event.dataTransfer.files; rows(); }
    });
    var token = upload.querySelector("[name=csrfmiddlewaretoken]").value;
    var one = function (item, url) {
      return new Promise(function (done) {
        var request = new XMLHttpRequest(), bar = document.createElement("progress"), data = new FormData();
        bar.max = 1; bar.value = 0;
        item.row.append(bar);
        data.append("csrfmiddlewaretoken", token);
        data.append("files", item.file);
        request.open("POST", url);
        request.upload.onprogress = function (event) { if (event.lengthComputable) bar.value = event.loaded / event.total; };
        request.onloadend = function () {
          var answer = {};
          try { answer = JSON.parse(request.responseText); } catch (error) { answer = { error: "" }; }
          bar.value = 1;
          if (request.status !== 200) { item.row.classList.add("is-failed"); item.state.textContent = answer.error || request.status || "×"; }
          else item.state.textContent = "✓";
          done(request.status === 200);
        };
        request.send(data);
      });
    };
    upload.addEventListener("submit", function (event) {
      if (!input.files.length || !window.fetch) return;
      event.preventDefault();
      upload.querySelector("button").disabled = true;
      var data = new FormData();
      data.append("csrfmiddlewaretoken", token);
      fetch(upload.dataset.open, { method: "POST", body: data, credentials: "same-origin" })
        .then(function (answer) { if (!answer.ok) throw new Error(); return answer.json(); })
        .then(function (batch) {
          return rows().reduce(function (before, item) {
            return before.then(function (sent) { return one(item, batch.add).then(function (ok) { return sent + (ok ? 1 : 0); }); });
          }, Promise.resolve(0)).then(function (sent) {
            if (sent) location.href = batch.batch;
            else upload.querySelector("button").disabled = false;
          });
        })
        .catch(function () { upload.submit(); });
    });
  }

  // the batch page refreshes itself while files are being read
  var progress = document.querySelector("[data-progress]");
  function poll() {
    if (!progress.querySelector("[data-running]")) return;
    setTimeout(function () {
      fetch(progress.dataset.progress, fragment)
        .then(function (answer) { return answer.ok ? answer.text() : null; })
        .then(function (html) { if (html) progress.innerHTML = html; poll(); })
        .catch(poll);
    }, document.hidden ? 5000 : 1200);
  }
  if (progress) poll();
})();
