import { visibleText } from "doorkey/organizer";

/** Markup that is safe without escaping. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Value = string | number | Markup | readonly Value[];

/** Builds markup, and escapes every value that is not markup. A name cannot turn or hide the text around it. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return new Markup(parts.map((part, i) => part + (i < values.length ? render(values[i] as Value) : "")).join(""));
}

function render(value: Value): string {
  if (value instanceof Markup) return value.text;
  if (typeof value === "object") return value.map(render).join("");
  return visibleText(String(value)).replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);
}
