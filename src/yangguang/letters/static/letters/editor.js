/* The paper follows the text while it is typed. Without script the button does the same. */
(() => {
  const form = document.querySelector("form[data-preview]");
  const view = document.getElementById("preview");
  if (!form || !view) return;
  let timer = 0;
  let latest = 0;
  const show = async () => {
    const mine = ++latest;
    const answer = await fetch(form.dataset.preview, { method: "POST", body: new FormData(form), headers: { "X-Requested-With": "fetch" } });
    if (mine === latest && (answer.ok || answer.status === 422)) view.innerHTML = await answer.text();
  };
  form.elements.text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => show().catch(() => {}), 400);
  });
  let saved = false;
  const before = form.elements.text.value;
  form.addEventListener("submit", () => { saved = true; });
  addEventListener("beforeunload", (event) => {
    if (!saved && form.elements.text.value !== before) event.preventDefault();
  });
})();
