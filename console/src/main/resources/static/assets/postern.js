// What the pages cannot do without script: copy to the clipboard, and tick all boxes. Everything else works without.
document.addEventListener("click", (event) => {
  const copy = event.target.closest("[data-copy]");
  if (copy) {
    const text = document.getElementById(copy.dataset.copy).textContent;
    navigator.clipboard.writeText(text).then(() => {
      const before = copy.textContent;
      copy.textContent = "Copied";
      setTimeout(() => (copy.textContent = before), 1500);
    });
  }
});

function showSelection(form) {
  const count = form.querySelectorAll("input[name=item]:checked").length;
  form.querySelectorAll("[data-needs-selection]").forEach((button) => (button.disabled = count === 0));
  const label = form.querySelector("[data-selection]");
  if (label) label.textContent = count === 0 ? "" : count + " selected";
}

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (!form) return;
  if (event.target.matches("[data-all]")) {
    form.querySelectorAll("input[name=item]").forEach((box) => (box.checked = event.target.checked));
  }
  if (event.target.matches("[data-all], input[name=item]")) showSelection(form);
  if (event.target.matches("[data-shows]")) {
    document.getElementById(event.target.dataset.shows).classList.toggle("hidden", event.target.value !== "other");
  }
});

document.querySelectorAll("form[data-selecting]").forEach(showSelection);
document.querySelectorAll("[data-all]").forEach((box) => box.classList.remove("hidden"));
