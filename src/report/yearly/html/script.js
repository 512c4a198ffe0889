"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const dialog = document.getElementById("rows");
  const more = document.getElementById("more");
  const body = dialog.querySelector("tbody");
  const titleAt = data.columns.indexOf("标题");
  // Numbers and days are not broken at their hyphens.
  const whole = new Set(["行号", "编号", "时间", "提出人", "类别"]);
  const pageSize = 200;
  let waiting = [];

  // A figure's rows are told as distance and length of each run, in turn.
  const rowsOf = (runs) => {
    const rows = [];
    let at = 0;
    for (let i = 0; i < runs.length; i += 2) {
      at += runs[i];
      for (const end = at + runs[i + 1]; at < end; at++) rows.push(at);
    }
    return rows;
  };

  const cell = (kind, text, column) => {
    const element = document.createElement(kind);
    element.textContent = text;
    if (column !== undefined) {
      element.dataset.h = data.columns[column];
      if (column === titleAt) element.className = "title";
      else if (whole.has(data.columns[column])) element.className = "whole";
    }
    return element;
  };

  const showMore = () => {
    for (const row of waiting.splice(0, pageSize)) {
      const line = document.createElement("tr");
      data.rows[row].forEach((text, column) => line.append(cell("td", text, column)));
      body.append(line);
    }
    more.hidden = waiting.length === 0;
    more.textContent = `再显示一些（还有 ${waiting.length} 件）`;
  };

  const open = (number) => {
    const [caption, runs] = data.figures[number - 1];
    waiting = rowsOf(runs);
    document.getElementById("what").textContent = `依据${number}：${caption}（${waiting.length}件）`;
    body.replaceChildren();
    showMore();
    dialog.showModal();
    dialog.querySelector(".scroll").scrollTop = 0;
  };

  const heading = document.createElement("tr");
  data.columns.forEach((name) => heading.append(cell("th", name)));
  dialog.querySelector("thead").append(heading);

  const figureOf = (event) => event.target.closest("[data-f]");
  document.addEventListener("click", (event) => {
    const figure = figureOf(event);
    if (figure) open(Number(figure.dataset.f));
    else if (event.target === dialog) dialog.close();
  });
  document.addEventListener("keydown", (event) => {
    const figure = figureOf(event);
    if (figure && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      open(Number(figure.dataset.f));
    }
  });
  document.getElementById("close").addEventListener("click", () => dialog.close());
  more.addEventListener("click", showMore);
})();
