import { expect } from "chai";
import { PLAIN_TAIL, RELYING_PARTY, softPasskey } from "../../test/helpers/softPasskey.ts";
import {
  batchOf,
  clockAt,
  DOORS_CLOSE,
  DOORS_OPEN,
  EVENT,
  keyOf,
  manifestOf,
  passOf,
} from "../../test/helpers/venue.ts";
import { issueChallenge, readChallenge } from "../codes/challenge.ts";
import { type EntryCode, writeCode } from "../codes/codeText.ts";
import { entryCode } from "../codes/entryCode.ts";
import { eventTag } from "../codes/eventTag.ts";
import { toHex, utf8 } from "../core/bytes.ts";
import { NO_CHALLENGE, unpackEntry } from "../core/Entry.ts";
import type { Hex } from "../core/Hex.ts";
import { packRightId } from "../core/RightId.ts";
import type { DeviceKey } from "../keys/DeviceKey.ts";
import { entryProofDigest } from "../statements/entryProof.ts";
import { isSignedBy } from "../statements/holderSignature.ts";
import { checkCode } from "./checkCode.ts";
import type { Manifest, ManifestBatch } from "./Manifest.ts";
import type { Policy } from "./Policy.ts";
import { parseCode } from "./parseCode.ts";
import type { PasskeySite } from "./passkeySites.ts";
import type { Admitted, Verdict } from "./Verdict.ts";

const NOW = DOORS_OPEN + 3_600;
const right = (index: number, batch = 0) => packRightId({ eventId: EVENT.eventId, batch, index });

type Scene = {
  manifest?: Manifest;
  admitted?: [bigint, Partial<Admitted>][];
  now?: number;
  lane?: number;
  policy?: Policy;
  lastSeen?: [bigint, { issuedAt: number; scannedAt: number }][];
};

describe("checkCode", () => {
  let key: DeviceKey;
  let other: DeviceKey;
  before(async () => {
    key = await keyOf("secp256k1");
    other = await keyOf("secp256k1");
  });

  const batch = (changes: Partial<ManifestBatch> = {}, count = 1) => batchOf(Array(count).fill(key.address), changes);

  /** A gate's verdict on a text. */
  function scan(
    text: string,
    { manifest, admitted = [], now = NOW, lane = 3, policy, lastSeen = [] }: Scene = {},
  ): Verdict {
    const before = { scannedAt: now - 60, lane: 1, issuedAt: 0, challenge: NO_CHALLENGE };
    return checkCode(text, {
      manifest: manifest ?? manifestOf(batch()),
      admitted: new Map(admitted.map(([id, entry]) => [id, { ...before, ...entry }])),
      now,
      lane,
      lastSeen: new Map(lastSeen),
      ...(policy && { policy }),
    });
  }

  const show = async (holder: DeviceKey, { at = NOW, ...options }: Record<string, unknown> & { at?: number } = {}) => {
    const {
      batch = 0,
      index = 0,
      count = 1,
      challenge,
    } = options as { batch?: number; index?: number; count?: number; challenge?: Hex };
    return (await entryCode(holder, passOf(holder, { batch, index, count }), { clock: clockAt(at), challenge })).text;
  };

  describe("admits", () => {
    for (const kind of ["secp256k1", "p256", "passkey"] as const) {
      it(`a live code of ${kind}, with what the chain needs`, async () => {
        const holder = await keyOf(kind);
        const manifest = manifestOf(batchOf([other.address]), batchOf([other.address, holder.address, holder.address]));
        const text = await show(holder, { batch: 1, index: 1, count: 2 });
        const verdict = scan(text, { manifest, now: NOW + 4.9, policy: { passkeys: [RELYING_PARTY] } });
        if (verdict.status !== "admit") throw new Error(verdict.reason);
        const entry = unpackEntry(verdict.admission.entry);
        expect(entry).to.deep.equal({
          rightId: right(1, 1),
          count: 2,
          issuedAt: BigInt(NOW),
          challenge: NO_CHALLENGE,
          scannedAt: NOW + 4,
          lane: 3,
        });
        expect(verdict.rights).to.deep.equal([right(1, 1), right(2, 1)]);
        const digest = entryProofDigest(EVENT, { ...entry, holder: holder.address });
        expect(isSignedBy(digest, verdict.admission.signature, holder.address)).to.equal(true);
      });
    }

    it("a code with the line break of a hand-held scanner", async () => {
      expect(scan(`${await show(key)}\r\n`).status).to.equal("admit");
    });

    it("the rest of a party when one of them is already in", async () => {
      const verdict = scan(await show(key, { count: 3 }), {
        manifest: manifestOf(batch({ statuses: "030" }, 3)),
        admitted: [[right(0), { lane: 2 }]],
      });
      if (verdict.status !== "admit") throw new Error(verdict.reason);
      expect(verdict.rights).to.deep.equal([right(2)]);
      expect(verdict.passedOver.map(({ rightId, reason }) => [rightId, reason])).to.deep.equal([
        [right(0), "already-in"],
        [right(1), "right-void"],
      ]);
    });

    it("a party in parts", async () => {
      const pass = passOf(key, { count: 4 });
      const manifest = manifestOf(batch({}, 4));
      const late = await entryCode(key, pass, { from: 3, clock: clockAt(NOW) });
      const verdict = scan(late.text, { manifest });
      expect(verdict.status === "admit" && verdict.rights).to.deep.equal([right(3)]);
    });

    it("the key that a right was rebound to", async () => {
      const holdings = { 0: { holder: key.address, reboundAt: NOW, rebinds: 1, named: false } };
      const manifest = manifestOf(batchOf([other.address], { statuses: "1", holdings }));
      expect(scan(await show(key), { manifest }).status).to.equal("admit");
    });

    it("named classes with a name, from the grant or later", async () => {
      const tagged = manifestOf(batch({ classId: 2, namedClass: true, tagged: true }));
      const holdings = { 0: { holder: key.address, reboundAt: DOORS_OPEN - 9, rebinds: 0, named: true } };
      const named = manifestOf(batch({ classId: 2, namedClass: true, statuses: "1", holdings }));
      for (const manifest of [tagged, named]) expect(scan(await show(key), { manifest }).status).to.equal("admit");
    });
  });

  describe("refuses", () => {
    it("what is not a code", () => {
      expect(scan("https://example.com")).to.include({ status: "refuse", reason: "not-a-code", problem: "prefix" });
    });

    it("what parseCode has refused", () => {
      const parsed = parseCode("nothing");
      const options = { manifest: manifestOf(batch()), admitted: new Map(), now: NOW, lane: 1 };
      expect(checkCode(parsed, options)).to.equal(parsed);
    });

    it("a code of a later version", () => {
      expect(scan("E1:1-C")).to.include({ status: "refuse", reason: "code-newer" });
    });

    it("a code of another event, rightsRegistry or chain", async () => {
      const text = await show(key);
      const elsewhere = [{ eventId: 8 }, { chainId: 1 }, { rightsRegistry: `0x${"22".repeat(20)}` as const }];
      for (const change of elsewhere) {
        expect(scan(text, { manifest: { ...manifestOf(batch()), ...change } })).to.include({ reason: "wrong-event" });
      }
    });

    it("at a cancelled event", async () => {
      const manifest = { ...manifestOf(batch()), cancelled: true };
      expect(scan(await show(key), { manifest })).to.include({ reason: "event-cancelled" });
    });

    it("before doors open, and from the second they close", async () => {
      const at = async (now: number) => scan(await show(key, { at: Math.floor(now) }), { now });
      expect(await at(DOORS_OPEN - 0.001)).to.include({ reason: "doors-not-open", opensAt: DOORS_OPEN });
      expect((await at(DOORS_OPEN)).status).to.equal("admit");
      expect((await at(DOORS_CLOSE - 0.001)).status).to.equal("admit");
      expect(await at(DOORS_CLOSE)).to.include({ reason: "doors-closed", closedAt: DOORS_CLOSE });
    });

    it("rights that the manifest does not have", async () => {
      expect(scan(await show(key, { index: 1 }))).to.include({ reason: "right-unknown" });
      expect(scan(await show(key, { batch: 1 }))).to.include({ reason: "right-unknown" });
      const beyond = scan(await show(key, { index: 0, count: 2 }));
      expect(beyond.status === "admit" && beyond.passedOver).to.deep.equal([
        { rightId: right(1), reason: "right-unknown" },
      ]);
    });

    it("void rights, however old the code", async () => {
      const manifest = manifestOf(batch({ statuses: "3" }));
      expect(scan(await show(key, { at: NOW - 900 }), { manifest })).to.include({ reason: "right-void" });
    });

    it("rights of which the first is beyond its batch, even if the next is in another batch", async () => {
      const manifest = manifestOf(batch({}, 1), batch({}, 1));
      const last = parseCode(await show(key, { index: 2_047 })) as EntryCode;
      const beyond = writeCode({ ...last, count: 2 }) as string;
      expect(scan(beyond, { manifest })).to.deep.equal({ status: "refuse", reason: "right-unknown" });
    });

    it("rights of which none may enter, before it looks at the signature", async () => {
      const refusalOf = async (statuses: string, policy: Policy = {}) =>
        scan(await show(other, { count: statuses.length }), { manifest: manifestOf(batch({ statuses }, 2)), policy });
      expect(await refusalOf("33")).to.include({ reason: "right-void" });
      expect(await refusalOf("30", { classes: [2] })).to.include({ reason: "right-void" });
      expect(await refusalOf("03", { classes: [2] })).to.include({ reason: "other-lane", className: "standing" });
      expect(await refusalOf("03")).to.include({ reason: "bad-signature" });
    });

    it("the old key of a rebound right, with a reason of its own", async () => {
      const holdings = { 0: { holder: other.address, reboundAt: DOORS_OPEN - 60, rebinds: 1, named: false } };
      const manifest = manifestOf(batch({ statuses: "1", holdings }));
      expect(scan(await show(key), { manifest })).to.include({ reason: "right-rebound", reboundAt: DOORS_OPEN - 60 });
      const stranger = await keyOf("secp256k1");
      expect(scan(await show(stranger), { manifest })).to.include({ reason: "bad-signature" });
    });

    it("a code that was signed before the right was rebound to its key", async () => {
      const movedTo = (reboundAt: number) => {
        const holdings = { 0: { holder: key.address, reboundAt, rebinds: 2, named: false } };
        return { manifest: manifestOf(batch({ statuses: "1", holdings })) };
      };
      const text = await show(key);
      expect(scan(text, movedTo(NOW + 1))).to.include({ reason: "signed-before-rebind", reboundAt: NOW + 1 });
      expect(scan(text, movedTo(NOW)).status).to.equal("admit");
    });

    it("rights of other holders within a code", async () => {
      const manifest = manifestOf(batchOf([key.address, other.address]));
      const verdict = scan(await show(key, { count: 2 }), { manifest });
      expect(verdict.status === "admit" && verdict.passedOver).to.deep.equal([
        { rightId: right(1), reason: "other-holder" },
      ]);
    });

    it("rights without the name that their class needs", async () => {
      const holdings = { 0: { holder: key.address, reboundAt: 5, rebinds: 1, named: false } };
      const bare = [
        batch({ classId: 2, namedClass: true }),
        batch({ classId: 2, namedClass: true, statuses: "1", holdings }),
      ];
      for (const one of bare)
        expect(scan(await show(key), { manifest: manifestOf(one) })).to.include({ reason: "not-named" });
    });

    it("classes of other lanes", async () => {
      const text = await show(key);
      expect(scan(text, { policy: { classes: [2] } })).to.include({ reason: "other-lane", className: "standing" });
      expect(scan(text, { policy: { classes: [2, 1] } }).status).to.equal("admit");
      const nameless = { ...manifestOf(batch({})), classes: {} };
      const refusal = scan(text, { manifest: nameless, policy: { classes: [2] } });
      expect(refusal).to.include({ reason: "other-lane", className: "" });
    });

    it("kinds of keys that the gate does not accept", async () => {
      expect(scan(await show(key), { policy: { kinds: ["p256"] } })).to.include({
        reason: "kind-refused",
        kind: "secp256k1",
      });
      const passkey = await keyOf("passkey");
      const manifest = manifestOf(batchOf([passkey.address]));
      expect(scan(await show(passkey), { manifest })).to.include({ reason: "kind-refused", kind: "passkey" });
    });

    it("a code that another key signed", async () => {
      expect(scan(await show(other))).to.include({ reason: "bad-signature" });
    });
  });

  describe("with passkeys", () => {
    const verdictOf = async (answer: Parameters<typeof softPasskey>[1], ...sites: readonly Partial<PasskeySite>[]) => {
      const passkey = softPasskey(EVENT, answer);
      const manifest = manifestOf(batchOf([passkey.address]));
      const text = await show(passkey);
      return scan(text, {
        manifest,
        policy: {
          passkeys: sites.length === 0 ? [RELYING_PARTY] : sites.map((site) => ({ ...RELYING_PARTY, ...site })),
        },
      });
    };

    it("rebuilds what browsers add", async () => {
      const grease = `${PLAIN_TAIL.slice(0, -1)},"other_keys_can_be_added_here":"do not compare clientDataJSON against a template. See https://goo.gl/yabPex"}`;
      for (const tail of [PLAIN_TAIL, grease, "}", ',"x":1}'])
        expect((await verdictOf({ tail })).status).to.equal("admit");
    });

    it("refuses passkeys of another page or domain without accusing the fan", async () => {
      expect(await verdictOf({ origin: "https://tickets.example.evil" })).to.include({ reason: "origin-unknown" });
      expect(await verdictOf({ rpId: "example" })).to.include({ reason: "origin-unknown" });
      const manifest = manifestOf(batchOf([key.address]));
      const stranger = await show(softPasskey(EVENT));
      expect(scan(stranger, { manifest, policy: { passkeys: [RELYING_PARTY] } })).to.include({
        reason: "origin-unknown",
      });
    });

    it("tries several sites in turn", async () => {
      const shop = { origin: "https://www.shop.example", rpId: "shop.example" };
      const wallet = { origin: "https://wallet.example", rpId: "wallet.example" };
      for (const made of [RELYING_PARTY, shop, wallet]) {
        expect((await verdictOf(made, {}, shop, wallet)).status).to.equal("admit");
        expect((await verdictOf(made, wallet, shop, {})).status).to.equal("admit");
        expect((await verdictOf(made, made)).status).to.equal("admit");
      }
      expect(await verdictOf(shop, {}, wallet)).to.include({ reason: "origin-unknown" });
      // The page of one site with the domain of another is not a site of the policy.
      expect(await verdictOf({ ...shop, rpId: "www.shop.example" }, shop)).to.include({ reason: "origin-unknown" });
    });

    it("takes a site in every form that people write", async () => {
      const forms: PasskeySite[] = [
        { origin: "https://tickets.example" },
        { origin: "https://tickets.example/" },
        { origin: "https://Tickets.EXAMPLE:443/shop?page=1#top" },
        { origin: " https://tickets.example " },
        { origin: "https://tickets.example", rpId: "Tickets.Example" },
      ];
      for (const form of forms) {
        const { origin, rpId } = form;
        expect((await verdictOf({}, { origin, rpId })).status, JSON.stringify(form)).to.equal("admit");
      }
      const umlaut = { origin: "https://xn--bcher-kva.example", rpId: "xn--bcher-kva.example" };
      expect((await verdictOf(umlaut, { origin: "https://bücher.example", rpId: undefined })).status).to.equal("admit");
      const local = { origin: "http://localhost:5173", rpId: "localhost" };
      expect((await verdictOf(local, { origin: "http://localhost:5173/", rpId: undefined })).status).to.equal("admit");
    });

    it("refuses a policy whose sites are none, before it reads a scan", async () => {
      const sites: [site: PasskeySite, sentence: string][] = [
        [{ origin: "tickets.example" }, "passkeys[1].origin must be an origin"],
        [{ origin: "" }, "passkeys[1].origin must be an origin"],
        [{ origin: "http://tickets.example" }, "passkeys[1].origin must be an origin"],
        [{ origin: "ftp://tickets.example" }, "passkeys[1].origin must be an origin"],
        [{ origin: "null" }, "passkeys[1].origin must be an origin"],
        [{ origin: "https://tickets.example", rpId: "other.example" }, "passkeys[1].rpId must be tickets.example or"],
        [{ origin: "https://tickets.example", rpId: "ickets.example" }, "passkeys[1].rpId must be"],
        [{ origin: "https://tickets.example", rpId: "a.tickets.example" }, "passkeys[1].rpId must be"],
        [{ origin: "https://tickets.example", rpId: "https://tickets.example" }, "passkeys[1].rpId must be"],
        [{ origin: "https://tickets.example", rpId: "" }, "passkeys[1].rpId must be"],
        [{ origin: "https://tickets.undefined", rpId: "" }, "passkeys[1].rpId must be"],
        [{ origin: "https://tickets.example", rpId: "tickets.example:444" }, "passkeys[1].rpId must be"],
      ];
      for (const [site, sentence] of sites) {
        for (const text of [await show(key), "not a code"]) {
          expect(() => scan(text, { policy: { passkeys: [RELYING_PARTY, site] } }), JSON.stringify(site))
            .to.throw(sentence)
            .with.property("code", "VALUE_INVALID");
        }
      }
    });

    it("refuses synced passkeys if the policy says so", async () => {
      const synced = { flags: 0x1d };
      expect((await verdictOf(synced)).status).to.equal("admit");
      expect(await verdictOf(synced, { refuseSynced: true })).to.include({ reason: "passkey-refused", why: "synced" });
      expect((await verdictOf({ flags: 0x05 }, { refuseSynced: true })).status).to.equal("admit");
      const other = { origin: "https://wallet.example", rpId: "wallet.example", refuseSynced: true };
      expect((await verdictOf(synced, other, {})).status).to.equal("admit");
    });

    it("refuses a passkey whose page has a longer name than the chain takes", async () => {
      /** The verdicts on what a passkey signed for a page whose origin is so long, by its possible recovery numbers. */
      const verdictsOf = async (length: number) => {
        const origin = `https://${"sub.".repeat(70)}`.slice(0, length - ".example".length).replace(/\.$/, "x");
        const site = { origin: `${origin}.example`, rpId: "example" };
        const passkey = softPasskey(EVENT, site);
        const proof = { rightId: right(0), count: 1, holder: passkey.address, issuedAt: NOW, challenge: NO_CHALLENGE };
        const rs = `0x${(await passkey.sign(entryProofDigest(EVENT, proof))).slice(4, 4 + 128)}` as Hex;
        return [0, 1, 2, 3].map((recovery) => {
          const shared = { status: "parsed", eventTag: eventTag(EVENT), serial: 0, count: 1, issuedAt: NOW } as const;
          const signed = { rs, recovery, flags: 5, signCount: 1, clientTail: toHex(utf8(PLAIN_TAIL)) };
          const text = writeCode({ ...shared, challenge: NO_CHALLENGE, proof: { kind: "passkey", ...signed } });
          return scan(text ?? "", { manifest: manifestOf(batchOf([passkey.address])), policy: { passkeys: [site] } });
        });
      };
      const longest = (await verdictsOf(229)).filter(({ status }) => status === "admit");
      expect(longest).to.have.length(1);
      expect(longest[0]?.status === "admit" && longest[0].admission.signature).to.have.length(2 + 2 * 512);
      for (const verdict of await verdictsOf(230)) expect(verdict).to.include({ reason: "origin-unknown" });
    });

    it("takes a site without https on localhost alone", async () => {
      for (const host of ["localhost:5173", "shop.localhost"]) {
        const site = { origin: `http://${host}`, rpId: "localhost" };
        expect((await verdictOf(site, site)).status, host).to.equal("admit");
      }
      for (const origin of ["http://localhost.example", "http://mylocalhost", "ftp://localhost"]) {
        expect(() => scan("", { policy: { passkeys: [{ origin }] } }), origin).to.throw("passkeys[0].origin must be");
      }
    });

    it("refuses every passkey if the policy names no site", async () => {
      const passkey = await keyOf("passkey");
      const manifest = manifestOf(batchOf([passkey.address]));
      expect(scan(await show(passkey), { manifest, policy: { passkeys: [] } })).to.include({ reason: "kind-refused" });
    });
  });

  describe("by the clock", () => {
    const aged = async (holder: DeviceKey, seconds: number, policy: Policy = {}) => {
      const manifest = manifestOf(batchOf([holder.address]));
      return scan(await show(holder, { at: NOW - seconds }), {
        manifest,
        policy: { passkeys: [RELYING_PARTY], ...policy },
      });
    };

    it("accepts codes 45 s old and 15 s ahead", async () => {
      expect((await aged(key, 45)).status).to.equal("admit");
      expect(await aged(key, 46)).to.include({ reason: "code-expired", secondsOld: 46 });
      expect((await aged(key, -15)).status).to.equal("admit");
      expect(await aged(key, -16)).to.include({ reason: "clock-wrong", secondsAhead: 16 });
    });

    it("accepts codes of passkeys 120 s old and 15 s ahead", async () => {
      const passkey = await keyOf("passkey");
      expect((await aged(passkey, 120)).status).to.equal("admit");
      expect(await aged(passkey, 121)).to.include({ reason: "code-expired", secondsOld: 121 });
      expect((await aged(passkey, -15)).status).to.equal("admit");
      expect(await aged(passkey, -16)).to.include({ reason: "clock-wrong", secondsAhead: 16 });
    });

    it("accepts a venue's own window, within the chain's ten minutes", async () => {
      const strict = { window: { past: 20, ahead: 5 } };
      expect((await aged(key, 20, strict)).status).to.equal("admit");
      expect(await aged(key, 21, strict)).to.include({ reason: "code-expired" });
      const lax = { window: { past: 9_999, ahead: 9_999 } };
      expect((await aged(key, 600, lax)).status).to.equal("admit");
      expect(await aged(key, 601, lax)).to.include({ reason: "code-expired" });
      expect(await aged(key, -601, lax)).to.include({ reason: "clock-wrong" });
    });

    it("distinguishes a slow phone from an old code by its next code", async () => {
      const text = await show(key, { at: NOW - 420 });
      const before = (issuedAt: number, scannedAt: number) =>
        scan(text, { lastSeen: [[right(0), { issuedAt, scannedAt }]] });
      expect(before(NOW - 440, NOW - 20)).to.include({ reason: "clock-wrong", secondsAhead: -420 });
      expect(before(NOW - 440, NOW - 8)).to.include({ reason: "clock-wrong" });
      expect(before(NOW - 440, NOW - 7)).to.include({ reason: "code-expired" });
      expect(before(NOW - 420, NOW - 20)).to.include({ reason: "code-expired" });
      expect(scan(text)).to.include({ reason: "code-expired", secondsOld: 420 });
    });
  });

  describe("with challenges", () => {
    it("accepts an answer to an open challenge at any time of the code", async () => {
      const challenge = issueChallenge({ event: EVENT, now: NOW });
      const value = readChallenge(challenge.text, key.event);
      const text = await show(key, { at: NOW - 4_000, challenge: value });
      const policy = { challenges: [challenge], demandChallenge: true };
      const verdict = scan(text, { policy, now: NOW + 30 });
      if (verdict.status !== "admit") throw new Error(verdict.reason);
      expect(unpackEntry(verdict.admission.entry).challenge).to.equal(challenge.value);
      expect(scan(text, { policy, now: NOW + 31 })).to.include({ reason: "challenge-expired" });
      // Once it is answered, the gate takes it off its list.
      expect(scan(text, { policy: { ...policy, challenges: [] } })).to.include({ reason: "challenge-wrong" });
    });

    it("accepts a challenge that was written in capitals", async () => {
      const text = await show(key, { challenge: "0xabcdefabcdefabcd" });
      const policy = { challenges: [{ value: "0xABCDEFABCDEFABCD", expiresAt: NOW }] } as const;
      expect(scan(text, { policy }).status).to.equal("admit");
    });

    it("refuses a code without a challenge if the policy demands one", async () => {
      expect(scan(await show(key), { policy: { demandChallenge: true } })).to.include({ reason: "challenge-missing" });
    });

    it("refuses another gate's challenge, even if the policy demands none", async () => {
      const text = await show(key, { challenge: "0x0102030405060708" });
      expect(scan(text)).to.include({ reason: "challenge-wrong" });
    });
  });

  describe("knows who is in", () => {
    it("with lane and time", async () => {
      const verdict = scan(await show(key), {
        admitted: [[right(0), { lane: 1, scannedAt: NOW - 60, issuedAt: NOW - 61 }]],
      });
      expect(verdict).to.include({ status: "refuse", reason: "already-in", lane: 1, at: NOW - 60, sameProof: false });
    });

    it("however old the code is", async () => {
      const verdict = scan(await show(key, { at: NOW - 900 }), { admitted: [[right(0), { issuedAt: NOW - 900 }]] });
      expect(verdict).to.include({ reason: "already-in", sameProof: true });
    });

    it("by the time and the challenge of the code, of which either makes another one", async () => {
      const challenge = "0x0102030405060708";
      const sameAs = async (change: Partial<Admitted>) => {
        const verdict = scan(await show(key, { challenge }), {
          admitted: [[right(0), { issuedAt: NOW, challenge, ...change }]],
        });
        return verdict.reason === "already-in" && verdict.sameProof;
      };
      expect(await sameAs({})).to.equal(true);
      expect(await sameAs({ issuedAt: NOW - 1 })).to.equal(false);
      expect(await sameAs({ challenge: NO_CHALLENGE })).to.equal(false);
    });

    it("from the chain alone", async () => {
      const verdict = scan(await show(key), { manifest: manifestOf(batch({ statuses: "2" })) });
      expect(verdict).to.deep.equal({ status: "refuse", reason: "already-in", sameProof: false });
    });

    it("from a manifest with the admissions, with lane and time", async () => {
      const manifest = manifestOf(batch({ statuses: "2" }));
      const at = NOW - 600;
      const known = (admission: { at: number; lane?: number }) => ({ ...manifest, admissions: { 0: admission } });
      const text = await show(key);
      expect(scan(text, { manifest: known({ at, lane: 4 }) })).to.include({ reason: "already-in", at, lane: 4 });
      const byHand = scan(text, { manifest: known({ at }) });
      expect(byHand).to.include({ reason: "already-in", at }).and.not.to.have.property("lane");
      // What this gate did itself is nearer than what the chain says.
      const own = scan(text, {
        manifest: known({ at, lane: 4 }),
        admitted: [[right(0), { lane: 2, scannedAt: at - 9 }]],
      });
      expect(own).to.include({ reason: "already-in", at: at - 9, lane: 2 });
    });
  });

  describe("asks staff to check the person", () => {
    const wanted = (verdict: Verdict) => (verdict.status === "identify" ? verdict.why : verdict.status);

    it("of certain classes", async () => {
      const text = await show(key);
      expect(wanted(scan(text, { policy: { identity: { classes: [1] } } }))).to.equal("class");
      expect(wanted(scan(text, { policy: { identity: { classes: [2] } } }))).to.equal("admit");
    });

    it("of rights that were rebound recently", async () => {
      const holdings = { 0: { holder: key.address, reboundAt: NOW - 100, rebinds: 1, named: false } };
      const manifest = manifestOf(batch({ statuses: "1", holdings }));
      const text = await show(key);
      const within = (reboundWithin: number) => scan(text, { manifest, policy: { identity: { reboundWithin } } });
      expect(wanted(within(100))).to.equal("rebound");
      expect(wanted(within(99))).to.equal("admit");
      expect(wanted(scan(text, { policy: { identity: { reboundWithin: 1e9 } } }))).to.equal("admit");
    });

    it("of a share of all rights, the same at every lane", async () => {
      const indices = Array.from({ length: 40 }, (_, index) => index);
      const manifest = manifestOf(batch({}, indices.length));
      const texts = await Promise.all(indices.map((index) => show(key, { index })));
      const sampled = (rate: number, seed: string, lane = 1) => {
        const policy = { identity: { sample: { rate, seed } } };
        return indices.filter((index) => wanted(scan(texts[index] ?? "", { manifest, policy, lane })) === "sample");
      };
      const some = sampled(0.3, "a");
      expect(some.length).to.be.within(3, 24);
      expect(sampled(0.3, "a", 2)).to.deep.equal(some);
      expect(sampled(0.3, "b")).not.to.deep.equal(some);
      expect(sampled(0, "a")).to.deep.equal([]);
      expect(sampled(1, "a")).to.deep.equal(indices);
    });

    it("and has the admission ready", async () => {
      const verdict = scan(await show(key), { policy: { identity: { classes: [1] } } });
      if (verdict.status !== "identify") throw new Error(verdict.reason);
      expect(unpackEntry(verdict.admission.entry).rightId).to.equal(right(0));
    });
  });

  it("does not change its input", async () => {
    const manifest = manifestOf(batch());
    const frozen = JSON.stringify(manifest);
    const admitted = new Map();
    checkCode(await show(key), { manifest, admitted, now: NOW, lane: 3 });
    expect(JSON.stringify(manifest)).to.equal(frozen);
    expect(admitted.size).to.equal(0);
  });

  it("needs options, a manifest and what was admitted", () => {
    const options = { manifest: manifestOf(batch()), admitted: new Map(), now: NOW, lane: 1 };
    for (const wrong of [undefined, { ...options, manifest: undefined }, { ...options, admitted: undefined }]) {
      expect(() => checkCode("", wrong as never))
        .to.throw("options must be an object")
        .with.property("code", "VALUE_INVALID");
    }
  });

  it("needs a clock and a lane that the chain can take", async () => {
    const text = await show(key);
    for (const scene of [{ now: Number.NaN }, { now: -1 }, { now: 2 ** 40 }, { lane: 65_536 }, { lane: 0.5 }]) {
      for (const scanned of [text, "not a code"]) {
        expect(() => scan(scanned, scene))
          .to.throw()
          .with.property("code", "VALUE_INVALID");
      }
    }
  });
});
