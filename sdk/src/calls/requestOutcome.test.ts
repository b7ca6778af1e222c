import { expect } from "chai";
import { refusalOf } from "doorkey-test-support/transports";
import { concat, type Log, type TransactionReceipt } from "ethers";
import { strangerAt } from "../../test/helpers/acts.ts";
import { interfaces } from "../abi/contracts.ts";
import { type Deployment, deploymentOn } from "../chain/addresses/deployments.ts";
import type { Connection } from "../chain/Connection.ts";
import type { Hex } from "../core/Hex.ts";
import type { WireForwardRequest } from "../relay/wire.ts";
import type { CallLog } from "./Call.ts";
import { outcomeIn } from "./requestOutcome.ts";

const deployment = deploymentOn(31337) as Deployment;
const FORWARDER = deployment.contracts.GasRelayForwarder.address;
const OWN: Hex = `0x${"01".repeat(32)}`;
const OTHER: Hex = `0x${"02".repeat(32)}`;
const TRANSACTION = { hash: `0x${"12".repeat(32)}`, blockNumber: 7, blockHash: `0x${"34".repeat(32)}`, gasUsed: 8n };
const NO_REASON = `0x${"00".repeat(32)}`;
const REQUEST: WireForwardRequest = {
  from: strangerAt(1),
  to: strangerAt(2),
  gas: "9",
  nonce: "5",
  deadline: 7_000,
  relayer: strangerAt(3),
  data: "0x12345678",
};

/** A log of the forwarder, or of a contract that writes logs of the same form. */
const logOf = (event: string, args: readonly unknown[], address: string = FORWARDER) => ({
  ...interfaces.GasRelayForwarder.encodeEventLog(event, args),
  address,
});
const executed = (digest = OWN, { success = true, reason = NO_REASON, by = FORWARDER as string } = {}) =>
  logOf("RequestExecuted", [digest, REQUEST.from, 5, success, 9, reason], by);
const skipped = (digest = OWN) => logOf("RequestSkipped", [digest, REQUEST.from, 3]);
/** A log that a call wrote. */
const written = (n: number) => ({ address: strangerAt(n), topics: [NO_REASON], data: "0x" as string });

type MakeCall = (call: unknown) => Promise<string>;

/** The outcome of the request in a transaction with these logs, at a node where making the call again ends so. */
function outcome(logs: readonly Omit<CallLog, "index">[], call: MakeCall = async () => "0x") {
  const receipt = { ...TRANSACTION, logs: logs.map((log, index) => ({ ...log, index })) as unknown as Log[] };
  const connection = { deployment, provider: { call } } as unknown as Connection;
  return outcomeIn(connection, receipt as unknown as TransactionReceipt, { digest: OWN, request: REQUEST });
}
const placesOf = async (...logs: Parameters<typeof outcome>[0]) => (await outcome(logs)).logs.map(({ index }) => index);

describe("outcomeIn", () => {
  it("has the logs between the request before and the own one", async () => {
    expect(await placesOf(written(1), executed(OTHER), written(2), written(3), executed(), written(4))).to.deep.equal([
      2, 3,
    ]);
    expect(await placesOf(written(1), skipped(OTHER), written(2), executed())).to.deep.equal([2]);
    expect(await placesOf(written(1), executed())).to.deep.equal([0]);
    expect(await placesOf(executed(OTHER), executed())).to.deep.equal([]);
    const { logs, ...transaction } = await outcome([executed()]);
    expect(transaction).to.deep.equal(TRANSACTION);
  });

  it("believes the forwarder alone: a call may write a log that says that a request failed", async () => {
    const forged = executed(OWN, { success: false, by: strangerAt(9) });
    expect(await placesOf(forged, written(1), executed())).to.deep.equal([0, 1]);
    expect((await refusalOf(outcome([executed(OWN, { by: strangerAt(9) })]))).code).to.equal("LOG_MISSING");
  });

  it("is that of the request itself if a spoilt copy of it was skipped before", async () => {
    expect(await placesOf(written(1), skipped(), written(2), executed())).to.deep.equal([2]);
    const { code, message } = await refusalOf(outcome([skipped(), executed(OTHER)]));
    expect([code, message.includes("The forwarder skipped it, for reason 3.")]).to.deep.equal(["REQUEST_DEAD", true]);
  });

  it("is missing in a transaction of others, with the request and the transaction named", async () => {
    const { code, message } = await refusalOf(outcome([written(1), executed(OTHER)]));
    expect(code).to.equal("LOG_MISSING");
    expect(message).to.contain(`Request ${OWN} in transaction ${TRANSACTION.hash}.`);
  });

  describe("of a call that reverted", () => {
    const revert = interfaces.EventRegistry.encodeErrorResult("SalesClosed", [1, 7_000, 8_000]);
    const other = interfaces.EventRegistry.encodeErrorResult("SalesArePaused", [1]);
    const failing = (data: string) => () => Promise.reject(Object.assign(new Error("reverted"), { data }));
    const refusal = (reason: string, call?: MakeCall) =>
      refusalOf(outcome([executed(OWN, { success: false, reason })], call));

    it("has the whole error, of which the log has the start, if the call fails so again", async () => {
      const made: unknown[] = [];
      const whole = await refusal(revert.slice(0, 66), (call) => {
        made.push(call);
        return failing(revert)();
      });
      expect([whole.code, whole.name, whole.args]).to.deep.equal([
        "CALL_REVERTED",
        "SalesClosed",
        [1n, 7_000n, 8_000n],
      ]);
      // The forwarder makes the call, and the signer's address stands behind its data.
      const { from, to, data } = REQUEST;
      expect(made).to.deep.equal([{ from: FORWARDER, to, data: concat([data, from]), blockTag: 7 }]);
      expect(whole.message).to.contain(`In transaction ${TRANSACTION.hash}.`);
    });

    it("has the start alone if the call succeeds now, or fails for another reason", async () => {
      for (const call of [async () => "0x", failing(other)]) {
        const cut = await refusal(revert.slice(0, 66), call);
        expect([cut.code, cut.name, cut.args]).to.deep.equal(["CALL_REVERTED", "SalesClosed", []]);
      }
    });

    it("has no reason if the call gave none, such as one that ran out of gas", async () => {
      const { code, name } = await refusal(NO_REASON, failing(other));
      expect([code, name]).to.deep.equal(["CALL_REVERTED", undefined]);
    });
  });
});
