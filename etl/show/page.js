
"use strict";
const marks = [...document.querySelectorAll(".mark")], cards = [...document.querySelectorAll(".card")];
const of = (mark) => mark.dataset.f.split(" ");
const light = (numbers) => {
  for (const mark of marks) mark.classList.toggle("lit", of(mark).some((number) => numbers.includes(number)));
  for (const card of cards) card.classList.toggle("lit", numbers.includes(card.dataset.f));
};
const open = (number) => {
  const card = document.getElementById("f" + number);
  if (!card) return;
  card.querySelector("details").open = true;
  card.scrollIntoView({ block: "nearest" });
};
for (const mark of marks) {
  mark.addEventListener("click", (event) => {
    event.preventDefault();
    const numbers = of(mark);
    light([numbers[numbers.length - 1]]);
    open(numbers[numbers.length - 1]);
  });
}
for (const card of cards) {
  card.addEventListener("mouseenter", () => light([card.dataset.f]));
  card.querySelector(".back").addEventListener("click", () => light([card.dataset.f]));
}
const off = new Set();
for (const key of document.querySelectorAll("button.key")) {
  key.addEventListener("click", () => {
    const kind = key.dataset.kind;
    key.classList.toggle("off", !off.delete(kind) && !!off.add(kind));
    for (const card of cards) card.classList.toggle("hidden", off.has(card.dataset.kind));
    for (const mark of marks) {
      const left = of(mark).filter((number) => !off.has(cards[number].dataset.kind));
      mark.className = "mark " + [...new Set(left.map((number) => cards[number].dataset.kind))].join(" ");
    }
  });
}
