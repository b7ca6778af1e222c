import { expect } from "chai";
import type { Address, Hex } from "doorkey";
import { interfaces } from "doorkey/abi";
import { toBeHex } from "ethers";
import type { Log, LogFilter } from "../chain/ChainView.ts";
import { ETHEREUM } from "../chain/chains.ts";
import { RpcError } from "../chain/jsonRpc.ts";
import type { RequestRow } from "../storage/tables.ts";
import { defaultOptions } from "./EngineOptions.ts";
import { findExternalExecutions } from "./findExternalExecutions.ts";

const [forwarder, rightsRegistry] = ["11", "22"].map((byte) => `0x${byte.repeat(20)}`) as [Address, Address];
const suite = { chainId: 31337, forwarder, rightsRegistry };
const { GasRelayForwarder, EntryRightRegistry } = interfaces;

const digestOf = (n: number) => toBeHex(n, 32) as Hex;
const senderOf = (n: number) => toBeHex(n, 20) as Address;
const rightOf = (eventId: number, index = 0) => (BigInt(eventId) << 32n) | BigInt(index);
const request = (n: number) =>
  ({ digest: digestOf(n), kind: "request", from_address: senderOf(n), nonce: BigInt(n) }) as RequestRow;
const giveBack = (n: number, rightId: bigint) =>
  ({ digest: digestOf(n), kind: "return", payload: { rightId: String(rightId), count: 1 } }) as unknown as RequestRow;

const logOf = (address: Address, blockNumber: number, { data, topics }: { data: string; topics: string[] }) =>
  ({ address, topics, data, blockNumber }) as unknown as Log;
const executed = (n: number, blockNumber: number, digest = digestOf(n), nonce = n) =>
  logOf(
    forwarder,
    blockNumber,
    GasRelayForwarder.encodeEventLog("RequestExecuted", [digest, senderOf(n), nonce, true, 9, digestOf(0)]),
  );
const returned = (rightId: bigint, blockNumber: number) =>
  logOf(rightsRegistry, blockNumber, EntryRightRegistry.encodeEventLog("RightReturned", [rightId >> 32n, rightId]));

const HEAD = 100;

/** What is found at a node with these logs, and what it was asked. */
async function found(
  rows: readonly RequestRow[],
  logs: readonly Log[],
  { lookback = 1_000, span = 50_000, filters = true } = {},
) {
  const asked: LogFilter[] = [];
  const view = {
    head: { number: HEAD, hash: "0x12", timestamp: 0, gasLimit: 0, baseFee: 1n } as const,
    getLogs: async (filter: LogFilter) => {
      asked.push(filter);
      const has = filter.topics.map((topic) => (topic === null ? undefined : [topic].flat()));
      if (has[1]?.includes(digestOf(66))) throw new RpcError({ code: -32_000, message: "no logs here" });
      if (!filters) return logs;
      return logs.filter(
        ({ address, topics, blockNumber }) =>
          address === filter.address &&
          has.every((topic, i) => topic === undefined || topic.includes(topics[i] as Hex)) &&
          filter.fromBlock <= blockNumber &&
          blockNumber <= filter.toBlock,
      );
    },
  };
  const traits = { ...ETHEREUM, logBlocks: span };
  const options = { ...defaultOptions, lookbackBlocks: lookback, traits };
  const answer = await findExternalExecutions({ suite, options }, view, rows);
  return { answer, asked, ranges: asked.map(({ fromBlock, toBlock }) => [fromBlock, toBlock]) };
}

describe("findExternalExecutions", () => {
  it("asks nothing about nothing", async () => {
    expect((await found([], [])).asked).to.deep.equal([]);
  });

  it("finds a request by its own hash, and what the call did", async () => {
    const log = executed(1, 90);
    const { answer, asked } = await found([request(1), request(2)], [log, executed(2, 91)]);
    expect(answer.get(digestOf(1))).to.deep.equal({ log, result: { outcome: "success", gasUsed: 9 } });
    expect([...answer.keys()]).to.have.members([digestOf(1), digestOf(2)]);
    expect(asked).to.have.length(1);
  });

  it("finds the sender's other request that used the nonce", async () => {
    const other = executed(1, 90, digestOf(9));
    const { answer } = await found([request(1), request(2)], [other]);
    expect([...answer]).to.deep.equal([[digestOf(1), { superseded: true }]]);
    const elsewhere = [executed(1, 90, digestOf(9), 7), executed(2, 91, digestOf(8), 1)];
    expect((await found([request(1)], elsewhere)).answer.size).to.equal(0);
  });

  it("finds a return by its right, among all of its event", async () => {
    const rows = [giveBack(1, rightOf(7, 3)), giveBack(2, rightOf(7, 4)), giveBack(3, rightOf(8))];
    const log = returned(rightOf(7, 4), 90);
    const { answer, asked } = await found(rows, [log]);
    expect([...answer]).to.deep.equal([[digestOf(2), { log, result: { outcome: "success", gasUsed: null } }]]);
    // Returns have no sender who could have used a nonce.
    expect(asked.map(({ address }) => address)).to.deep.equal([rightsRegistry]);
    expect(asked[0]?.topics[1]).to.deep.equal([7, 8].map((eventId) => toBeHex(eventId, 32)));
  });

  it("takes no other event for an execution or a return if a node sends all that it has", async () => {
    const [right, bytes] = [rightOf(7, 3), digestOf(0)];
    const skipped = GasRelayForwarder.encodeEventLog("RequestSkipped", [digestOf(1), senderOf(1), 1]);
    const revoked = EntryRightRegistry.encodeEventLog("RightRevoked", [right >> 32n, senderOf(1), right, bytes]);
    const logs = [logOf(forwarder, 90, skipped), logOf(rightsRegistry, 90, revoked)];
    expect((await found([request(1), giveBack(2, right)], logs, { filters: false })).answer.size).to.equal(0);
    const log = returned(right, 91);
    const { answer } = await found([giveBack(2, right)], [...logs, log], { filters: false });
    expect([...answer]).to.deep.equal([[digestOf(2), { log, result: { outcome: "success", gasUsed: null } }]]);
  });

  it("searches for 25 at a time", async () => {
    const rows = Array.from({ length: 26 }, (_, i) => request(i + 1));
    const { asked, answer } = await found(
      rows,
      rows.slice(0, 25).map((_, i) => executed(i + 1, 90)),
    );
    expect(answer.size).to.equal(25);
    expect(asked.map(({ topics }) => topics.map((topic) => [topic].flat().length))).to.deep.equal([
      [1, 25],
      [1, 1],
      [1, 1, 1],
    ]);
  });

  it("searches as far back as it may, from the newest block on, and no further than it must", async () => {
    expect((await found([request(1)], [], { lookback: 30 })).ranges).to.deep.equal([
      [HEAD - 30, HEAD],
      [HEAD - 30, HEAD],
    ]);
    expect((await found([giveBack(1, rightOf(7))], [])).ranges).to.deep.equal([[0, HEAD]]);
    const spans = await found([request(1)], [executed(1, 85)], { lookback: 60, span: 10 });
    expect(spans.ranges.slice(0, 2)).to.deep.equal([
      [91, 100],
      [81, 90],
    ]);
    expect(spans.ranges).to.have.length(2);
    const both = [executed(1, 95), executed(2, 85)];
    expect((await found([request(1), request(2)], both, { span: 10 })).answer.size).to.equal(2);
  });

  it("does not know of those whose search is not answered, and finds the others", async () => {
    const rows = [...Array.from({ length: 25 }, (_, i) => request(i + 1)), request(66)];
    const { answer } = await found(
      rows,
      rows.map((_, i) => executed(i + 1, 90)),
    );
    expect(answer.get(digestOf(66)))
      .to.have.property("unanswered")
      .that.includes("no logs here");
    expect([...answer.values()].filter((one) => "log" in one)).to.have.length(25);
  });
});
