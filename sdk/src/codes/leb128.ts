/** A number below 2^32 in groups of 7 bits, least significant first, as LEB128 writes it: 1 to 5 bytes. */
export function encodeLeb128(value: number): Uint8Array {
  const groups: number[] = [];
  let rest = value;
  do {
    groups.push(rest % 128);
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return new Uint8Array(groups.map((group, i) => (i < groups.length - 1 ? group | 0x80 : group)));
}

/** The number at the start of `bytes`, and the bytes that it takes. Undefined if encodeLeb128 never writes it so. */
export function decodeLeb128(bytes: Uint8Array): { value: number; size: number } | undefined {
  let value = 0;
  for (const [i, byte] of bytes.entries()) {
    value += (byte & 0x7f) * 128 ** i;
    if (byte < 0x80) return value < 2 ** 32 && (byte !== 0 || i === 0) ? { value, size: i + 1 } : undefined;
  }
  return undefined;
}
