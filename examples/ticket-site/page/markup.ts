/** HTML that is safe to show, because every value in it is escaped. */
export type Markup = { readonly text: string };

type Value = string | number | Markup | readonly Markup[];

export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return { text: parts.map((part, i) => part + textOf(values[i] ?? "")).join("") };
}

function textOf(value: Value): string {
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return value.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return "text" in value ? value.text : value.map(({ text }) => text).join("");
}
