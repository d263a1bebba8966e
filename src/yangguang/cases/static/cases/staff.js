// Who else has the case open: asked again while the page is looked at.
(function () {
  "use strict";
  var head = document.querySelector("[data-presence]");
  var place = document.querySelector("[data-presence-place]");
  if (!head || !place) return;
  setInterval(function () {
    if (document.hidden) return;
    fetch(head.dataset.presence, { credentials: "same-origin" }).then(function (answer) {
      if (!answer.ok || answer.redirected) return null;
      return answer.text();
    }).then(function (text) {
      if (text !== null) place.innerHTML = text; // our own server's template, escaped there
    }).catch(function () {});
  }, 25000);
})();

// How far background work has come: asked again until it has ended, then the page shows what came of it.
(function () {
  "use strict";
  var card = document.querySelector("[data-progress]");
  if (!card) return;
  var asking = setInterval(function () {
    if (document.hidden) return;
    fetch(card.dataset.progress, { credentials: "same-origin" }).then(function (answer) {
      if (!answer.ok || answer.redirected) return null;
      return answer.text();
    }).then(function (text) {
      if (text === null) return;
      card.innerHTML = text; // our own server's template, escaped there
      if (!card.querySelector("[data-progress-ended]")) return;
      clearInterval(asking);
      location.reload();
    }).catch(function () {});
  }, 2000);
})();
