/**
 * A hub whose process may write no file larger than its soft limit, which is how a full disk looks to it. It scans until
 * the disk refuses, gets room, and scans on. Prints what happened as JSON. For a process of its own.
 */

import { execFileSync } from "node:child_process";
import { readiness } from "../../src/startGate/readiness.ts";
import { codeOf, newDevice, newScanId, openVenue, showOfStrangers } from "./venue.ts";

const MOST = 400;

const show = showOfStrangers(MOST);
let venue = openVenue(show);
const gate = await newDevice(1);
let second = 0;
const ready = () => readiness({ storage: venue.storage, now: () => ++second })();

/** Scans the code of a right, and returns the verdict's reason, or the code of the problem. */
async function scan(index: number, scanId: string): Promise<string> {
  const text = codeOf(show, index, venue.time);
  try {
    const { verdict } = await venue.scans.scan(gate, { scanId, text, mode: "enter" });
    return verdict.reason;
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : String(error);
  }
}

const green: string[] = [];
let refused = "";
let refusedId = "";
for (let index = 0; index < MOST && refused === ""; index++) {
  const scanId = newScanId();
  const answer = await scan(index, scanId);
  if (answer === "valid") green.push(scanId);
  else [refused, refusedId] = [answer, scanId];
}
const whileFull = await ready();
const storedWhileFull = venue.scans.book.entries.size;
execFileSync("prlimit", [`--pid=${process.pid}`, "--fsize=unlimited:unlimited"]);
const again = await scan(green.length, refusedId);
const withRoom = await ready();
venue = await venue.restart();
const lost = [...green, refusedId].filter((scanId) => !venue.scans.book.entries.has(scanId)).length;
const report = { green: green.length, refused, whileFull, storedWhileFull, again, withRoom, lost };
await venue.close();
console.log(JSON.stringify(report));
