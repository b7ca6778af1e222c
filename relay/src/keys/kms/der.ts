const SEQUENCE = 0x30;
const INTEGER = 0x02;

/** The numbers of an ECDSA signature in DER; undefined for anything else. */
export function parseSignature(der: Uint8Array): { readonly r: bigint; readonly s: bigint } | undefined {
  const body = element(der, 0, SEQUENCE);
  if (body === undefined || body.end !== der.length) return undefined;
  const r = element(der, body.start, INTEGER);
  const s = r && element(der, r.end, INTEGER);
  if (r === undefined || s === undefined || s.end !== der.length) return undefined;
  const [first, second] = [numberIn(der, r), numberIn(der, s)];
  return first === undefined || second === undefined ? undefined : { r: first, s: second };
}

type Range = { readonly start: number; readonly end: number };

/** A signature has less than 128 bytes, so each length has one byte. */
function element(bytes: Uint8Array, at: number, tag: number): Range | undefined {
  const length = bytes[at + 1];
  if (bytes[at] !== tag || length === undefined || length === 0 || length > 127) return undefined;
  const end = at + 2 + length;
  return end > bytes.length ? undefined : { start: at + 2, end };
}

/** A positive number in the fewest bytes. */
function numberIn(bytes: Uint8Array, { start, end }: Range): bigint | undefined {
  const [first = 0, second = 0] = bytes.subarray(start, end);
  const negative = first > 127;
  const padded = first === 0 && end - start > 1 && second < 128;
  if (negative || padded) return undefined;
  return BigInt(`0x${Buffer.from(bytes.subarray(start, end)).toString("hex")}`);
}
