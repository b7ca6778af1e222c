/** Longer texts are not codes, even with all that a scanner adds to one. */
export const MAX_SCANNED = 400;

/** The mark that some scanners put before a code: `]`, the symbology, its options. A QR code has ]Q0 to ]Q6. */
const AIM_PREFIX = /^\][A-Za-z][0-9A-Fa-f]/;

/**
 * What a scanner read, without what it or a text field adds: blanks, line ends, STX, ETX and other control characters
 * around it, a mark of the symbology before it, and signs in full width. No code begins or ends with a blank.
 */
export function withoutFrame(text: string): string {
  const bare = trim(text);
  if (bare.length > MAX_SCANNED) return bare;
  return trim(narrow(bare.normalize("NFC")).replace(AIM_PREFIX, ""));
}

/** Goes from both ends to the first other sign, because a pattern that may match anywhere takes quadratic time. */
function trim(text: string): string {
  let start = 0;
  let end = text.length;
  // Outside of the text there is no sign, so both stop there.
  while (isBlank(text.charCodeAt(start))) start++;
  while (isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

function isBlank(unit: number): boolean {
  return (
    unit <= 0x20 ||
    (unit >= 0x7f && unit <= 0xa0) ||
    unit === 0x1680 ||
    (unit >= 0x2000 && unit <= 0x200f) ||
    (unit >= 0x2028 && unit <= 0x202f) ||
    (unit >= 0x205f && unit <= 0x206f) ||
    unit === 0x3000 ||
    unit === 0xfeff
  );
}

/** Signs of an input method in full width, and its blanks, as a keyboard has them. */
function narrow(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/[\u00a0\u202f\u3000]/g, " ");
}
