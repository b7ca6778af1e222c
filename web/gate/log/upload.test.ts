import { expect } from "chai";
import type { UploadAnswer } from "../../../gate/src/protocol/answers.ts";
import type { LogRow } from "../../../gate/src/protocol/messages.ts";
import { upload } from "./upload.ts";

const row = (seq: number): LogRow => ({
  ...{ device: "ab".repeat(8), seq, prev: "0x00", at: 1_900_000_000, lane: 1, mode: "alone", verdict: "admit" },
  ...{ scanId: String(seq).padStart(32, "0"), sig: "0x00" },
});

/** A device with so many rows, the first of which its hub had before. */
function deviceWith(count: number, had: number) {
  const rows = Array.from({ length: count }, (_, i) => row(i + 1));
  let next: number | undefined = had + 1;
  const store: Parameters<typeof upload>[0] = {
    get: async () => next as never,
    put: async (_, value) => {
      next = Number(value);
    },
    rows: async (from = 1) => rows.filter(({ seq }) => seq >= from),
  };
  return { store, waiting: () => rows.filter(({ seq }) => seq >= (next ?? 1)).length };
}

/** A hub that takes rows into a chain, or keeps all apart. */
function hubWith(had: number, revoked = false) {
  let next = had + 1;
  const asked: number[] = [];
  const ask: NonNullable<Parameters<typeof upload>[2]> = async (_, { body }) => {
    const { rows } = body as { readonly rows: readonly LogRow[] };
    asked.push(rows[0]?.seq ?? 0);
    const apart: { seq: number; reason: UploadAnswer["apart"][number]["reason"] }[] = [];
    for (const { seq } of rows) {
      if (revoked) apart.push({ seq, reason: "revoked" });
      else if (seq > next) apart.push({ seq, reason: "gap" });
      else next = Math.max(next, seq + 1);
    }
    return { status: "answered", value: { accepted: rows.length - apart.length, apart, next } };
  };
  return { ask, asked, next: () => next };
}

describe("sending rows", () => {
  it("sends 256 at a time what the hub does not have", async () => {
    const [device, hub] = [deviceWith(600, 10), hubWith(10)];
    await upload(device.store, () => undefined, hub.ask);
    expect(hub.asked).to.deep.equal([11, 267, 523]);
    expect([device.waiting(), hub.next()]).to.deep.equal([0, 601]);
  });

  it("goes back to the rows that a hub wants which replaced another", async () => {
    const [device, hub] = [deviceWith(300, 299), hubWith(0)];
    await upload(device.store, () => undefined, hub.ask);
    expect(hub.asked).to.deep.equal([300, 1, 257]);
    expect([device.waiting(), hub.next()]).to.deep.equal([0, 301]);
  });

  it("ends when the hub keeps every row apart, because the rows are on the hub's disk", async () => {
    const [device, hub] = [deviceWith(600, 1), hubWith(1, true)];
    const apart = new Set<number>();
    await upload(
      device.store,
      (seqs) => {
        for (const seq of seqs) apart.add(seq);
      },
      hub.ask,
    );
    expect([device.waiting(), apart.size]).to.deep.equal([0, 599]);
    expect(await upload(device.store, () => undefined, hub.ask)).to.equal(undefined);
  });

  it("keeps what a hub did not answer", async () => {
    const device = deviceWith(3, 0);
    await upload(
      device.store,
      () => undefined,
      async () => ({ status: "silent" }),
    );
    expect(device.waiting()).to.equal(3);
  });
});
