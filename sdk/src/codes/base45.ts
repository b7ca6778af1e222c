// The alphanumeric mode of a QR code has exactly these 45 characters. Three of them carry two bytes (RFC 9285).
export const BASE45_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
/** The value of a sign by its character code, or -1. */
const VALUES = Int8Array.from({ length: 128 }, (_, code) => BASE45_SIGNS.indexOf(String.fromCharCode(code)));

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
  const bytes = new Uint8Array(Math.floor((text.length * 2) / 3));
  for (let i = 0, to = 0; i < text.length; i += 3) {
    const isWhole = i + 2 < text.length;
    const [low, middle, high] = [valueAt(text, i), valueAt(text, i + 1), isWhole ? valueAt(text, i + 2) : 0];
    if (low < 0 || middle < 0 || high < 0) return undefined;
    const value = low + 45 * middle + 2025 * high;
    if (value >= (isWhole ? 65_536 : 256)) return undefined;
    if (isWhole) bytes[to++] = value >> 8;
    bytes[to++] = value & 0xff;
  }
  return bytes;
}

function valueAt(text: string, index: number): number {
  return VALUES[text.charCodeAt(index)] ?? -1;
}
