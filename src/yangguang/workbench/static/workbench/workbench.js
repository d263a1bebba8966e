// Our components follow the theme that the person chose in the workbench.
(function () {
  "use strict";
  var root = document.documentElement;
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  function paint() {
    var chosen = root.classList.contains("w-theme-dark");
    var system = root.classList.contains("w-theme-system") && dark.matches;
    root.dataset.theme = chosen || system ? "dark" : "light";
  }
  root.classList.add("has-script"); // before the observer: adding a class anew would wake it for ever
  dark.addEventListener("change", paint);
  new MutationObserver(paint).observe(root, { attributes: true, attributeFilter: ["class"] });
  paint();
})();
