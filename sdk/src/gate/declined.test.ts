import { expect } from "chai";
import { openShow, type ShowWithGates } from "doorkey-test-support/show";
import { admissionOf, grant } from "../../test/helpers/acts.ts";
import { LIES, type LyingRelay, lyingRelay, MOMENTS } from "../../test/helpers/lyingRelay.ts";
import { interfaces } from "../abi/contracts.ts";
import { nonceId } from "../calls/journaled/nonces.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import { createDeviceKey } from "../device/createDeviceKey.ts";
import { memoryKeys } from "../keys/memoryKeys.ts";
import type { Relay } from "../relay/Relay.ts";
import { startTestChain, type TestChain } from "../testing/startTestChain.ts";
import type { Admission } from "../verdicts/Verdict.ts";
import { admitEntries } from "./admitEntries.ts";
import type { GateJournal } from "./GateJournal.ts";
import { memoryJournal } from "./memoryJournal.ts";

const GUESTS = 12;

for (const lie of LIES) {
  for (const moment of MOMENTS) {
    describe(`a relay that ${lie} admissions and executes them ${moment}`, () => {
      let chain: TestChain;
      let show: ShowWithGates;
      let admissions: readonly Admission[];
      let journal: GateJournal;
      before(async () => {
        chain = await startTestChain();
      });
      beforeEach(async () => {
        show = await openShow(chain, { transport: "relay", gates: true });
        const key = await createDeviceKey({ kind: "secp256k1", event: show.event, store: memoryKeys() });
        const first = await grant(show, Array(GUESTS).fill(key.address));
        await chain.clock.travelTo(show.doorsOpenAt);
        const at = show.doorsOpenAt;
        admissions = await Promise.all(
          Array.from({ length: GUESTS }, (_, i) => admissionOf(key, { rightId: first + BigInt(i), scannedAt: at })),
        );
        journal = memoryJournal();
        for (const admission of admissions) await journal.append({ ...admission, rights: [] });
      });
      after(() => chain.close());

      const run = async (relay: Relay) => {
        const connection = { ...show.gate, relay };
        const pending = await journal.pending();
        const outcomes = await admitEntries(connection, { eventId: show.eventId, admissions: pending, journal });
        await journal.settle(outcomes);
        return outcomes.map(({ status }) => status);
      };

      /** Each right is in the logs once, so that no entry was paid for twice. */
      async function expectOnce(relay: LyingRelay): Promise<void> {
        await relay.carryKept();
        const filter = { address: show.event.rightsRegistry, fromBlock: 0, toBlock: "latest" };
        const names = (await chain.provider.getLogs(filter))
          .map((log) => interfaces.EntryRightRegistry.parseLog(log))
          .filter((log) => log?.args.eventId === BigInt(show.eventId) && /Admi/.test(log.name))
          .map((log) => log?.name);
        expect(names).to.deep.equal(Array(GUESTS).fill("Admitted"));
        expect([await journal.pending(), await journal.calls()]).to.deep.equal([[], []]);
      }

      it("pays once, with one nonce for a request and the one in its place", async () => {
        const relay = lyingRelay(chain, lie, moment);
        expect(await run(relay)).to.deep.equal(Array(GUESTS).fill("admitted"));
        await expectOnce(relay);
      });

      it("pays once if it lies until the process gives up, and a later run has an honest one", async () => {
        const relay = lyingRelay(chain, lie, moment, 9);
        const first = await run(relay).catch((error) => error.code);
        if (moment !== "at once") {
          expect(first).to.be.oneOf(["REQUEST_DEAD", "CALL_REVERTED"]);
          const nonces = new Set((await journal.calls()).map(({ request }) => nonceId(request)));
          expect(nonces.size).to.equal(1);
          expect(relay.declined.length).to.be.greaterThan(1);
        }
        await run(chain.relay);
        await expectOnce(relay);
      });

      it("pays once if calls must be halved meanwhile", async () => {
        const lying = lyingRelay(chain, lie, moment);
        const prepare: Relay["prepare"] = async (call) => {
          const isLarge = lying.declined.length > 0 && call.data.length > 2 * GUESTS * 60;
          if (isLarge) throw new DoorkeyError("CALL_TOO_LARGE");
          return lying.prepare(call);
        };
        expect(await run({ ...lying, prepare })).to.deep.equal(Array(GUESTS).fill("admitted"));
        await expectOnce(lying);
      });
    });
  }
}
