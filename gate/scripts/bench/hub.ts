/**
 * Measures a hub as venues run it: its process, its database, HTTP. Exits with 1 if a ratio misses its budget.
 *
 *   node --import tsx scripts/bench/hub.ts --scans 300 --seconds 10
 */

import { Command } from "commander";
import { checkCode, type Manifest, parseManifest } from "doorkey/code";
import type { KeyKind } from "doorkey-test-support/keys";
import { ratioLine } from "../../../bench/ratios.ts";
import { LANES, openNight } from "../stage/openNight.ts";
import { joinGates, latenciesOf, scanAll, scanOnceASecond, time } from "./gates.ts";
import { measureRestart } from "./restart.ts";

/** What a hub does for a scan beside the decision: HTTP, session, disk. */
const LEAST_SHARE = 0.8;
const KINDS: readonly KeyKind[] = ["secp256k1", "p256", "passkey"];
const TURNS = 3;
const PASSKEYS = [{ origin: "https://localhost", rpId: "localhost" }];

const { scans, warm, seconds, others, entries } = new Command("bench")
  .option("--scans <number>", "scans of each kind in a turn", Number, 400)
  .option("--warm <number>", "scans of each kind before the first turn: a venue's hub runs for hours", Number, 600)
  .option("--seconds <number>", "of each open loop", Number, 12)
  .option("--others <number>", "further rights in the list", Number, 50_000)
  .option("--entries <number>", "in the database that is opened again", Number, 50_000)
  .option("--ratios", "accepted for `npm run bench`: ratios are printed in any case")
  .parse()
  .opts<{ scans: number; warm: number; seconds: number; others: number; entries: number }>();

const open = (1 + 8 + LANES) * seconds;
const night = await openNight({
  rights: KINDS.map((kind) => [kind, TURNS * scans + warm + (kind === "p256" ? open : 0)] as const),
  ...{ undoSeconds: 3_600, others, batch: 500 },
});
const hub = await night.startHub();
const clients = await joinGates(night, hub, LANES);
let isGood = true;

// The list, as a page gets it when it joins.
const listTimes: number[] = [];
let text = "";
for (let i = 0; i < 3; i++) {
  listTimes.push(
    await time(async () => {
      text = (await clients[0]?.list(hub.url)) ?? "";
      JSON.parse(text);
    }),
  );
}
const manifest: Manifest = parseManifest(JSON.parse(text));
const rightsInList = manifest.batches.reduce((sum, { statuses }) => sum + statuses.length, 0);
console.log(
  `list of ${rightsInList} rights, ${(text.length / 1e6).toFixed(1)} MB: ${latenciesOf(listTimes).p50.toFixed(0)} ms from the hub to a parsed page (goal 5,000)`,
);

// Scans per core-second beside the bare decision on the same codes, turn by turn.
for (const kind of KINDS) {
  const rights = night.rights.filter(({ key }) => key.kind === kind);
  await scanAll(hub, clients, rights.splice(0, warm).map(night.codeOf));
  const shares: { hub: number; bare: number }[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    const codes = rights.splice(0, scans).map(night.codeOf);
    const bare = bareSeconds(codes);
    const used = await scanAll(hub, clients, codes);
    shares.push({ hub: codes.length / used, bare: codes.length / bare });
  }
  const best = shares.map((one) => one.hub / one.bare).sort((a, b) => a - b)[TURNS >> 1] ?? 0;
  const [hubRate, bareRate] = [shares.at(-1)?.hub ?? 0, shares.at(-1)?.bare ?? 0];
  console.log(
    `${kind.padEnd(9)} ${hubRate.toFixed(0)} scans per core-second, bare checkCode ${bareRate.toFixed(0)}; ratio ${best.toFixed(2)} (at least ${LEAST_SHARE})`,
  );
  console.log(ratioLine({ what: `scans per core-second of a hub ÷ bare checkCode, ${kind}`, ratio: best }));
  if (best < LEAST_SHARE) isGood = false;
}

// Open loop: each gate once a second.
const p256 = night.rights.filter(({ key }) => key.kind === "p256").slice(TURNS * scans + warm);
for (const gates of [1, 8, LANES]) {
  const { scan, echo } = await scanOnceASecond(
    night,
    hub,
    clients.slice(0, gates),
    p256.splice(0, gates * seconds),
    seconds,
  );
  console.log(
    `${String(gates).padStart(2)} gates × 1/s, ${scan.count} scans: p50 ${scan.p50.toFixed(0)}, p99 ${scan.p99.toFixed(0)} ms to the durable answer (goal 100); echo route p50 ${echo.p50.toFixed(0)}, p99 ${echo.p99.toFixed(0)} ms`,
  );
  console.log(
    ratioLine({ what: `p99 of a durable answer ÷ p99 of an echo route, ${gates} gates`, ratio: scan.p99 / echo.p99 }),
  );
}
await hub.program.end("SIGTERM");
await night.close();

const restart = await measureRestart(entries);
console.log(
  `restart with ${restart.entries} entries, ${restart.megabytes.toFixed(1)} MB: ${restart.seconds.toFixed(2)} s (reading the rows alone ${restart.bare.toFixed(2)} s)`,
);
console.log(ratioLine({ what: "restart of a hub ÷ reading its rows", ratio: restart.seconds / restart.bare }));
if (restart.entries !== entries) isGood = false;

console.log(isGood ? "all ratios keep their budgets" : "A RATIO MISSES ITS BUDGET");
process.exit(isGood ? 0 : 1);

/** Processor seconds of the SDK's decision alone. */
function bareSeconds(codes: readonly string[]): number {
  const admitted = new Map();
  const before = process.cpuUsage();
  for (const code of codes) {
    const verdict = checkCode(code, { manifest, admitted, now: night.now(), lane: 1, policy: { passkeys: PASSKEYS } });
    if (verdict.status !== "admit") throw new Error(`a good code was judged ${verdict.reason}`);
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
