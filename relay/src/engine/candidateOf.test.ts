import { expect } from "chai";
import type { Address, Hex } from "doorkey";
import type { WireDrawAct } from "doorkey/relay";
import type { RequestRow } from "../storage/tables.ts";
import { candidateOf } from "./candidateOf.ts";

const holder = `0x${"55".repeat(20)}` as Address;
const row = (change: Partial<RequestRow>) =>
  ({ digest: "0xd1", from_address: holder, gas: 90_000, max_batch: 4, ...change }) as RequestRow;

describe("candidateOf", () => {
  it("takes sender, gas and company from the row, and bytes from the call", () => {
    const request = { from: holder, to: holder, gas: "90000", nonce: "7", deadline: 9, relayer: holder };
    const stored = row({ kind: "request", payload: { request: { ...request, data: "0xabcdef" }, signature: "0x12" } });
    const { row: own, ...rest } = candidateOf(stored);
    expect(own).to.equal(stored);
    expect(rest).to.deep.equal({ kind: "request", from: holder, gas: 90_000, maxBatch: 4, dataBytes: 3 });
  });

  it("takes bytes and rights of a return", () => {
    const payload = { rightId: "4294967296", count: 2, rebinds: 0, expiresAt: "9", signature: "0x001234" } as const;
    const { dataBytes, rights } = candidateOf(row({ kind: "return", payload }));
    expect({ dataBytes, rights }).to.deep.equal({ dataBytes: 3, rights: { first: 4_294_967_296n, count: 2 } });
  });

  it("lets acceptances of one draw share a call, and no other acts", () => {
    const callOf = (digest: Hex, act: WireDrawAct) => candidateOf(row({ kind: "act", digest, payload: act })).call;
    const draw = { eventId: 7, classId: 1 };
    const accept = { ...draw, act: "accept", agentId: 1, holder, evidence: "0x" } as const;
    expect(callOf("0xd1", accept)).to.equal(callOf("0xd2", { ...accept, agentId: 2 }));
    expect(callOf("0xd1", accept)).not.to.equal(callOf("0xd2", { ...accept, classId: 2 }));
    expect(callOf("0xd1", accept)).not.to.equal(callOf("0xd2", { ...accept, eventId: 8 }));
    expect(callOf("0xd1", { ...draw, act: "hold" })).not.to.equal(callOf("0xd2", { ...draw, act: "hold" }));
    expect(candidateOf(row({ kind: "act", payload: accept })).dataBytes).to.equal(256);
  });
});
