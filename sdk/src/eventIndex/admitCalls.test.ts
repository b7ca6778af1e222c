import { expect } from "chai";
import type { TransactionResponse } from "ethers";
import { strangerAt } from "../../test/helpers/acts.ts";
import { encodeCall } from "../calls/encodeCall.ts";
import { type Deployment, deploymentOn } from "../chain/addresses/deployments.ts";
import type { Connection } from "../chain/Connection.ts";
import { checksummed } from "../core/checksummed.ts";
import type { Address, Hex } from "../core/Hex.ts";
import { packSignatures } from "../verdicts/packSignatures.ts";
import { deliveredIn, unpackSignatures } from "./admitCalls.ts";

const deployment = deploymentOn(31337) as Deployment;
const { EntryRightRegistry, GasRelayForwarder, EventRegistry } = deployment.contracts;
const connection = { deployment, rightsRegistry: EntryRightRegistry.address } as Connection;
const [GATE, DESK, RELAYER] = [1, 2, 3].map((n) => checksummed(strangerAt(n))) as [Address, Address, Address];
const NO_REASON = `0x${"00".repeat(32)}`;

const transactionTo = (to: Address | null, data: Hex): TransactionResponse =>
  ({ from: RELAYER, to, data }) as TransactionResponse;
const admit = (entries: readonly bigint[], signatures: readonly Hex[]) =>
  encodeCall(connection, "EntryRightRegistry", "admit", [1, entries, packSignatures(signatures)]).data;
const requestOf = (from: Address, data: Hex, to = EntryRightRegistry.address) => ({
  request: { from, to, gas: 1, nonce: 1, deadline: 1, relayer: RELAYER, data },
  signature: "0x",
});
const execute = (...requests: readonly ReturnType<typeof requestOf>[]) =>
  encodeCall(connection, "GasRelayForwarder", "execute", [requests]).data;

describe("deliveredIn", () => {
  it("returns the entries of a direct call, in the name of its sender", () => {
    const call = transactionTo(EntryRightRegistry.address.toLowerCase() as Address, admit([5n, 6n], ["0x12", "0x34"]));
    expect(deliveredIn(connection, call)).to.deep.equal([
      { gate: RELAYER, entry: 5n, signature: "0x12" },
      { gate: RELAYER, entry: 6n, signature: "0x34" },
    ]);
  });

  it("returns the entries of each forwarded request, in the name of its signer", () => {
    const call = execute(requestOf(GATE, admit([5n], ["0x12"])), requestOf(DESK, admit([6n], ["0x34"])));
    expect(deliveredIn(connection, transactionTo(GasRelayForwarder.address, call))).to.deep.equal([
      { gate: GATE, entry: 5n, signature: "0x12" },
      { gate: DESK, entry: 6n, signature: "0x34" },
    ]);
  });

  it("skips forwarded requests of other kinds, and returns the entries beside them", () => {
    const revoke = encodeCall(connection, "EntryRightRegistry", "revoke", [[7n], NO_REASON]).data;
    const entries = admit([5n], ["0x12"]);
    const call = execute(
      requestOf(DESK, revoke),
      requestOf(DESK, entries, EventRegistry.address),
      requestOf(DESK, "0x12345678"),
      requestOf(DESK, "0x12"),
      requestOf(DESK, entries.slice(0, -64) as Hex),
      requestOf(GATE, entries),
    );
    expect(deliveredIn(connection, transactionTo(GasRelayForwarder.address, call))).to.deep.equal([
      { gate: GATE, entry: 5n, signature: "0x12" },
    ]);
  });

  it("returns none for a transaction of another kind", () => {
    const entries = admit([5n], ["0x12"]);
    const check = encodeCall(connection, "GasRelayForwarder", "check", [requestOf(GATE, entries), RELAYER]).data;
    for (const [to, data] of [
      [null, entries],
      [strangerAt(9), entries],
      [strangerAt(9), execute(requestOf(GATE, entries))],
      [GasRelayForwarder.address, check],
      [GasRelayForwarder.address, "0x12345678"],
      [EntryRightRegistry.address, "0x"],
    ] as const) {
      expect(deliveredIn(connection, transactionTo(to, data)), `${to} ${data.slice(0, 10)}`).to.deep.equal([]);
    }
  });

  it("returns an entry without a signature if the call has fewer signatures than entries", () => {
    const call = transactionTo(EntryRightRegistry.address, admit([5n, 6n], ["0x12"]));
    expect(deliveredIn(connection, call).map(({ signature }) => signature)).to.deep.equal(["0x12", "0x"]);
  });
});

describe("unpackSignatures", () => {
  it("reverses packSignatures", () => {
    for (const signatures of [[], ["0x"], ["0x", "0x01", `0x${"ab".repeat(300)}`], ["0x01", "0x"]] as const) {
      expect(unpackSignatures(packSignatures(signatures))).to.deep.equal(signatures);
    }
  });

  it("leaves out a length that was cut off", () => {
    expect(unpackSignatures("0x000112ff")).to.deep.equal(["0x12"]);
  });
});
