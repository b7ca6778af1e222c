import { expect } from "chai";
import type { AuditAnswers, AuditSource, RawLog } from "./AuditSource.ts";
import { type NodeDifference, twoSources } from "./twoSources.ts";

const HASH = `0x${"ab".repeat(32)}` as const;
const HEAD = { number: 9, hash: HASH, timestamp: 90 };

function source(answers: Partial<AuditAnswers>, chainId = 1): AuditSource {
  return { chainId, head: HEAD, answer: async ({ ask }) => answers[ask] as never };
}

function logAt(blockNumber: number): RawLog {
  return { address: "0x01", topics: [], data: "0x", blockNumber, blockHash: HASH, transactionHash: HASH, index: 0 };
}

describe("two sources", () => {
  async function differences(one: Partial<AuditAnswers>, other: Partial<AuditAnswers>): Promise<NodeDifference[]> {
    const found: NodeDifference[] = [];
    const both = twoSources(source(one), source(other), (difference) => found.push(difference));
    const questions = [
      { ask: "logs", from: 1, to: 9 },
      { ask: "block", number: 4 },
      { ask: "transaction", hash: HASH },
      { ask: "call", to: "0x02", data: "0x" },
      { ask: "code", address: "0x02" },
    ] as const;
    for (const question of questions) {
      if (question.ask in one) expect(await both.answer(question)).to.equal(one[question.ask]);
    }
    return found;
  }

  it("agree when only the case of letters differs", async () => {
    expect(await differences({ code: { data: "0xab" } }, { code: { data: "0xAB" } })).to.deep.equal([]);
  });

  it("differ at the first log that only one has, or that is another", async () => {
    const what = "the logs of blocks 1 to 9";
    const logs = [logAt(3), logAt(5), logAt(7)];
    expect(await differences({ logs }, { logs: [logAt(3), logAt(7)] })).to.deep.equal([{ block: 5, what }]);
    expect(await differences({ logs: [] }, { logs })).to.deep.equal([{ block: 3, what }]);
    const moved = logs.with(2, { ...logAt(7), data: "0x01" });
    expect(await differences({ logs }, { logs: moved })).to.deep.equal([{ block: 7, what }]);
  });

  it("name the block or the transaction in which they differ", async () => {
    const header = { hash: HASH, number: "0x4", timestamp: "0x1" } as const;
    expect(await differences({ block: header }, { block: null })).to.deep.equal([{ block: 4, what: "block 4" }]);
    expect(await differences({ transaction: null }, { transaction: { signed: "0x" } })).to.deep.equal([
      { block: 9, what: `transaction ${HASH}` },
    ]);
    expect(await differences({ call: { data: "0x" } }, { call: { gone: true } })).to.deep.equal([
      { block: 9, what: "a view of 0x02" },
    ]);
  });

  it("ask the document once", async () => {
    const served = { document: { problem: "no answer" } };
    const never: AuditSource = { ...source({}), answer: () => Promise.reject(new Error("asked twice")) };
    const both = twoSources(source(served), never, () => expect.fail("they differ"));
    expect(await both.answer({ ask: "document", uri: "https://a.example" })).to.equal(served.document);
  });

  it("must be of one chain", () => {
    expect(() => twoSources(source({}, 1), source({}, 10), () => {})).to.throw(
      "The first node is on chain 1, the second on chain 10.",
    );
  });
});
