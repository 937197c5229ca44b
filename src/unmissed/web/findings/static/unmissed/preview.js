// Shows at once what a decision would do, on the page on which it is chosen. Without it, the next page shows the same.
for (const part of document.querySelectorAll("[data-preview-of-form]")) {
  const form = part.querySelector("form"), place = part.querySelector("[data-preview]");
  const [name, value] = (part.dataset.previewWhen || "").split("=");
  let asked = 0;
  form.addEventListener("change", async () => {
    const typed = new FormData(form), mine = ++asked;
    typed.set("step", "look");
    place.replaceChildren();
    if (name && typed.get(name) !== value) return;
    try {
      const answer = await fetch(form.action, { method: "POST", body: typed, credentials: "same-origin", redirect: "error" });
      const shown = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".app-effects");
      if (shown && mine === asked) place.replaceChildren(document.adoptNode(shown));
    } catch { /* the next page shows it */ }
  });
}
