// Kindnesses of the request form; everything works without them.
(function () {
  "use strict";
  // what is wrong is read out and seen first
  var errors = document.querySelector("[data-errors]");
  if (errors) errors.focus();

  // "is it this?" while somebody types
  var place = document.querySelector("[data-suggestions]");
  if (!place || !window.fetch) return;
  var names = ["info_title", "info_document_number", "info_description"];
  var waiting = 0, asked = "";
  function look() {
    var words = names.map(function (name) { return document.getElementById("id_" + name).value; }).join(" ").trim().slice(0, 300);
    if (words === asked) return;
    asked = words;
    fetch(place.dataset.suggestions + "?q=" + encodeURIComponent(words), { credentials: "same-origin" })
      .then(function (answer) { return answer.ok ? answer.text() : ""; })
      .then(function (html) { if (words === asked) place.innerHTML = html; })
      .catch(function () { /* without an answer the page simply stays as it is */ });
  }
  names.forEach(function (name) {
    document.getElementById("id_" + name).addEventListener("input", function () {
      clearTimeout(waiting);
      waiting = setTimeout(look, 600);
    });
  });
})();
