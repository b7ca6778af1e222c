// The alphanumeric mode of a QR code has exactly these 45 characters. Three of them carry two bytes (RFC 9285).
export const BASE45_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const VALUES = new Map(Array.from(BASE45_SIGNS, (sign, value) => [sign, value]));

export function encodeBase45(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 2) {
    const whole = i + 1 < bytes.length;
    const value = whole ? ((bytes[i] as number) << 8) | (bytes[i + 1] as number) : (bytes[i] as number);
    text += BASE45_SIGNS.charAt(value % 45) + BASE45_SIGNS.charAt(Math.floor(value / 45) % 45);
    if (whole) text += BASE45_SIGNS.charAt(Math.floor(value / 2025));
  }
  return text;
}

/** The bytes of a text, or undefined if encodeBase45 never writes this text. */
export function decodeBase45(text: string): Uint8Array | undefined {
  if (text.length % 3 === 1) return undefined;
  const bytes = new Uint8Array(Math.floor((text.length * 2) / 3));
  for (let i = 0, to = 0; i < text.length; i += 3) {
    const group = Array.from(text.slice(i, i + 3), (sign) => VALUES.get(sign));
    const [low, middle, high = 0] = group;
    if (low === undefined || middle === undefined || group.includes(undefined)) return undefined;
    const value = low + 45 * middle + 2025 * high;
    if (value >= (group.length === 3 ? 65_536 : 256)) return undefined;
    if (group.length === 3) bytes[to++] = value >> 8;
    bytes[to++] = value & 0xff;
  }
  return bytes;
}
