import { nameFault } from "../core/nameFault.ts";

/** Most seats that one document may name: twice the largest stadium, and few enough for a phone. */
export const MAX_SEATS = 250_000;

const MAX_PATTERN = 64;

/**
 * Expands a pattern such as `A-{1..20}-{1..40}` to labels. The last range runs fastest, so that neighbours in a row
 * have neighbouring numbers. `{01..20}` keeps its zeros.
 *
 * @param room Most labels that it may have.
 * @returns The labels, or a sentence that says what is wrong with the pattern.
 */
export function expandSeats(pattern: string, room: number = MAX_SEATS): readonly string[] | string {
  const fault = nameFault(pattern);
  if (fault !== undefined) return fault;
  if (/\s/.test(pattern)) return `"${pattern}" must have no spaces.`;
  if (pattern.length > MAX_PATTERN) return `"${pattern}" is longer than ${MAX_PATTERN} characters.`;
  const parts = pattern.normalize("NFC").split(/\{(\d{1,8})\.\.(\d{1,8})\}/);
  let labels = [parts[0] ?? ""];
  for (let i = 1; i < parts.length; i += 3) {
    const [from = "", until = "", rest = ""] = parts.slice(i, i + 3);
    const count = Number(until) - Number(from) + 1;
    if (count < 1) return `the range {${from}..${until}} of "${pattern}" runs backwards.`;
    if (labels.length * count > room) return `"${pattern}" brings more than ${MAX_SEATS} seats into the document.`;
    const width = from.startsWith("0") ? from.length : 1;
    const numbers = Array.from({ length: count }, (_, n) => String(Number(from) + n).padStart(width, "0"));
    labels = labels.flatMap((label) => numbers.map((number) => `${label}${number}${rest}`));
  }
  if (labels.length > room) return `"${pattern}" brings more than ${MAX_SEATS} seats into the document.`;
  if (labels.some((label) => label === "" || /[{}]/.test(label))) {
    return `"${pattern}" is not a label or a range such as "A-{1..20}-{1..40}".`;
  }
  return labels;
}
