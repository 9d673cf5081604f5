// Reading choices show at once; the form still has to be saved.

const CHOICES = ["theme", "font", "size", "spacing", "motion"];

document.addEventListener("change", ({ target }) => {
  if (!target.closest("form[data-preview]") || !CHOICES.includes(target.name)) return;
  const choices = document.documentElement.dataset;
  const isOn = target.type !== "checkbox" || target.checked;
  if (isOn && target.value) choices[target.name] = target.value;
  else delete choices[target.name];
});
