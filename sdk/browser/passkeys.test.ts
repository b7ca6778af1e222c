import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { BrowserContext } from "playwright-core";
import { type Admission, checkCode, type PasskeySite, packSignatures, parseCode } from "../src/code.ts";
import { NO_CHALLENGE } from "../src/index.ts";
import { createKey, createOrCode, enter, passOf, showCode, tryToCreate } from "./acts.ts";
import { openPage, openWithAuthenticator } from "./authenticator.ts";
import { startChromium } from "./engines/chromium.ts";
import { type Night, openNight } from "./night.ts";
import { type Site, startSite } from "./site.ts";

const ASSERTIONS = 24;

// The one engine with a virtual authenticator.
describe("passkeys in Chromium", () => {
  const profile = mkdtempSync(join(tmpdir(), "doorkey-profile-"));
  let site: Site;
  let chain: Night;
  let context: BrowserContext;

  before(async () => {
    [site, chain, context] = await Promise.all([startSite(), openNight(), startChromium(profile)]);
  });
  after(async () => {
    await context?.close();
    await site?.close();
    await chain?.close();
    rmSync(profile, { recursive: true, force: true });
  });

  const openPhone = (options: { readonly synced?: boolean } = {}, url = site.origin) =>
    openWithAuthenticator(context, url, options);

  for (const synced of [false, true]) {
    it(`signs what the chain accepts, ${synced ? "synced" : "kept on one device"}`, async () => {
      const night = await openNight();
      try {
        const phone = await openPhone({ synced });
        const address = await createKey(phone, "passkey", night.event);
        const batch = await night.grant([address]);
        await night.openDoors();

        const passkeys = [{ origin: "https://tickets.example" }, { origin: site.origin }];
        const admissions: Admission[] = [];
        const tails = new Set<string>();
        for (let i = 0; i < ASSERTIONS; i++) {
          // Every third answers a challenge, whose code is the longest.
          const value = i % 3 === 0 ? (`0x${(i + 1).toString(16).padStart(16, "0")}` as const) : NO_CHALLENGE;
          const at = night.doorsOpenAt + i;
          const policy = { passkeys, challenges: [{ value, expiresAt: at + 60 }] };
          const shown = await showCode(phone, passOf(night, address, batch), at, value);
          admissions.push(await enter(night, shown, policy, at + 60));
          const code = parseCode(shown.text);
          if (code.status === "parsed" && code.proof.kind === "passkey") tails.add(code.proof.clientTail);
        }
        const told = await night.admit(
          admissions.map(({ entry }) => entry),
          packSignatures(admissions.map(({ signature }) => signature)),
        );
        expect(told).to.deep.equal(["Admitted", ...Array(ASSERTIONS - 1).fill("AlreadyAdmitted")]);
        console.log(
          `      ${ASSERTIONS} of ${ASSERTIONS} assertions admitted or known on chain; ${tails.size} forms of client data`,
        );
        await phone.close();
      } finally {
        await night.close();
      }
    });
  }

  it("is refused by a gate that refuses synced passkeys, and is of unknown origin at a gate for another page", async () => {
    const phone = await openPhone({ synced: true });
    const address = await createKey(phone, "passkey", chain.event);
    const batch = {
      agentId: 1,
      classId: 1,
      seated: false,
      tagged: false,
      namedClass: false,
      statuses: "0",
      holdings: {},
    };
    const manifest = { ...(await chain.manifest()), batches: [{ ...batch, records: address }] };
    const { text } = await showCode(phone, passOf(chain, address, 0), chain.doorsOpenAt);
    const decide = (...passkeys: readonly PasskeySite[]) =>
      checkCode(text, {
        manifest,
        admitted: new Map(),
        now: chain.doorsOpenAt + 1,
        lane: 1,
        policy: { passkeys },
      });
    const here = { origin: site.origin };
    expect(decide(here).status).to.equal("admit");
    expect(decide({ ...here, refuseSynced: true })).to.include({ reason: "passkey-refused", why: "synced" });
    expect(decide({ origin: "https://localhost" })).to.include({ reason: "origin-unknown" });
    expect(decide()).to.include({ reason: "kind-refused" });
    await phone.close();
  });

  it("is read from its attestation when an extension hides getPublicKey", async () => {
    const phone = await openPhone();
    const signed = await phone.run(async (event) => {
      for (const name of ["getPublicKey", "getPublicKeyAlgorithm", "getAuthenticatorData"]) {
        Reflect.deleteProperty(AuthenticatorAttestationResponse.prototype, name);
      }
      const key = await window.doorkey.createDeviceKey({ kind: "passkey", event });
      const digest = `0x${"77".repeat(32)}` as const;
      return window.doorkey.isSignedBy(digest, await key.sign(digest), key.address);
    }, chain.event);
    expect(signed).to.equal(true);
    await phone.close();
  });

  it("takes the place of a key that the browser does not keep, and is found again without a store", async () => {
    for (const fault of ["DataCloneError", "SecurityError"]) {
      const phone = await openPhone();
      const told = await phone.run(
        async ({ event, fault }) => {
          const { put } = IDBObjectStore.prototype;
          const { open } = IDBFactory.prototype;
          const refuse = () => {
            throw new DOMException("as a browser says it", fault);
          };
          // Lockdown Mode keeps bytes but no handles; a browser that blocks site data keeps nothing.
          if (fault === "SecurityError") IDBFactory.prototype.open = refuse;
          IDBObjectStore.prototype.put = function (value, ...rest) {
            return value.material.kind === "p256" ? refuse() : put.call(this, value, ...rest);
          };
          const key = await window.doorkey.createDeviceKey({ event });
          const which = { event, address: key.address };
          const loaded = await window.doorkey.loadDeviceKey(which).then(
            (found) => found.kind,
            (error: { code: string }) => error.code,
          );
          const found = await window.doorkey.recoverPasskey(which);
          IDBObjectStore.prototype.put = put;
          IDBFactory.prototype.open = open;
          return { kind: key.kind, loaded, found: found.address === key.address };
        },
        { event: chain.event, fault },
      );
      const loaded = fault === "DataCloneError" ? "passkey" : "KEY_STORE_CLOSED";
      expect(told, fault).to.deep.equal({ kind: "passkey", loaded, found: true });
      expect(await phone.count()).to.equal(1);
      await phone.close();
    }
  });

  it("is not made in a frame of another origin, on the same site or another, and leaves nothing behind", async () => {
    const [top, neighbour] = site.neighbours;
    const tops: [url: string, src: string, told: string][] = [
      [site.foreign, site.origin, "KEY_IN_FRAME"],
      [top, neighbour, "PASSKEY_IN_FRAME"],
    ];
    for (const [url, src, told] of tops) {
      const phone = await openPhone({}, url);
      const errand = { src, source: String(createOrCode), argument: { kind: "passkey", event: chain.event } };
      expect(await phone.run((inner) => window.inFrame(inner), errand)).to.equal(told);
      expect(await phone.count()).to.equal(0);
      await phone.close();
    }
  });

  it("is found again when the site's storage is lost", async () => {
    const phone = await openPhone({ synced: true });
    const address = await createKey(phone, "passkey", chain.event);
    const found = await phone.run(
      async ({ event, address }) => {
        await new Promise((resolve) => {
          indexedDB.deleteDatabase("doorkey").onsuccess = resolve;
        });
        const lost = await window.doorkey.loadDeviceKey({ event, address }).catch((error) => error.code);
        const stranger = `0x${"11".repeat(20)}` as const;
        const unknown = await window.doorkey.recoverPasskey({ event, address: stranger }).catch((error) => error.code);
        await window.doorkey.recoverPasskey({ event, address });
        const key = await window.doorkey.loadDeviceKey({ event, address });
        const digest = `0x${"77".repeat(32)}` as const;
        return { lost, unknown, signed: window.doorkey.isSignedBy(digest, await key.sign(digest), address) };
      },
      { event: chain.event, address },
    );
    expect(found).to.deep.equal({ lost: "KEY_LOST", unknown: "PASSKEY_UNKNOWN", signed: true });
    await phone.close();
  });

  it("does not rotate", async () => {
    const phone = await openPhone();
    const address = await createKey(phone, "passkey", chain.event);
    const told = await phone.run(
      async ({ event, address, pass }) => {
        const key = await window.doorkey.loadDeviceKey({ event, address });
        return window.doorkey
          .rotateCodes(key, pass)
          .next()
          .then(
            () => "rotates",
            (error: { code: string }) => error.code,
          );
      },
      { event: chain.event, address, pass: passOf(chain, address, 0) },
    );
    expect(told).to.equal("KEY_NEEDS_TAP");
    await phone.close();
  });

  it("is not created when it does not check its owner, or belongs to another domain", async () => {
    const phone = await openPhone();
    const count = () => phone.run(async () => (await window.doorkey.listDeviceKeys()).keys.length, undefined);
    const before = await count();
    await phone.verifyUser(false);
    expect(await tryToCreate(phone, "passkey", chain.event)).to.equal("PASSKEY_CANCELLED");
    await phone.verifyUser(true);
    const elsewhere = await phone.run(
      (event) =>
        window.doorkey.createDeviceKey({ kind: "passkey", event, passkey: { rpId: "other.example" } }).then(
          () => "made",
          (error: { code: string }) => error.code,
        ),
      chain.event,
    );
    expect(elsewhere).to.equal("PASSKEY_DOMAIN_REFUSED");
    expect(await count()).to.equal(before);
    await phone.close();
  });

  it("needs its page in front", async () => {
    const phone = await openPhone();
    // Playwright makes every page believe that it is in front.
    const session = await context.newCDPSession(phone.page);
    await session.send("Emulation.setFocusEmulationEnabled", { enabled: false });
    const front = await openPage(context, site.origin);
    expect(await tryToCreate(phone, "passkey", chain.event)).to.equal("KEY_NO_FOCUS");
    await front.close();
    await phone.close();
  });

  it("needs a page with https", async () => {
    const phone = await openPhone({}, site.insecure);
    expect(await tryToCreate(phone, "passkey", chain.event)).to.equal("KEY_CRYPTO_MISSING");
    await phone.close();
  });
});
