import { expect } from "chai";
import { EVENT, keyOf, passOf } from "../../test/helpers/venue.ts";
import type { DeviceKey } from "../keys/DeviceKey.ts";
import type { Invitation } from "./Claim.ts";
import { checkPass } from "./checkPass.ts";
import { checkClaim, signClaim } from "./signClaim.ts";

const INVITATION: Invitation = {
  v: 1,
  event: EVENT,
  classId: 2,
  agentId: 3,
  purchaseKey: `0x${"5e".repeat(32)}`,
  quantity: 2,
  expiresAt: 1_900_000_000,
};

describe("checkPass", () => {
  let key: DeviceKey;
  before(async () => {
    key = await keyOf("p256");
  });

  const refusal = (value: unknown, holder = key) => {
    try {
      checkPass(holder, value);
      return "nothing was thrown";
    } catch (error) {
      const { code, message } = error as { code: string; message: string };
      return `${code} ${message.split("\n").slice(1, -1).join(" ")}`.trim();
    }
  };

  it("accepts a complete pass of the key that went through JSON", () => {
    const pass = passOf(key, { count: 2 });
    expect(checkPass(key, JSON.parse(JSON.stringify(pass)))).to.deep.equal(pass);
    expect(refusal({ ...pass, seats: ["A-1", "A-2"], holder: key.address.toLowerCase() })).to.equal(
      "nothing was thrown",
    );
  });

  it("refuses values that are not a pass", () => {
    for (const value of [undefined, null, "pass", 5])
      expect(refusal(value)).to.equal("PASS_MALFORMED It must be an object.");
  });

  it("reports every mistake with its path", () => {
    const pass = {
      ...passOf(key),
      count: 9,
      holder: "0x",
      event: { name: 1, startsAt: "tonight", url: "" },
      seats: [1],
    };
    expect(refusal(pass)).to.equal(
      "PASS_MALFORMED count must be a whole number, 1 to 8. seats[0] must be a string. holder must be 20 hex bytes. " +
        "event.name must be a string. event.startsAt must be an ISO 8601 time with its offset.",
    );
  });

  const wrong: [string, object, string][] = [
    ["another version", { v: 2 }, "PASS_MALFORMED v must be 1."],
    ["no right", { rightId: "0" }, "PASS_MALFORMED rightId must be a right id in decimal digits."],
    ["a right id as a number", { rightId: 5 }, "PASS_MALFORMED rightId must be a right id in decimal digits."],
    ["a right of 2^64", { rightId: String(1n << 64n) }, "PASS_MALFORMED rightId must be below 2^64."],
    ["a right of another event", { rightId: String(8n << 32n) }, "PASS_MALFORMED rightId is of event 8, not 7."],
    [
      "more rights than a batch has",
      { rightId: String((7n << 32n) | 2047n), count: 2 },
      "PASS_MALFORMED rightId and count reach beyond a batch.",
    ],
    ["a seat too many", { seats: ["A-1", "A-2"] }, "PASS_MALFORMED seats must be one per right or none."],
    ["another event", { eventId: 8, rightId: String(8n << 32n) }, "PASS_FOR_OTHER_EVENT"],
    ["another chain", { chainId: 1 }, "PASS_FOR_OTHER_EVENT"],
    ["another holder", { holder: `0x${"11".repeat(20)}` }, "PASS_FOR_OTHER_KEY"],
  ];
  for (const [what, change, expected] of wrong) {
    it(`refuses ${what}`, () => {
      expect(refusal({ ...passOf(key), ...change })).to.equal(expected);
    });
  }
});

describe("claims", () => {
  for (const kind of ["secp256k1", "p256", "passkey"] as const) {
    it(`of ${kind} keys prove possession to the seller`, async () => {
      const key = await keyOf(kind);
      const claim = JSON.parse(JSON.stringify(await signClaim(key, INVITATION)));
      expect(checkClaim(claim, { now: INVITATION.expiresAt - 1 })).to.deep.equal({
        ...INVITATION,
        holder: key.address,
        signature: claim.signature,
      });
    });
  }

  it("are valid until they expire", async () => {
    const claim = await signClaim(await keyOf("p256"), INVITATION);
    expect(() => checkClaim(claim, { now: INVITATION.expiresAt }))
      .to.throw()
      .with.property("code", "CLAIM_EXPIRED");
  });

  it("are for one order, one class, one holder", async () => {
    const claim = await signClaim(await keyOf("p256"), INVITATION);
    const changes = [
      { classId: 3 },
      { agentId: 4 },
      { quantity: 4 },
      { purchaseKey: `0x${"5f".repeat(32)}` },
      { expiresAt: INVITATION.expiresAt + 1 },
      { holder: `0x${"11".repeat(20)}` },
      { event: { ...EVENT, eventId: 8 } },
      { event: { ...EVENT, chainId: 1 } },
      { signature: "0x00" },
    ];
    for (const change of changes) {
      const altered = { ...claim, ...change };
      expect(() => checkClaim(altered, { now: 0 }), Object.keys(change)[0])
        .to.throw()
        .with.property("code", "CLAIM_UNSIGNED");
    }
  });

  it("are refused when they are malformed", async () => {
    const claim = await signClaim(await keyOf("p256"), INVITATION);
    const endless = `0x${"ab".repeat(10_000_000)}`;
    for (const change of [{ signature: "secret" }, { signature: "0x" }, { signature: endless }, { quantity: 256 }]) {
      const value = { ...claim, ...change };
      expect(() => checkClaim(value, { now: 0 }))
        .to.throw()
        .with.property("code", "CLAIM_MALFORMED");
    }
    for (const value of [undefined, null, [], {}]) {
      expect(() => checkClaim(value, { now: 0 }))
        .to.throw()
        .with.property("code", "CLAIM_MALFORMED");
    }
  });

  it("are made for the event of the key only", async () => {
    const key = await keyOf("p256");
    const elsewhere = { ...INVITATION, event: { ...EVENT, eventId: 8 } };
    expect(await signClaim(key, elsewhere).catch((error) => error.code)).to.equal("PASS_FOR_OTHER_EVENT");
    expect(await signClaim(key, { ...INVITATION, v: 2 as 1 }).catch((error) => error.code)).to.equal("CLAIM_MALFORMED");
  });
});
