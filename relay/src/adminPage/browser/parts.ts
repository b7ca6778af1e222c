/** Pieces of which the sections are made. */

import { type ComponentChildren, h } from "preact";
import { useEffect, useRef } from "preact/hooks";

export type Row = { readonly key: string; readonly cells: readonly ComponentChildren[]; readonly alarm?: boolean };

/** A table that becomes a list of cards on a phone, where each cell says its column. */
export function Table({
  caption,
  columns,
  rows,
  empty,
}: {
  caption: string;
  columns: readonly string[];
  rows: readonly Row[];
  empty: string;
}) {
  if (rows.length === 0) return h("p", { class: "empty" }, empty);
  return h(
    "table",
    null,
    h("caption", { class: "hidden" }, caption),
    h("thead", null, h("tr", null, ...columns.map((name) => h("th", { scope: "col" }, name)))),
    h(
      "tbody",
      null,
      ...rows.map(({ key, cells, alarm }) =>
        h(
          "tr",
          { key, ...(alarm === true && { class: "alarm" }) },
          ...cells.map((cell, i) => h("td", { "data-label": columns[i] }, h("div", null, cell))),
        ),
      ),
    ),
  );
}

export function Section({ id, title, children }: { id: string; title: string; children?: ComponentChildren }) {
  return h("section", { "aria-labelledby": id }, h("h2", { id }, title), children);
}

export function Badge({ tone, children }: { tone: "good" | "bad" | "plain"; children?: ComponentChildren }) {
  return h("span", { class: `badge ${tone}` }, children);
}

export type Question = {
  readonly title: string;
  readonly text: string;
  readonly action: string;
  readonly run: () => void;
};

/** Asks before something changes. */
export function Confirm({ question, close }: { question: Question; close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return h(
    "dialog",
    { ref: dialog, "aria-labelledby": "question", onClose: close },
    h("h2", { id: "question" }, question.title),
    h("p", null, question.text),
    h(
      "div",
      { class: "actions" },
      h("button", { type: "button", onClick: () => dialog.current?.close() }, "Back"),
      h(
        "button",
        {
          type: "button",
          class: "strong",
          onClick: () => {
            question.run();
            dialog.current?.close();
          },
        },
        question.action,
      ),
    ),
  );
}
