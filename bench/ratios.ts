/** Benches report ratios, because ratios hold on every machine and seconds do not. */

export type Ratio = {
  /** The two things that are compared, `a ÷ b`. */
  readonly what: string;
  readonly ratio: number;
};

/** The ratios in what a bench printed; its other lines are for people. */
export function parseRatios(output: string): Ratio[] {
  return output.split("\n").flatMap((line) => {
    const value = parseJson(line);
    return isRatio(value) ? [{ what: value.what, ratio: value.ratio }] : [];
  });
}

/** The line that `parseRatios` finds. */
export function ratioLine({ what, ratio }: Ratio): string {
  return JSON.stringify({ what, ratio: Number(ratio.toFixed(3)) });
}

function parseJson(line: string): unknown {
  if (!line.startsWith("{")) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isRatio(value: unknown): value is Ratio {
  const { what, ratio } = (value ?? {}) as Partial<Record<keyof Ratio, unknown>>;
  return typeof what === "string" && typeof ratio === "number" && Number.isFinite(ratio);
}
