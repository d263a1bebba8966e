// Small behaviours of the page frame. Everything works without them; they only make it kinder.
(function () {
  "use strict";
  var preferences = window.yangguangPreferences;
  var root = document.documentElement;

  function press(button, on) { button.setAttribute("aria-pressed", on ? "true" : "false"); }

  // large type and dark mode
  document.querySelectorAll("[data-toggle-type]").forEach(function (button) {
    press(button, root.dataset.type === "large");
    button.addEventListener("click", function () {
      var large = root.dataset.type !== "large";
      root.dataset.type = large ? "large" : "normal";
      preferences.write("type", large ? "large" : "");
      press(button, large);
    });
  });
  document.querySelectorAll("[data-toggle-theme]").forEach(function (button) {
    press(button, root.dataset.theme === "dark");
    button.addEventListener("click", function () {
      var theme = root.dataset.theme === "dark" ? "light" : "dark";
      root.dataset.theme = theme;
      preferences.write("theme", theme);
      press(button, theme === "dark");
      document.dispatchEvent(new CustomEvent("yangguang:theme", { detail: theme }));
    });
  });

  // menus made of <details> close on Escape and when the focus leaves
  document.querySelectorAll("details[data-menu]").forEach(function (menu) {
    menu.addEventListener("keydown", function (event) {
      if (event.key === "Escape") { menu.open = false; menu.querySelector("summary").focus(); }
    });
    menu.addEventListener("focusout", function (event) {
      if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
    });
  });

  // tabs: without script they are headings and sections one below the other
  document.querySelectorAll("[data-tabs]").forEach(function (group) {
    var tabs = Array.prototype.slice.call(group.querySelectorAll("[role=tab]"));
    function show(tab, focus) {
      tabs.forEach(function (other) {
        var on = other === tab;
        other.setAttribute("aria-selected", on ? "true" : "false");
        other.tabIndex = on ? 0 : -1;
        document.getElementById(other.getAttribute("aria-controls")).hidden = !on;
      });
      if (focus) tab.focus();
    }
    tabs.forEach(function (tab, index) {
      tab.addEventListener("click", function () { show(tab); });
      tab.addEventListener("keydown", function (event) {
        var step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        var to = event.key === "Home" ? 0 : event.key === "End" ? tabs.length - 1 : null;
        if (step) to = (index + step + tabs.length) % tabs.length;
        if (to !== null) { event.preventDefault(); show(tabs[to], true); }
      });
    });
    show(tabs.filter(function (t) { return "#" + t.getAttribute("aria-controls") === location.hash; })[0] || tabs[0]);
  });

  // file drop zones: a native file input that also takes drops and lists what was chosen
  document.querySelectorAll("[data-dropzone]").forEach(function (zone) {
    var input = zone.querySelector("input[type=file]");
    var list = zone.querySelector("[data-dropzone-list]");
    function size(bytes) {
      return bytes < 1024 * 1024 ? Math.ceil(bytes / 1024) + " KB" : (bytes / 1024 / 1024).toFixed(1) + " MB";
    }
    function tell() {
      if (!list) return;
      list.replaceChildren();
      Array.prototype.forEach.call(input.files, function (file) {
        var item = document.createElement("li");
        item.textContent = file.name + "（" + size(file.size) + "）";
        list.append(item);
      });
    }
    ["dragenter", "dragover"].forEach(function (name) {
      zone.addEventListener(name, function (event) { event.preventDefault(); zone.classList.add("is-over"); });
    });
    ["dragleave", "drop"].forEach(function (name) {
      zone.addEventListener(name, function () { zone.classList.remove("is-over"); });
    });
    zone.addEventListener("drop", function (event) {
      event.preventDefault();
      var given = new DataTransfer();
      var files = Array.prototype.slice.call(event.dataTransfer.files, 0, input.multiple ? undefined : 1);
      files.forEach(function (file) { given.items.add(file); });
      input.files = given.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    input.addEventListener("change", tell);
  });

  // a form is sent once; the button says that work is going on
  document.querySelectorAll("form[data-once]").forEach(function (form) {
    form.addEventListener("submit", function () {
      form.querySelectorAll("[type=submit]").forEach(function (button) {
        button.setAttribute("aria-busy", "true");
        setTimeout(function () { button.disabled = true; }, 0);
      });
    });
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-once] [type=submit]").forEach(function (button) {
      button.disabled = false;
      button.removeAttribute("aria-busy");
    });
  });

  // filters send themselves when a choice changes
  document.querySelectorAll("form[data-autosubmit] select").forEach(function (select) {
    select.addEventListener("change", function () { select.form.requestSubmit(); });
  });
  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.addEventListener("click", function () { window.print(); });
  });
})();
