// Kindnesses of the import pages: the name of the chosen file, and a page that refreshes itself.
(function () {
  "use strict";
  var drop = document.querySelector("[data-drop]");
  if (drop) {
    var input = drop.querySelector("input[type=file]"), chosen = drop.querySelector("[data-chosen]");
    var show = function () { chosen.textContent = input.files.length ? input.files[0].name : ""; };
    input.addEventListener("change", show);
    show(); // the browser may have kept it
    ["dragenter", "dragover"].forEach(function (kind) {
      drop.addEventListener(kind, function () { drop.classList.add("is-over"); });
    });
    ["dragleave", "drop"].forEach(function (kind) {
      drop.addEventListener(kind, function () { drop.classList.remove("is-over"); });
    });
  }
  var progress = document.querySelector("[data-progress]");
  function poll() {
    if (!progress.querySelector("[data-running]")) return;
    setTimeout(function () {
      fetch(progress.dataset.progress, { headers: { "X-Requested-With": "fetch" }, credentials: "same-origin" })
        .then(function (answer) { return answer.ok && !answer.redirected ? answer.text() : null; })
        .then(function (html) { if (html) progress.innerHTML = html; poll(); }) // our own server's template
        .catch(poll);
    }, document.hidden ? 5000 : 1200);
  }
  if (progress) poll();
})();
