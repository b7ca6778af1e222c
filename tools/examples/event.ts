import { readFile, writeFile } from "node:fs/promises";

/** Where the wallet of the events is, in their documents. Nothing answers there. */
export const WALLET = "https://wallet.example";

/** Seconds until doors open. The sale is tried before that, and continues at the door. */
const DOORS_OPEN_IN = 40;

/** Seconds until doors open of the event at which buyers change what they bought. */
const NEXT_MONTH = 30 * 86_400;

/** Moves an event document to tonight. Doors open soon, so that a real clock sees its whole life. */
export function moveToTonight(file: string): Promise<{ readonly doorsOpenAt: number }> {
  return move(file, file, DOORS_OPEN_IN);
}

/** Writes the same event for next month, when everything can still be changed. */
export async function writeForNextMonth(file: string, copy: string): Promise<void> {
  await move(file, copy, NEXT_MONTH);
}

async function move(file: string, to: string, doorsOpenIn: number): Promise<{ readonly doorsOpenAt: number }> {
  const document = JSON.parse(await readFile(file, "utf8"));
  const now = Math.floor(Date.now() / 1000);
  const doorsOpenAt = now + doorsOpenIn;
  const doors = isoTime(doorsOpenAt);
  const close = isoTime(doorsOpenAt + 4 * 3600);
  document.doorkey.schedule = {
    salesOpenAt: isoTime(now - 3600),
    salesCloseAt: close,
    returnUntil: doors,
    rebindUntil: doors,
    nameBy: doors,
    doorsOpenAt: doors,
    doorsCloseAt: close,
  };
  document.doorkey.wallet = WALLET;
  document.doorTime = doors;
  document.startDate = isoTime(doorsOpenAt + 3600);
  document.endDate = close;
  await writeFile(to, JSON.stringify(document, undefined, 2));
  return { doorsOpenAt };
}

function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(".000Z", "+00:00");
}
