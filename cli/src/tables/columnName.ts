/** The name of a column as it is compared: without case, and with one space for any run of spaces. */
export function columnName(text: string): string {
  return text.normalize("NFC").replace(/\s+/gu, " ").trim().toLowerCase();
}
