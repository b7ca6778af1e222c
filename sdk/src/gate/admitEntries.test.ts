import { expect } from "chai";
import { openShow, type ShowWithGates } from "doorkey-test-support/show";
import { act, addressOf, admissionOf, grant, strangerAt } from "../../test/helpers/acts.ts";
import { softPasskey } from "../../test/helpers/softPasskey.ts";
import { unpackEntry } from "../core/Entry.ts";
import { packRightId } from "../core/RightId.ts";
import { createDeviceKey } from "../device/createDeviceKey.ts";
import type { DeviceKey } from "../keys/DeviceKey.ts";
import { memoryKeys } from "../keys/memoryKeys.ts";
import { startTestChain, type TestChain } from "../testing/startTestChain.ts";
import type { Admission } from "../verdicts/Verdict.ts";
import { admitEntries } from "./admitEntries.ts";
import { cutAdmissions } from "./cutAdmissions.ts";

const MINUTE = 60;

for (const via of ["direct", "relay"] as const) {
  describe(`admitEntries, ${via}`, () => {
    let chain: TestChain;
    let show: ShowWithGates;
    let keys: DeviceKey[];
    let at: number;
    /** A right of the first key, reserved for its test. */
    let spare: bigint;
    before(async () => {
      chain = await startTestChain();
      show = await openShow(chain, { transport: via, gates: true });
      const { event, doorsOpenAt } = show;
      const store = memoryKeys();
      keys = [
        await createDeviceKey({ kind: "secp256k1", event, store }),
        await createDeviceKey({ kind: "p256", event, store }),
        await softPasskey(event),
      ];
      at = doorsOpenAt + 10 * MINUTE;
    });
    after(() => chain.close());

    it("returns the outcome of each admission, in their order, by name", async () => {
      const { eventId, agent, organizer, gate, desk } = show;
      const [key, other, passkey] = keys as [DeviceKey, DeviceKey, DeviceKey];
      const lone = await grant(show, [key.address]);
      const party = await grant(show, [other.address, other.address, other.address]);
      const mixed = await grant(show, [other.address, key.address, other.address, other.address]);
      const returned = await grant(show, [passkey.address]);
      const rebound = await grant(show, [strangerAt(1)]);
      const byHand = await grant(show, [passkey.address]);
      spare = await grant(show, [key.address]);
      await act(agent, "EntryRightRegistry", "revoke", [[returned, mixed + 3n], `0x${"00".repeat(32)}`]);
      await chain.clock.travelTo(show.doorsOpenAt - 25 * 60 * MINUTE);
      await act(organizer, "EntryRightRegistry", "rebind", [rebound, passkey.address, "0x"]);
      const reboundAt = await chain.clock.now();
      await chain.clock.travelTo(at);
      await act(desk, "EntryRightRegistry", "admitByHand", [eventId, [byHand], at, `0x${"00".repeat(32)}`]);

      const unknown = packRightId({ eventId, batch: 999, index: 0 });
      const elsewhere = packRightId({ eventId: eventId + 1, batch: 0, index: 0 });
      const challenge = `0x${"17".repeat(8)}` as const;
      const cases: [Admission, string, number, string[]][] = [
        [await admissionOf(key, { rightId: lone, scannedAt: at }), "admitted", 1, []],
        [await admissionOf(key, { rightId: lone, scannedAt: at }), "already", 0, ["AlreadyAdmitted"]],
        [await admissionOf(other, { rightId: party, count: 3, scannedAt: at }), "admitted", 3, []],
        [
          await admissionOf(other, { rightId: mixed, count: 4, scannedAt: at }),
          "in-part",
          2,
          ["WrongHolder", "RightVoid"],
        ],
        [
          await admissionOf(other, { rightId: mixed, count: 2, scannedAt: at }),
          "refused",
          0,
          ["AlreadyAdmitted", "WrongHolder"],
        ],
        [
          await admissionOf(key, { rightId: mixed + 1n, count: 8, scannedAt: at }),
          "in-part",
          1,
          [
            "WrongHolder",
            "WrongHolder",
            "RightNonexistent",
            "RightNonexistent",
            "RightNonexistent",
            "RightNonexistent",
            "RightNonexistent",
          ],
        ],
        [await admissionOf(passkey, { rightId: returned, scannedAt: at }), "refused", 0, ["RightVoid"]],
        [await admissionOf(key, { rightId: party, count: 3, scannedAt: at }), "refused", 0, ["BadSignature"]],
        [
          await admissionOf(other, { rightId: party, count: 2, scannedAt: at }),
          "already",
          0,
          ["AlreadyAdmitted", "AlreadyAdmitted"],
        ],
        [await admissionOf(passkey, { rightId: byHand, scannedAt: at }), "already", 0, ["Contested"]],
        [
          await admissionOf(passkey, { rightId: rebound, scannedAt: at, issuedAt: reboundAt - 1, challenge }),
          "refused",
          0,
          ["SignedBeforeRebind"],
        ],
        [
          await admissionOf(passkey, { rightId: rebound, scannedAt: at, issuedAt: at - 11 * MINUTE }),
          "refused",
          0,
          ["ClockApart"],
        ],
        [
          await admissionOf(passkey, { rightId: rebound, scannedAt: show.doorsOpenAt - 1 }),
          "refused",
          0,
          ["OutsideDoors"],
        ],
        [await admissionOf(passkey, { rightId: rebound, count: 9, scannedAt: at }), "refused", 0, ["CountInvalid"]],
        [await admissionOf(passkey, { rightId: rebound, count: 0, scannedAt: at }), "refused", 0, ["CountInvalid"]],
        [await admissionOf(passkey, { rightId: unknown, count: 3, scannedAt: at }), "refused", 0, ["RightNonexistent"]],
        [await admissionOf(passkey, { rightId: elsewhere, scannedAt: at }), "refused", 0, ["WrongEvent"]],
        [
          { ...(await admissionOf(passkey, { rightId: rebound, scannedAt: at })), signature: "0x" },
          "refused",
          0,
          ["BadSignature"],
        ],
        [await admissionOf(passkey, { rightId: rebound, scannedAt: at }), "admitted", 1, []],
      ];
      const outcomes = await admitEntries(gate, { eventId, admissions: cases.map(([admission]) => admission) });
      for (const [i, [admission, status, admitted, reasons]] of cases.entries()) {
        const outcome = outcomes[i];
        expect(outcome?.admission, `case ${i}`).to.equal(admission);
        if (outcome?.status === "undecided") throw outcome.error;
        expect(outcome?.status, `case ${i}`).to.equal(status);
        expect(outcome?.rights.length, `rights of case ${i}`).to.equal(admitted);
        expect(
          outcome?.passedOver.map((one) => one.reason),
          `case ${i}`,
        ).to.deep.equal(reasons);
        const { rightId } = unpackEntry(admission.entry);
        for (const right of outcome?.rights ?? []) {
          expect(right).to.satisfy((id: bigint) => id >= rightId && id < rightId + 8n);
          expect((await gate.contracts.rights.rightOf(right)).status).to.equal(2n);
        }
      }
    });

    it("delivers more than fits into a transaction", async () => {
      const key = keys[2] as DeviceKey;
      const admissions: Admission[] = [];
      for (let batch = 0; batch < 12; batch++) {
        admissions.push(
          await admissionOf(key, {
            rightId: packRightId({ eventId: show.eventId, batch: 900, index: batch }),
            scannedAt: at,
          }),
        );
      }
      const many = Array.from({ length: 300 }, (_, i) => admissions[i % 12] as Admission).map(
        ({ entry, signature }, i) => ({
          entry: entry + BigInt(i % 60_000),
          signature,
        }),
      );
      const batches = cutAdmissions(many);
      expect(batches.length).to.be.greaterThan(2);
      expect(batches.flat()).to.deep.equal(many);
      const outcomes = await admitEntries(show.gate, { eventId: show.eventId, admissions: many });
      expect(outcomes.map(({ status }) => status)).to.deep.equal(many.map(() => "refused"));
      expect(outcomes.map(({ admission }) => admission)).to.deep.equal(many);
      const transactions = new Set(outcomes.map((one) => (one.status === "undecided" ? "" : one.transactionHash)));
      expect(transactions.size).to.equal(batches.length);
    });

    it("names what is wrong with each admission that no gate makes, and delivers the others", async () => {
      const { entry, signature } = await admissionOf(keys[0] as DeviceKey, {
        ...{ rightId: packRightId({ eventId: show.eventId, batch: 0, index: 0 }), scannedAt: at },
      });
      const wrong: readonly (readonly [string, Admission])[] = [
        ["signature must be hex bytes", { entry, signature: "0x123" }],
        ["signature must be hex bytes", { entry, signature: "0xzz" }],
        ["length of the signature must be", { entry, signature: `0x${"00".repeat(2 ** 16)}` }],
        ["entry must be", { entry: 1n << 256n, signature }],
      ];
      const longest: Admission = { entry, signature: `0x${"00".repeat(2 ** 16 - 1)}` };
      const admissions = [...wrong.map(([, admission]) => admission), { entry, signature }, longest];
      const outcomes = await admitEntries(show.gate, { eventId: show.eventId, admissions });
      expect(outcomes.map(({ status }) => status)).to.deep.equal([
        ...wrong.map(() => "undecided"),
        "already",
        "refused",
      ]);
      for (const [i, [told]] of wrong.entries()) {
        expect(outcomes[i]).to.have.nested.property("error.code", "VALUE_INVALID");
        expect(outcomes[i]).to.have.nested.property("error.message").that.contains(told);
      }
    });

    it("throws when every call fails, because the key is not a gate's", async () => {
      const { eventId, agent } = show;
      const key = keys[0] as DeviceKey;
      const admissions = [
        await admissionOf(key, { rightId: packRightId({ eventId, batch: 0, index: 0 }), scannedAt: at }),
      ];
      const error = await admitEntries(agent, { eventId, admissions }).catch((thrown) => thrown);
      expect([error.code, error.contractError?.name]).to.deep.equal(["CALL_REVERTED", "GateOnly"]);
    });

    it("returns an outcome for each copy of the same admission", async () => {
      const { eventId } = show;
      const admission = await admissionOf(keys[0] as DeviceKey, { rightId: spare, scannedAt: at });
      const outcomes = await admitEntries(show.gate, { eventId, admissions: [admission, admission] });
      expect(outcomes.map(({ status }) => status)).to.deep.equal(["admitted", "already"]);
      for (const outcome of outcomes) expect(outcome.admission).to.equal(admission);
    });

    it("does nothing without admissions", async () => {
      expect(await admitEntries(show.gate, { eventId: show.eventId, admissions: [] })).to.deep.equal([]);
    });
  });
}

describe("admitEntries", () => {
  it("returns the outcomes of earlier calls if the gate is stopped in between", async () => {
    const chain = await startTestChain();
    try {
      const show = await openShow(chain, { gates: true });
      const { eventId, event, gate, organizer, doorsOpenAt } = show;
      const key = await softPasskey(event);
      const first = await grant(
        show,
        Array.from({ length: 200 }, () => key.address),
      );
      await chain.clock.travelTo(doorsOpenAt);
      const admissions: Admission[] = [];
      for (let i = 0; i < 200; i++)
        admissions.push(await admissionOf(key, { rightId: first + BigInt(i), scannedAt: doorsOpenAt }));
      const [head = [], ...rest] = cutAdmissions(admissions);
      expect(rest.length).to.be.greaterThan(0);

      // The real gate key, stopped by the organizer once its first call is mined.
      const { signer } = gate;
      if (signer === undefined) throw new Error("the gate has no key");
      const sendTransaction = signer.sendTransaction.bind(signer);
      let sent = 0;
      signer.sendTransaction = async (request) => {
        if (++sent === 2) await act(organizer, "EventRegistry", "setGate", [eventId, addressOf(gate), 0, 0]);
        return sendTransaction(request);
      };
      const outcomes = await admitEntries(gate, { eventId, admissions, concurrency: 1 });
      const statuses = outcomes.map(({ status }) => status);
      expect(statuses.slice(0, head.length)).to.deep.equal(head.map(() => "admitted"));
      expect(statuses.slice(head.length)).to.deep.equal(rest.flat().map(() => "undecided"));
      expect(outcomes.at(-1)).to.have.nested.property("error.contractError.name", "GateOnly");
    } finally {
      await chain.close();
    }
  });

  it("keeps its calls below their gas limit, for every kind of key, with each right alone in its batch", async () => {
    const chain = await startTestChain();
    try {
      const show = await openShow(chain, { gates: true });
      const { event, eventId, gate, doorsOpenAt } = show;
      const store = memoryKeys();
      const keys = {
        secp256k1: await createDeviceKey({ kind: "secp256k1", event, store }),
        p256: await createDeviceKey({ kind: "p256", event, store }),
        passkey: await softPasskey(event),
      };
      const rights = new Map<string, bigint[]>();
      for (const [kind, key] of Object.entries(keys)) {
        const ids: bigint[] = [];
        for (let i = 0; i < 20; i++) ids.push(await grant(show, [key.address]));
        rights.set(kind, ids);
      }
      await chain.clock.travelTo(doorsOpenAt);
      for (const [kind, key] of Object.entries(keys)) {
        const ids = rights.get(kind) ?? [];
        const admissions = await Promise.all(
          ids.map((rightId) => admissionOf(key, { rightId, scannedAt: doorsOpenAt })),
        );
        const [outcome] = await admitEntries(gate, { eventId, admissions });
        if (outcome?.status !== "admitted") throw new Error(`not admitted: ${outcome?.status}`);
        const receipt = await chain.provider.getTransactionReceipt(outcome.transactionHash);
        // The largest call with this kind of key, at this gas per entry, still fits into a transaction.
        const most = cutAdmissions(Array.from({ length: 1_000 }, () => admissions[0] as Admission))[0]?.length ?? 0;
        const each = Number(receipt?.gasUsed) / ids.length;
        expect(each * most, `${kind}: ${each} gas, ${most} in a call`).to.be.lessThan(12_000_000);
      }
    } finally {
      await chain.close();
    }
  });
});
