/** Time and memory of a presale's list with a million entries: made from a stream, written, and read back. */
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Hex } from "doorkey";
import { merkleList, readSaleList } from "doorkey/organizer";

const ENTRIES = Number(process.argv[2] ?? 1_000_000);

async function* holders(): AsyncGenerator<Hex> {
  for (let i = 0; i < ENTRIES; i++) yield `0x${createHash("sha1").update(`holder ${i}`).digest("hex")}`;
}

const folder = mkdtempSync(join(tmpdir(), "doorkey-list-"));
const file = join(folder, "members.list");
const mark = (title: string, since: number) => {
  const seconds = ((performance.now() - since) / 1_000).toFixed(1).padStart(6);
  // The most that the process ever held.
  const megabytes = (process.resourceUsage().maxRSS / 1_000).toFixed(0).padStart(6);
  console.log(`${title.padEnd(28)}${seconds} s${megabytes} MB at most`);
};

try {
  console.log(
    `${ENTRIES.toLocaleString("en-US")} entries; Node alone takes ${(process.memoryUsage.rss() / 1e6).toFixed(0)} MB`,
  );
  let start = performance.now();
  const event = { chainId: 1, rightsRegistry: `0x${"11".repeat(20)}`, eventId: 7 } as const;
  const list = await merkleList(holders(), { event, classId: 1, kind: "holders" });
  mark("made from a stream", start);
  start = performance.now();
  await pipeline(
    Readable.from(list.lines()).map((line: string) => `${line}\n`),
    createWriteStream(file),
  );
  mark(`written, ${(statSync(file).size / 1e6).toFixed(0)} MB`, start);
  start = performance.now();
  const read = await readSaleList(createInterface({ input: createReadStream(file) }));
  if (read.root !== list.root || read.size !== ENTRIES) throw new Error("the file is another list");
  mark("read back", start);
} finally {
  rmSync(folder, { recursive: true });
}
