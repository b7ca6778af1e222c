/** The name of a new scan, for ever: 32 hex digits, drawn by chance. */
export function newScanId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
