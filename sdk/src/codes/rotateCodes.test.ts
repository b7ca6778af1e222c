import { expect } from "chai";
import { batchOf, clockAt, DOORS_OPEN, keyOf, manifestOf, passOf } from "../../test/helpers/venue.ts";
import { checkCode } from "../verdicts/checkCode.ts";
import { parseCode } from "../verdicts/parseCode.ts";
import { entryCode } from "./entryCode.ts";
import { rotateCodes } from "./rotateCodes.ts";

const codeOf = async (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => "nothing was thrown",
    (error: { code: string }) => error.code,
  );

/** How many milliseconds each pause of `act` would have taken. None of them takes any. */
async function pausesOf(act: () => Promise<void>): Promise<number[]> {
  const setTimeout = globalThis.setTimeout;
  const waits: number[] = [];
  globalThis.setTimeout = ((end: () => void, milliseconds: number) => {
    waits.push(milliseconds);
    return setTimeout(end, 0);
  }) as typeof globalThis.setTimeout;
  await act().finally(() => {
    globalThis.setTimeout = setTimeout;
  });
  return waits;
}

describe("rotateCodes", () => {
  it("shows a fresh code each time, and each is admitted", async () => {
    const key = await keyOf("p256");
    const manifest = manifestOf(batchOf([key.address, key.address]));
    let now = DOORS_OPEN;
    const clock = { now: () => now };
    const shown = new Set<string>();
    for await (const code of rotateCodes(key, passOf(key, { count: 2 }), { every: 0.005, clock })) {
      shown.add(code.text);
      expect(code).to.include({ issuedAt: now, validUntil: now + 45 });
      expect(checkCode(code.text, { manifest, admitted: new Map(), now, lane: 1 }).status).to.equal("admit");
      if (shown.size === 5) break;
      now += 10;
    }
    expect(shown.size).to.equal(5);
  });

  it("waits for what signing left of the ten seconds", async () => {
    const key = await keyOf("p256");
    let now = DOORS_OPEN;
    const slow = { ...key, sign: (digest: `0x${string}`) => key.sign(digest).finally(() => (now += 3)) };
    const waits = await pausesOf(async () => {
      const codes = rotateCodes(slow as typeof key, passOf(key), { clock: { now: () => now } });
      for (let i = 0; i < 3; i++) await codes.next();
      await codes.return();
    });
    expect(waits).to.deep.equal([7_000, 7_000]);
  });

  it("does not wait when the last code was taken late", async () => {
    const key = await keyOf("p256");
    let now = DOORS_OPEN;
    const waits = await pausesOf(async () => {
      const codes = rotateCodes(key, passOf(key), { every: 600, clock: { now: () => now } });
      await codes.next();
      now += 601;
      expect((await codes.next()).value).to.include({ issuedAt: now });
      await codes.return();
    });
    expect(waits).to.deep.equal([0]);
  });

  it("ends when it is aborted while it waits", async () => {
    const key = await keyOf("p256");
    const controller = new AbortController();
    const codes = rotateCodes(key, passOf(key), { every: 86_400, signal: controller.signal });
    await codes.next();
    const next = codes.next();
    controller.abort();
    expect((await next).done).to.equal(true);
    expect((await rotateCodes(key, passOf(key), { signal: controller.signal }).next()).done).to.equal(true);
  });

  it("needs a key that can sign", async () => {
    const key = await keyOf("p256");
    for (const wrong of [undefined, {}, { ...key, sign: undefined }, { ...key, event: undefined }] as never[]) {
      expect(await codeOf(rotateCodes(wrong, passOf(key)).next())).to.equal("VALUE_INVALID");
      expect(await codeOf(entryCode(wrong, passOf(key)))).to.equal("VALUE_INVALID");
    }
  });

  it("refuses passkeys", async () => {
    const key = await keyOf("passkey");
    expect(await codeOf(rotateCodes(key, passOf(key)).next())).to.equal("KEY_NEEDS_TAP");
  });
});

describe("entryCode", () => {
  it("carries all rights of the pass, or some in a row", async () => {
    const key = await keyOf("secp256k1");
    const pass = passOf(key, { index: 5, count: 4 });
    const rightsOf = async (options: { from?: number; count?: number }) => {
      const code = parseCode((await entryCode(key, pass, options)).text);
      return code.status === "parsed" ? [code.serial, code.count] : code.reason;
    };
    expect(await rightsOf({})).to.deep.equal([5, 4]);
    expect(await rightsOf({ from: 3 })).to.deep.equal([8, 1]);
    expect(await rightsOf({ from: 1, count: 2 })).to.deep.equal([6, 2]);
    for (const wrong of [{ from: 4 }, { count: 5 }, { count: 0 }, { from: -1 }, { from: 0.5 }, { from: 2, count: 3 }]) {
      expect(await codeOf(entryCode(key, pass, wrong)), JSON.stringify(wrong)).to.equal("VALUE_INVALID");
    }
  });

  it("says how long it is valid", async () => {
    const seconds = async (kind: "p256" | "passkey", challenge?: `0x${string}`) => {
      const key = await keyOf(kind);
      const code = await entryCode(key, passOf(key), { clock: clockAt(DOORS_OPEN + 0.9), challenge });
      expect(code.issuedAt).to.equal(DOORS_OPEN);
      return code.validUntil - code.issuedAt;
    };
    expect(await seconds("p256")).to.equal(45);
    expect(await seconds("passkey")).to.equal(120);
    expect(await seconds("p256", "0x0102030405060708")).to.equal(30);
  });

  it("needs a key and a pass that belong together", async () => {
    const [mine, other] = [await keyOf("p256"), await keyOf("p256")];
    expect(await codeOf(entryCode(mine, passOf(other)))).to.equal("PASS_FOR_OTHER_KEY");
    const elsewhere = { ...passOf(mine), eventId: 8 };
    expect(await codeOf(entryCode(mine, elsewhere))).to.equal("PASS_FOR_OTHER_EVENT");
  });

  it("refuses a signature of another key", async () => {
    const [mine, other] = [await keyOf("p256"), await keyOf("p256")];
    const thief = { ...mine, sign: other.sign };
    expect(await codeOf(entryCode(thief, passOf(mine)))).to.equal("SIGNING_FAILED");
  });
});
