"""How the page of the traceability matrix looks on a screen and on paper, and how its filter works."""

from __future__ import annotations

STYLE = """
:root { color-scheme: light dark; --back: #fff; --text: #1c1c1c; --soft: #595959; --line: #d0d0d0; --head: #eef2f6;
  --link: #0b5394; --hit: #fff6d6; --bad: #a61b1b; --fine: #1d5c2e; }
@media (prefers-color-scheme: dark) {
  :root { --back: #16181b; --text: #e6e6e6; --soft: #a9a9a9; --line: #3a3f45; --head: #23282e;
    --link: #8ec5ff; --hit: #3a3411; --bad: #ff9d9d; --fine: #93d7a6; } }
* { box-sizing: border-box; }
html { scroll-padding-top: 6rem; }
body { margin: 0; background: var(--back); color: var(--text); font: 15px/1.45 system-ui, sans-serif; }
header, main { padding: 0 1rem; }
h1 { font-size: 1.5rem; margin: 1rem 0 .25rem; }
h2 { font-size: 1.2rem; margin: 1.5rem 0 .25rem; }
header p { margin: .25rem 0; color: var(--soft); max-width: 80ch; }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: 2px; }
small { color: var(--soft); font-size: .82rem; }
nav { position: sticky; top: 0; z-index: 2; display: flex; flex-wrap: wrap; gap: .4rem .8rem; align-items: center;
  min-height: 3.25rem; padding: .5rem 1rem; background: var(--back); border-bottom: 1px solid var(--line); }
nav input { font: inherit; padding: .3rem .5rem; width: 16rem; max-width: 100%; color: inherit;
  background: var(--back); border: 1px solid var(--soft); border-radius: 4px; }
nav output { color: var(--soft); min-width: 7rem; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
caption { text-align: left; color: var(--soft); padding-bottom: .3rem; }
th, td { border: 1px solid var(--line); padding: .35rem .5rem; text-align: left; vertical-align: top;
  overflow-wrap: anywhere; font-weight: inherit; }
thead th { position: sticky; top: 3.2rem; z-index: 1; background: var(--head); font-weight: 600; }
tbody th { font-weight: 600; }
tbody th small { font-weight: 400; }
tr:target > * { background: var(--hit); }
td ul, section > ul { margin: 0; padding-left: 1.1rem; }
td.none { color: var(--soft); }
details summary { cursor: pointer; color: var(--soft); font-size: .85rem; }
section > ul summary { color: inherit; font-size: inherit; }
.clauses th:nth-child(1) { width: 11%; } .clauses th:nth-child(2) { width: 26%; }
.clauses th:nth-child(3) { width: 14%; } .clauses th:nth-child(7) { width: 7%; }
.silences th:nth-child(1), .rules th:nth-child(1) { width: 15%; } .silences th:nth-child(2) { width: 30%; }
.rules th:nth-child(2) { width: 27%; } .questions th:nth-child(1), .days th:nth-child(1) { width: 18%; }
.tag { font-size: .85rem; font-weight: 600; } .tag.encoded { color: var(--fine); }
.tag.unaccounted { color: var(--bad); }
[hidden] { display: none !important; }
@media (max-width: 760px) {
  html { scroll-padding-top: 8rem; }
  nav { position: static; } nav input { width: 100%; }
  table, tbody, tr, td, tbody th { display: block; width: auto !important; }
  thead, td.none { display: none; }
  tr { border: 1px solid var(--line); border-radius: 6px; margin-bottom: .6rem; }
  td, tbody th { border: 0; } tbody th { background: var(--head); }
  td::before { content: attr(data-label); display: block; color: var(--soft); font-size: .78rem; } }
@media print {
  :root { color-scheme: light; --back: #fff; --text: #000; --soft: #444; --line: #999; --head: #eee; --link: #000;
    --hit: #fff; --bad: #000; --fine: #000; }
  nav { display: none; } body { font-size: 9pt; } a { text-decoration: none; }
  thead { display: table-header-group; } thead th { position: static; } tr { break-inside: avoid; }
  @page { size: A4 landscape; margin: 12mm; } }
"""

SCRIPT = """
"use strict";
const box = document.getElementById("filter"), found = document.getElementById("found");
const tables = [...document.querySelectorAll("table")].map(table => ({
  section: table.closest("section"), count: table.querySelector(".count"),
  rows: [...table.tBodies[0].rows].map(row => ({row, text: row.textContent.toLowerCase()}))}));
function narrow() {
  const words = box.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let shown = 0;
  document.getElementById("gaps").hidden = words.length > 0;
  for (const {section, count, rows} of tables) {
    let here = 0;
    for (const {row, text} of rows) {
      const fits = words.every(word => text.includes(word));
      row.hidden = !fits;
      here += fits;
    }
    section.hidden = words.length > 0 && here === 0;
    count.textContent = words.length ? `${here} of ${rows.length}` : `${rows.length}`;
    shown += here;
  }
  found.textContent = words.length ? `${shown} rows` : "";
}
function uncover() {
  const row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (row && row.closest("[hidden]")) { box.value = ""; narrow(); row.scrollIntoView(); }
}
let waiting;
box.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(narrow, 120); });
addEventListener("hashchange", uncover);
document.addEventListener("click", event => {
  const link = event.target.closest("a[href^='#']");
  if (!link) return;
  const row = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (row && row.closest("[hidden]")) { box.value = ""; narrow(); }
});
addEventListener("beforeprint", () => document.querySelectorAll("details").forEach(each => { each.open = true; }));
narrow();
"""
