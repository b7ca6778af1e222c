import { expect } from "chai";
import type { Hex } from "../../core/Hex.ts";
import type { AuditTransaction } from "../Audit.ts";
import { withTransactions } from "./withTransactions.ts";

const item = (hash: string) => ({ log: { transactionHash: hash as Hex } });

type Item = ReturnType<typeof item>;

describe("withTransactions", () => {
  const asked: string[][] = [];
  const audit = {
    transactions: async function* (hashes: readonly Hex[]) {
      asked.push([...hashes]);
      for (const hash of hashes) yield { hash, from: "0x", kind: "calls", calls: [] } as AuditTransaction;
    },
  };

  async function allOf(items: readonly Item[]): Promise<(readonly [Item, AuditTransaction])[]> {
    const found: (readonly [Item, AuditTransaction])[] = [];
    for await (const one of withTransactions(audit, items)) found.push(one);
    return found;
  }

  it("gives each item with its own transaction, in order, and asks once for neighbours", async () => {
    const items = ["0xa", "0xa", "0xb", "0xa", "0xc", "0xc"].map(item);
    const found = await allOf(items);
    expect(found.map(([one]) => one)).to.deep.equal(items);
    for (const [{ log }, { hash }] of found) expect(hash).to.equal(log.transactionHash);
    expect(asked).to.deep.equal([["0xa", "0xb", "0xa", "0xc"]]);
    // Neighbours get the same object, by which callers know that nothing changed.
    expect(found[0]?.[1]).to.equal(found[1]?.[1]);
    expect(found[3]?.[1]).not.to.equal(found[1]?.[1]);
  });

  it("gives nothing for nothing", async () => {
    expect(await allOf([])).to.deep.equal([]);
  });
});
