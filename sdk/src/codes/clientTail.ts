import { concat, equalBytes, utf8 } from "../core/bytes.ts";

/*
 * A gate rebuilds a passkey's clientDataJSON, because it knows everything up to the end of the origin. Browsers put one
 * of a few texts after it. A code has a number for each of these; it carries any other tail in full.
 */
const TAILS: readonly Uint8Array[] = [
  ',"crossOrigin":false}',
  // Chromium adds this at random, so that no verifier compares against a template.
  ',"crossOrigin":false,"other_keys_can_be_added_here":"do not compare clientDataJSON against a template. See https://goo.gl/yabPex"}',
  // Browsers that do not report frames.
  "}",
].map(utf8);
const WHOLE = 255;

/** `number`, or `255 ‖ length ‖ tail`. Undefined if the tail is too long for a length byte. */
export function encodeTail(tail: Uint8Array): Uint8Array | undefined {
  const known = TAILS.findIndex((text) => equalBytes(text, tail));
  if (known >= 0) return new Uint8Array([known]);
  return tail.length > 255 ? undefined : concat(new Uint8Array([WHOLE, tail.length]), tail);
}

/** The tail at the start of `bytes`, and the bytes that it takes. Refuses a known tail in full. */
export function decodeTail(bytes: Uint8Array): { tail: Uint8Array; size: number } | undefined {
  const [number = WHOLE, length] = bytes;
  const known = TAILS[number];
  if (known !== undefined) return { tail: known, size: 1 };
  if (number !== WHOLE || length === undefined || bytes.length < 2 + length) return undefined;
  const tail = bytes.slice(2, 2 + length);
  return TAILS.some((text) => equalBytes(text, tail)) ? undefined : { tail, size: 2 + length };
}
