/** The six digits that two phones compare, of the address of the new phone's key. */
export function moveNumber(holder: string): string {
  const digits = String(Number.parseInt(holder.slice(-10), 16) % 1_000_000).padStart(6, "0");
  return `${digits.slice(0, 3)} ${digits.slice(3)}`;
}
