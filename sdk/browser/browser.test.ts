import { expect } from "chai";
import type { BrowserContext, Page } from "playwright-core";
import decodeQR from "qr/decode.js";
import type { KeyKind, Pass } from "../src/buyer.ts";
import { type Admission, checkCode, type PasskeySite, type Policy, packSignatures, parseCode } from "../src/code.ts";
import { type Address, type EventRef, type Hex, NO_CHALLENGE, packRightId } from "../src/index.ts";
import { type Night, openNight } from "./night.ts";
import { addAuthenticator, open, startSite } from "./site.ts";

const ASSERTIONS = 24;

describe("in Chromium", () => {
  let site: Awaited<ReturnType<typeof startSite>>;
  let chain: Night;
  let context: BrowserContext;

  before(async () => {
    [site, chain] = await Promise.all([startSite(), openNight()]);
    context = await site.browser();
  });
  after(async () => {
    await context?.close();
    await site?.close();
    await chain?.close();
  });

  const create = (page: Page, kind: KeyKind, event: EventRef = chain.event) =>
    page.evaluate(async ([kind, event]) => (await window.doorkey.createDeviceKey({ kind, event })).address, [
      kind,
      event,
    ] as const);

  /** The error code that the page gets. */
  const refusal = (page: Page, kind: KeyKind) =>
    page.evaluate(
      async ([kind, event]) => {
        try {
          await window.doorkey.createDeviceKey({ kind, event });
          return "nothing was thrown";
        } catch (error) {
          return window.doorkey.isDoorkeyError(error) ? error.code : String(error);
        }
      },
      [kind, chain.event] as const,
    );

  const passOf = (holder: Address, batch: number): Pass => ({
    v: 1,
    ...chain.event,
    rightId: String(packRightId({ eventId: chain.event.eventId, batch, index: 0 })),
    count: 1,
    className: "standing",
    seats: [],
    holder,
    event: { name: "One night", startsAt: "2030-03-17T19:00:00+09:00", url: "https://zepp.example/1" },
    seller: { agentId: 1, name: "Ticket Shop" },
  });

  /** The code that the page shows at that second, and the pixels of its symbol. */
  const show = (page: Page, pass: Pass, at: number, challenge: Hex = NO_CHALLENGE) =>
    page.evaluate(
      async ([pass, at, challenge]) => {
        const { chainId, rightsRegistry, eventId, holder } = pass;
        const key = await window.doorkey.loadDeviceKey({
          event: { chainId, rightsRegistry, eventId },
          address: holder,
        });
        const { text } = await window.doorkey.entryCode(key, pass, { clock: { now: () => at }, challenge });
        const canvas = document.createElement("canvas");
        window.doorkey.qrCanvas(canvas, text, { scale: 4 });
        const pixels = (from: HTMLCanvasElement) => {
          const { width, height } = from;
          const data = from.getContext("2d")?.getImageData(0, 0, width, height).data ?? [];
          // One channel is enough for black and white.
          return { width, height, red: Array.from(data).filter((_, i) => i % 4 === 0) };
        };
        const image = new Image();
        image.src = `data:image/svg+xml,${encodeURIComponent(window.doorkey.qrSvg(text))}`;
        await image.decode();
        const drawn = document.createElement("canvas");
        drawn.width = drawn.height = canvas.width;
        drawn.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.width);
        return {
          text,
          canvas: pixels(canvas),
          svg: pixels(drawn),
          version: (window.doorkey.qrModules(text).length - 25) / 4,
        };
      },
      [pass, at, challenge] as const,
    );

  type Pixels = { width: number; height: number; red: number[] };
  const read = ({ width, height, red }: Pixels) =>
    decodeQR({ width, height, data: Uint8Array.from(red.flatMap((value) => [value, value, value, 255])) });

  /** The admission of a gate that reads a code from its pixels. */
  async function enter(shown: Awaited<ReturnType<typeof show>>, policy: Policy, now: number): Promise<Admission> {
    expect(read(shown.canvas)).to.equal(shown.text);
    expect(read(shown.svg)).to.equal(shown.text);
    expect(shown.version).to.be.at.most(8);
    const verdict = checkCode(read(shown.svg), {
      manifest: await chain.manifest(),
      admitted: new Map(),
      now,
      lane: 2,
      policy,
    });
    if (verdict.status !== "admit") throw new Error(verdict.reason);
    return verdict.admission;
  }

  describe("a WebCrypto key", () => {
    let address: Address;

    before(async () => {
      const page = await open(context, site.origin);
      address = await create(page, "p256");
      await page.close();
    });

    it("cannot be exported by the page", async () => {
      const page = await open(context, site.origin);
      const answer = await page.evaluate(async (address) => {
        const record = await window.doorkey.indexedDbKeys().get(address);
        if (record?.material.kind !== "p256") return "no key";
        const { privateKey } = record.material;
        return crypto.subtle.exportKey("jwk", privateKey).then(
          () => "exported",
          (error) => error.name,
        );
      }, address);
      expect(answer).to.equal("InvalidAccessError");
      await page.close();
    });

    it("signs what the chain accepts after a reload and after a restart of the browser", async () => {
      const batch = await chain.grant([address]);
      const page = await open(context, site.origin);
      await page.reload();
      await page.waitForFunction(() => window.doorkey !== undefined);
      const reloaded = await show(page, passOf(address, batch), chain.doorsOpenAt);
      expect(parseCode(reloaded.text).status).to.equal("parsed");

      await context.close();
      context = await site.browser();
      const again = await open(context, site.origin);
      await chain.openDoors();
      const admissions = [
        await enter(reloaded, {}, chain.doorsOpenAt + 4),
        await enter(await show(again, passOf(address, batch), chain.doorsOpenAt + 10), {}, chain.doorsOpenAt + 12),
      ];
      // The second is another presentation of the same right.
      const told = await chain.admit(
        admissions.map(({ entry }) => entry),
        packSignatures(admissions.map(({ signature }) => signature)),
      );
      expect(told).to.deep.equal(["Admitted", "AlreadyAdmitted"]);
      await again.close();
    });

    it("is lost with the site's storage, and the page gets KEY_LOST", async () => {
      const page = await open(context, site.origin);
      const lost = await page.evaluate(
        async ([event, address]) => {
          await new Promise((resolve) => {
            indexedDB.deleteDatabase("doorkey").onsuccess = resolve;
          });
          return window.doorkey.loadDeviceKey({ event, address }).catch((error) => error.code);
        },
        [chain.event, address] as const,
      );
      expect(lost).to.equal("KEY_LOST");
      await page.close();
    });
  });

  for (const kind of ["secp256k1", "p256"] as const) {
    it(`a ${kind} key answers a challenge that the chain accepts`, async () => {
      const other = await openNight();
      const main = chain;
      chain = other;
      try {
        const page = await open(context, site.origin);
        const address = await create(page, kind);
        const batch = await chain.grant([address]);
        await chain.openDoors();
        const value = "0x0123456789abcdef";
        const shown = await show(page, passOf(address, batch), chain.doorsOpenAt - 5_000, value);
        const policy = { demandChallenge: true, challenges: [{ value, expiresAt: chain.doorsOpenAt + 30 }] } as const;
        const { entry, signature } = await enter(shown, policy, chain.doorsOpenAt + 9);
        expect(await chain.admit([entry], packSignatures([signature]))).to.deep.equal(["Admitted"]);
        await page.close();
      } finally {
        chain = main;
        await other.close();
      }
    });
  }

  describe("a passkey", () => {
    for (const synced of [false, true]) {
      it(`signs what the chain accepts, ${synced ? "synced" : "kept on one device"}`, async () => {
        const other = await openNight();
        const main = chain;
        chain = other;
        try {
          const page = await open(context, site.origin);
          const authenticator = await addAuthenticator(context, page, synced);
          const address = await create(page, "passkey");
          const batch = await chain.grant([address]);
          await chain.openDoors();

          const passkey = { origin: site.origin, rpId: "localhost" };
          const admissions: Admission[] = [];
          const tails = new Set<string>();
          for (let i = 0; i < ASSERTIONS; i++) {
            // Every third answers a challenge, whose code is the longest.
            const value = i % 3 === 0 ? (`0x${(i + 1).toString(16).padStart(16, "0")}` as const) : NO_CHALLENGE;
            const at = chain.doorsOpenAt + i;
            const policy = { passkey, challenges: [{ value, expiresAt: at + 60 }] };
            const shown = await show(page, passOf(address, batch), at, value);
            admissions.push(await enter(shown, policy, at + 60));
            const code = parseCode(shown.text);
            if (code.status === "parsed" && code.proof.kind === "passkey") tails.add(code.proof.clientTail);
          }
          const told = await chain.admit(
            admissions.map(({ entry }) => entry),
            packSignatures(admissions.map(({ signature }) => signature)),
          );
          expect(told).to.deep.equal(["Admitted", ...Array(ASSERTIONS - 1).fill("AlreadyAdmitted")]);
          console.log(
            `      ${ASSERTIONS} of ${ASSERTIONS} assertions admitted or known on chain; ${tails.size} forms of client data`,
          );
          await authenticator.remove();
          await page.close();
        } finally {
          chain = main;
          await other.close();
        }
      });
    }

    it("is refused by a gate that refuses synced passkeys, and by a gate for another page", async () => {
      const page = await open(context, site.origin);
      const authenticator = await addAuthenticator(context, page, true);
      const address = await create(page, "passkey");
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
      const { text } = await show(page, passOf(address, 0), chain.doorsOpenAt);
      const decide = (passkey?: PasskeySite) =>
        checkCode(text, {
          manifest,
          admitted: new Map(),
          now: chain.doorsOpenAt + 1,
          lane: 1,
          policy: passkey ? { passkeys: [passkey] } : {},
        });
      const here = { origin: site.origin, rpId: "localhost" };
      expect(decide(here).status).to.equal("admit");
      expect(decide({ ...here, refuseSynced: true })).to.include({ reason: "passkey-refused", why: "synced" });
      expect(decide({ ...here, origin: "https://localhost" })).to.include({ reason: "origin-unknown" });
      expect(decide(undefined)).to.include({ reason: "kind-refused" });
      await authenticator.remove();
      await page.close();
    });

    it("is found again when the site's storage is lost", async () => {
      const page = await open(context, site.origin);
      const authenticator = await addAuthenticator(context, page, true);
      const address = await create(page, "passkey");
      const found = await page.evaluate(
        async ([event, address]) => {
          await new Promise((resolve) => {
            indexedDB.deleteDatabase("doorkey").onsuccess = resolve;
          });
          const lost = await window.doorkey.loadDeviceKey({ event, address }).catch((error) => error.code);
          const stranger = `0x${"11".repeat(20)}` as const;
          const unknown = await window.doorkey
            .recoverPasskey({ event, address: stranger })
            .catch((error) => error.code);
          await window.doorkey.recoverPasskey({ event, address });
          const key = await window.doorkey.loadDeviceKey({ event, address });
          const digest = `0x${"77".repeat(32)}` as const;
          return { lost, unknown, signed: window.doorkey.isSignedBy(digest, await key.sign(digest), address) };
        },
        [chain.event, address] as const,
      );
      expect(found).to.deep.equal({ lost: "KEY_LOST", unknown: "PASSKEY_UNKNOWN", signed: true });
      await authenticator.remove();
      await page.close();
    });

    it("does not rotate", async () => {
      const page = await open(context, site.origin);
      const authenticator = await addAuthenticator(context, page, false);
      const address = await create(page, "passkey");
      const told = await page.evaluate(
        async ([event, address, pass]) => {
          const key = await window.doorkey.loadDeviceKey({ event, address });
          return window.doorkey
            .rotateCodes(key, pass)
            .next()
            .catch((error) => error.code);
        },
        [chain.event, address, passOf(address, 0)] as const,
      );
      expect(told).to.equal("KEY_NEEDS_TAP");
      await authenticator.remove();
      await page.close();
    });

    it("is not created when it does not check its owner", async () => {
      const page = await open(context, site.origin);
      const authenticator = await addAuthenticator(context, page, false);
      await authenticator.verifyUser(false);
      const count = () => page.evaluate(async () => (await window.doorkey.listDeviceKeys()).keys.length);
      const before = await count();
      expect(await refusal(page, "passkey")).to.equal("PASSKEY_CANCELLED");
      expect(await count()).to.equal(before);
      await authenticator.remove();
      await page.close();
    });

    it("needs its page in front", async () => {
      const page = await open(context, site.origin);
      const authenticator = await addAuthenticator(context, page, false);
      // Playwright makes every page believe that it is in front.
      const session = await context.newCDPSession(page);
      await session.send("Emulation.setFocusEmulationEnabled", { enabled: false });
      const front = await open(context, site.origin);
      expect(await refusal(page, "passkey")).to.equal("KEY_NO_FOCUS");
      await front.close();
      await authenticator.remove();
      await page.close();
    });
  });

  it("a page without https gets KEY_CRYPTO_MISSING", async () => {
    const page = await open(context, site.insecure);
    expect(await refusal(page, "p256")).to.equal("KEY_CRYPTO_MISSING");
    expect(await refusal(page, "passkey")).to.equal("KEY_CRYPTO_MISSING");
    await page.close();
  });

  it("codes rotate on the page until the signal aborts", async () => {
    const page = await open(context, site.origin);
    const address = await create(page, "p256");
    const texts = await page.evaluate(
      async ([event, address, pass]) => {
        const key = await window.doorkey.loadDeviceKey({ event, address });
        const controller = new AbortController();
        const shown: string[] = [];
        const view = document.querySelector("main") as HTMLElement;
        for await (const code of window.doorkey.rotateCodes(key, pass, { signal: controller.signal, every: 0.05 })) {
          view.innerHTML = window.doorkey.qrSvg(code.text);
          shown.push(code.text);
          if (shown.length === 3) controller.abort();
        }
        return shown;
      },
      [chain.event, address, passOf(address, 0)] as const,
    );
    expect(new Set(texts).size).to.equal(3);
    await page.close();
  });
});
