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
        expect(readInvitation(invitationLink(invitation, "https://shop.example/claim"))).to.deep.equal({ invitation });
      }),
    );
  });

  it("round-trips the address of any seller, without the slash at its end", () => {
    const part = fc.stringMatching(/^[\w.~-]{1,12}$/).filter((one) => !/^\.{1,2}$/.test(one));
    const sellers = fc
      .tuple(
        fc.constantFrom("https://tickets.shop.example", "http://localhost:8080", "http://127.0.0.1", "http://[::1]:9"),
        fc.array(part, { maxLength: 5 }),
        fc.constantFrom("", "/"),
      )
      .map(([origin, path, end]) => [`${origin}${path.map((one) => `/${one}`).join("")}`, end] as const);
    fc.assert(
      fc.property(sellers, ([seller, end]) => {
        const link = invitationLink(INVITATION, "https://wallet.example/#x", { seller: `${seller}${end}` });
        expect(readInvitation(link)).to.deep.equal({ invitation: INVITATION, seller });
      }),
    );
  });

  it("names host and path of the seller, and takes https for granted", () => {
    const seller = "https://tickets.shop.example/door";
    const { hash } = new URL(invitationLink(INVITATION, "https://wallet.example", { seller }));
    expect(hash).to.match(/^#doorkey=[\w-]{102}&at=tickets\.shop\.example\/door$/);
    // A name that begins as this machine's is another host.
    const link = (at: string) => `${invitationLink(INVITATION, "https://wallet.example")}&at=${at}`;
    expect(readInvitation(link("localhost.evil.example")).seller).to.equal("https://localhost.evil.example");
    expect(readInvitation(link("localhost")).seller).to.equal("http://localhost");
  });

  for (const [at, fault] of [
    ["", "must be an address"],
    ["javascript:alert(1)", "must be an address"],
    ["http://shop.example", "must have a path"],
    ["https:shop.example", "must be"],
    ["//evil.example", "must be a plain address"],
    [`shop.example/${"a".repeat(4_096)}`, "must have at most 200 characters"],
    ["fan@shop.example", "must not have a user"],
    ["shop.example%40evil.example", "must be"],
    ["shop.example:8443/door", "must not have a port."],
    ["sh\u043ep.example", "must be in plain letters"],
    ["xn--shp-yed.example", "must be in plain letters"],
    ["shop.example/../x", "must be a plain address"],
    ["shop.example?x", "must be a plain address"],
    ["shop.example#x", "must be a plain address"],
    ["<script>", "must be an address"],
  ] as const) {
    it(`refuses the seller ${JSON.stringify(at.slice(0, 40))} of a link`, () => {
      expect(() => readInvitation(`${invitationLink(INVITATION, "https://wallet.example")}&at=${at}`))
        .to.throw(`The seller in the link ${fault}`)
        .with.property("code", "CLAIM_MALFORMED");
    });
  }

  it("makes no link to a seller that it would refuse to read", () => {
    for (const seller of ["http://shop.example", "shop.example", "https://sh\u043ep.example", 7 as never]) {
      expect(() => invitationLink(INVITATION, "https://wallet.example", { seller }))
        .to.throw("seller must be")
        .with.property("code", "VALUE_INVALID");
    }
  });

  it("with a seller fits QR version 11 at ECC Q", () => {
    const seller = "https://tickets.shop.example/door";
    const size = qrModules(invitationLink(INVITATION, "https://wallet.example/", { seller })).length - 8;
    expect((size - 17) / 4).to.be.at.most(11);
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

  it("refuses a page that is not an address", () => {
    for (const page of [undefined, "", "shop.example", 7, Symbol("page"), {}, Object.create(null)] as never[]) {
      expect(() => invitationLink(INVITATION, page))
        .to.throw("pageUrl must be")
        .with.property("code", "VALUE_INVALID");
    }
  });
});
