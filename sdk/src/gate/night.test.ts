import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { openShow } from "doorkey-test-support/show";
import { grant } from "../../test/helpers/acts.ts";
import { entryCode } from "../codes/entryCode.ts";
import { unpackEntry } from "../core/Entry.ts";
import { createDeviceKey } from "../device/createDeviceKey.ts";
import type { DeviceKey } from "../keys/DeviceKey.ts";
import { memoryKeys } from "../keys/memoryKeys.ts";
import type { Pass } from "../pass/Pass.ts";
import { startTestChain } from "../testing/startTestChain.ts";
import { checkCode } from "../verdicts/checkCode.ts";
import { sentenceFor } from "../verdicts/sentenceFor.ts";
import type { Admitted } from "../verdicts/Verdict.ts";
import { admitEntries } from "./admitEntries.ts";
import { gateJournalFile } from "./gateJournalFile.ts";
import { loadManifest } from "./loadManifest.ts";

describe("a night at a gate", () => {
  it("decides offline, keeps its admissions through a crash, and settles them, each right once", async () => {
    const chain = await startTestChain();
    const folder = await mkdtemp(join(tmpdir(), "doorkey-night-"));
    try {
      const show = await openShow(chain, { transport: "relay", gates: true });
      const { event, eventId, doorsOpenAt } = show;
      const store = memoryKeys();
      const keys: DeviceKey[] = [];
      for (let i = 0; i < 6; i++) {
        keys.push(await createDeviceKey({ kind: i % 2 === 0 ? "p256" : "secp256k1", event, store }));
      }
      const first = await grant(
        show,
        keys.flatMap(({ address }) => [address, address]),
      );
      const passOf = (i: number): Pass => ({
        ...{ v: 1, ...event, rightId: String(first + BigInt(2 * i)), count: 2, className: "standing", seats: [] },
        holder: (keys[i] as DeviceKey).address,
        event: { name: "A night to remember", startsAt: "2030-03-17T19:00:00+09:00", url: "https://zepp.example" },
        seller: { agentId: show.agentId, name: "Team" },
      });
      await chain.clock.travelTo(doorsOpenAt);

      const connection = show.gate;
      const admitted = new Map<bigint, Admitted>();
      const path = join(folder, "gate.jsonl");
      let journal = await gateJournalFile(path);
      const manifest = await loadManifest(connection, { eventId });
      let now = doorsOpenAt + 60;
      const told: string[] = [];
      for (const i of [0, 1, 2, 2, 3, 0]) {
        now += 21;
        const code = await entryCode(keys[i] as DeviceKey, passOf(i), {
          count: 2,
          clock: { now: () => now - told.length },
        });
        const verdict = checkCode(code.text, { manifest, admitted, now, lane: 3 });
        told.push(sentenceFor(verdict, "en", { timeZone: "UTC", now }).replace(/\d\d:\d\d/, "19:42"));
        if (verdict.status !== "admit") continue;
        await journal.append({ ...verdict.admission, rights: verdict.rights });
        const { issuedAt, challenge, scannedAt, lane } = unpackEntry(verdict.admission.entry);
        for (const right of verdict.rights)
          admitted.set(right, { issuedAt: Number(issuedAt), challenge, scannedAt, lane });
        // The first two are settled at once; the process dies after the reply to the third was lost.
        if (i === 1)
          await journal.settle(await admitEntries(connection, { eventId, admissions: await journal.pending() }));
        if (i === 2) await admitEntries(connection, { eventId, admissions: await journal.pending() });
      }
      await journal.close();
      expect(told).to.deep.equal([
        "Welcome: let 2 in.",
        "Welcome: let 2 in.",
        "Welcome: let 2 in.",
        "Already in: lane 3, 19:42.",
        "Welcome: let 2 in.",
        "Already in: lane 3, 19:42.",
      ]);

      journal = await gateJournalFile(path);
      const left = await journal.pending();
      expect(left).to.have.length(2);
      const outcomes = await admitEntries(connection, { eventId, admissions: left });
      expect(outcomes.map(({ status }) => status)).to.deep.equal(["already", "admitted"]);
      await journal.settle(outcomes);
      expect(await journal.pending()).to.deep.equal([]);
      await journal.close();
      const after = await loadManifest(connection, { eventId });
      expect(after.batches.map(({ statuses }) => statuses)).to.deep.equal(["222222220000"]);
    } finally {
      await chain.close();
      await rm(folder, { recursive: true });
    }
  });
});
