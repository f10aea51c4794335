"use strict";
(() => {
  const bar = document.querySelector(".filters");
  const [outcome, kind, words] = ["outcome", "kind", "words"].map((name) => bar.elements[name]);
  const status = bar.querySelector("output");
  const all = [...document.querySelectorAll(".question")];
  const text = new Map();
  const holds = (question, wanted) => {
    if (!wanted) return true;
    if (!text.has(question)) text.set(question, question.textContent.toLowerCase());
    return text.get(question).includes(wanted);
  };
  const fits = (question) =>
    (!outcome.value || [question.dataset.outcome, question.dataset.flip].includes(outcome.value)) &&
    (!kind.value || question.dataset.kind === kind.value) &&
    holds(question, words.value.trim().toLowerCase());
  const filter = () => {
    for (const question of all) question.hidden = !fits(question);
    for (const group of document.querySelectorAll(".group"))
      group.hidden = !group.querySelector(".question:not([hidden])");
    const shown = all.filter((question) => !question.hidden).length;
    status.textContent = shown === all.length ? `all ${shown}` : `${shown} of ${all.length}`;
  };
  const reveal = () => {
    const wanted = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const question = wanted && wanted.closest(".question");
    if (!question) return;
    if (question.hidden) {
      bar.reset();
      filter();
    }
    question.open = true;
    wanted.scrollIntoView();
  };
  bar.addEventListener("input", filter);
  bar.addEventListener("submit", (event) => event.preventDefault());
  bar.querySelector("button").addEventListener("click", () => {
    const shown = all.filter((question) => !question.hidden);
    const open = !shown.every((question) => question.open);
    for (const question of shown) question.open = open;
  });
  addEventListener("hashchange", reveal);
  bar.hidden = false;
  filter();
  reveal();
})();
