import { expect } from "chai";
import fc from "fast-check";
import { EVENT } from "../../test/helpers/venue.ts";
import { qrModules } from "../codes/qr.ts";
import { checksummed } from "../core/checksummed.ts";
import type { Hex } from "../core/Hex.ts";
import type { Invitation } from "./Claim.ts";
import { invitationLink, readInvitation } from "./invitationLink.ts";

const INVITATION: Invitation = {
  v: 1,
  event: { ...EVENT, rightsRegistry: checksummed(EVENT.rightsRegistry) },
  classId: 2,
  agentId: 3,
  purchaseKey: `0x${"5e".repeat(32)}`,
  quantity: 2,
  expiresAt: 1_900_000_000,
};

const hexOf = (size: number) =>
  fc.uint8Array({ minLength: size, maxLength: size }).map((bytes): Hex => `0x${Buffer.from(bytes).toString("hex")}`);

describe("invitationLink", () => {
  it("round-trips any invitation", () => {
    const invitations = fc.record({
      v: fc.constant(1 as const),
      event: fc.record({
        chainId: fc.maxSafeNat(),
        rightsRegistry: hexOf(20).map((address) => checksummed(address)),
        eventId: fc.nat(2 ** 32 - 1),
      }),
      classId: fc.nat(255),
      agentId: fc.nat(2 ** 32 - 1),
      purchaseKey: hexOf(32),
      quantity: fc.nat(255),
      expiresAt: fc.nat(2 ** 40 - 1),
    });
    fc.assert(
      fc.property(invitations, (invitation) => {
        expect(readInvitation(invitationLink(invitation, "https://shop.example/claim"))).to.deep.equal(invitation);
      }),
    );
  });

  it("has the invitation in the fragment, and leaves the rest of the address as it is", () => {
    const url = new URL(invitationLink(INVITATION, "https://shop.example/claim?lang=ja#top"));
    expect(url.origin + url.pathname + url.search).to.equal("https://shop.example/claim?lang=ja");
    expect(url.hash).to.match(/^#doorkey=[\w-]{102}$/);
  });

  it("fits a QR that a phone reads from a screen", () => {
    const size = qrModules(invitationLink(INVITATION, "https://shop.example/claim")).length - 8;
    expect((size - 17) / 4).to.be.at.most(12);
  });

  for (const [what, link] of [
    ["no fragment", "https://shop.example/claim"],
    ["another fragment", "https://shop.example/claim#top"],
    ["a truncated invitation", invitationLink(INVITATION, "https://shop.example").slice(0, -4)],
    ["extra bytes", `${invitationLink(INVITATION, "https://shop.example")}AAAA`],
    ["another version", invitationLink({ ...INVITATION, v: 2 as 1 }, "https://shop.example")],
  ] as const) {
    it(`is refused with ${what}`, () => {
      expect(() => readInvitation(link))
        .to.throw()
        .with.property("code", "CLAIM_MALFORMED");
    });
  }

  it("refuses fields that do not fit", () => {
    for (const change of [
      { classId: 256 },
      { purchaseKey: "0x12" as const },
      { quantity: -1 },
      { expiresAt: 2 ** 41 },
    ]) {
      expect(() => invitationLink({ ...INVITATION, ...change }, "https://shop.example"))
        .to.throw()
        .with.property("code", "VALUE_INVALID");
    }
  });
});
