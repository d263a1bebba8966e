// While a part is being written, the server compares every sentence with the tables. Works without: the button does it.
(function () {
  "use strict";
  var form = document.querySelector("[data-part-form]");
  if (!form || !window.fetch) return;
  var text = form.querySelector("textarea");
  var waiting = 0, asked = 0;
  function check() {
    var number = (asked += 1);
    fetch(form.dataset.check, { method: "POST", body: new FormData(form), credentials: "same-origin" })
      .then(function (answer) { return answer.ok ? answer.text() : ""; })
      .then(function (html) {
        if (!html || number !== asked) return; // an older answer says nothing of what stands there now
        document.querySelector("[data-part-findings]").outerHTML = html;
      })
      .catch(function () { /* the button still does it */ });
  }
  text.addEventListener("input", function () {
    clearTimeout(waiting);
    waiting = setTimeout(check, 600);
  });
  var saved = text.value;
  window.addEventListener("beforeunload", function (event) {
    if (text.value !== saved) event.preventDefault();
  });
  form.addEventListener("submit", function () { saved = text.value; });
})();
