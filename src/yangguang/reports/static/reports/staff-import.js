// Kindnesses of the import pages: a progress bar for each file, and a batch that refreshes itself.
(function () {
  "use strict";

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
        state.textContent = file.size < 1048576 ? Math.ceil(file.size / 1024) + " KB" : (file.size / 1048576).toFixed(1) + " MB";
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
      fetch(progress.dataset.progress, { headers: { "X-Requested-With": "fetch" }, credentials: "same-origin" })
        .then(function (answer) { return answer.ok ? answer.text() : null; })
        .then(function (html) { if (html) progress.innerHTML = html; poll(); })
        .catch(poll);
    }, document.hidden ? 5000 : 1200);
  }
  if (progress) poll();
})();
