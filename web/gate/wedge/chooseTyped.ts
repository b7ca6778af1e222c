import { parseCode } from "doorkey/code";

/** What a scanner typed, read by its physical keys as on a US keyboard, and by the signs that the host shows. */
export type Typed = { readonly byCode: string; readonly byKey: string };

/**
 * The reading that is a code. If both are, a scanner and its host may have the layout in common, and the signature
 * decides.
 *
 * @param isProven Whether the holder of a right of this event signed the text.
 */
export function chooseTyped({ byCode, byKey }: Typed, isProven: (text: string) => boolean): string {
  const readings = [...new Set([byCode, byKey])].filter((text) => parseCode(text).status === "parsed");
  const [first] = readings;
  if (first === undefined) return byKey === "" ? byCode : byKey;
  return readings.find(isProven) ?? first;
}
