/** Most places that one seated class can have: a seat is a number of three bytes. */
const MAX_SEATS = 1 << 24;

/**
 * The labels that a pattern such as `A-{1..20}-{1..40}` stands for, the last range running fastest, so that neighbours
 * in a row have neighbouring numbers.
 *
 * @returns the labels, or a sentence about what is wrong with the pattern.
 */
export function expandSeats(pattern: string): readonly string[] | string {
  if (/\s/.test(pattern)) return `"${pattern}" must have no spaces.`;
  const parts = pattern.split(/\{(\d{1,8})\.\.(\d{1,8})\}/);
  let labels = [parts[0] ?? ""];
  for (let i = 1; i < parts.length; i += 3) {
    const [from, until, rest] = [Number(parts[i]), Number(parts[i + 1]), parts[i + 2] ?? ""];
    if (from > until) return `the range {${from}..${until}} of "${pattern}" runs backwards.`;
    if (labels.length * (until - from + 1) > MAX_SEATS) return `"${pattern}" stands for more than ${MAX_SEATS} seats.`;
    labels = labels.flatMap((label) =>
      Array.from({ length: until - from + 1 }, (_, n) => `${label}${from + n}${rest}`),
    );
  }
  if (labels.some((label) => label === "" || /[{}]/.test(label))) {
    return `"${pattern}" is not a label or a range such as "A-{1..20}-{1..40}".`;
  }
  return labels;
}
