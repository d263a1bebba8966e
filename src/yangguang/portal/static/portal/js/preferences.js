// Applies what the visitor chose before the page is painted. Loaded in <head>, without defer.
// Kept in this browser only: theme = light | dark | (system), type = large | (normal).
(function () {
  "use strict";
  var root = document.documentElement;
  var dark = window.matchMedia("(prefers-color-scheme: dark)");

  function read(key) {
    try { return localStorage.getItem("yangguang." + key); } catch (e) { return null; }
  }
  function write(key, value) {
    try {
      if (value) localStorage.setItem("yangguang." + key, value);
      else localStorage.removeItem("yangguang." + key);
    } catch (e) { /* private browsing: the choice lasts for this page */ }
  }
  function paint() {
    root.dataset.theme = read("theme") || (dark.matches ? "dark" : "light");
    root.dataset.type = read("type") || "normal";
    root.classList.add("has-script");
  }
  dark.addEventListener("change", paint);
  window.addEventListener("storage", paint);
  window.yangguangPreferences = { read: read, write: write, paint: paint };
  paint();
})();
