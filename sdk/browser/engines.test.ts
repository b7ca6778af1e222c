import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { packSignatures, parseCode } from "../src/code.ts";
import type { Address } from "../src/index.ts";
import { createKey, createOrCode, enter, passOf, showCode, tryToCreate } from "./acts.ts";
import { chromium } from "./engines/chromium.ts";
import type { Browser, Engine, Tab } from "./engines/Engine.ts";
import { firefox } from "./engines/firefox.ts";
import { webkit } from "./engines/webkit.ts";
import { type Night, openNight } from "./night.ts";
import { type Site, startSite } from "./site.ts";

const KINDS = ["secp256k1", "p256"] as const;
const DIGEST = `0x${"77".repeat(32)}` as const;

describe("in three engines", () => {
  let site: Site;
  const lines: string[] = [];
  before(async () => {
    site = await startSite();
  });
  after(async () => {
    await site?.close();
    for (const line of lines) console.log(line);
  });
  for (const engine of [chromium, firefox, webkit]) inEngine(engine);

  function inEngine(engine: Engine): void {
    describe(engine.name, () => {
      const profile = mkdtempSync(join(tmpdir(), "doorkey-profile-"));
      const count = { passed: 0, all: 0 };
      let browser: Browser;
      let night: Night;
      let tab: Tab;
      /** The holder of each kind of key, and the batches of their rights. */
      const holders = { secp256k1: "0x", p256: "0x" } as { [kind in (typeof KINDS)[number]]: Address };
      const batches = { secp256k1: 0, p256: 0, reloaded: 0 };

      before(async () => {
        [browser, night] = await Promise.all([engine.start({ profile, port: site.port }), openNight()]);
        tab = await browser.open(site.origin);
        for (const kind of KINDS) holders[kind] = await createKey(tab, kind, night.event);
        const { secp256k1, p256 } = holders;
        batches.secp256k1 = await night.grant([secp256k1]);
        batches.p256 = await night.grant([p256]);
        batches.reloaded = await night.grant([p256]);
        await night.openDoors();
      });
      afterEach(function () {
        count.all++;
        if (this.currentTest?.state === "passed") count.passed++;
      });
      after(async () => {
        lines.push(`  ${engine.name} ${browser?.version}: ${count.passed} of ${count.all} tests passed`);
        lines.push(...engine.cannot.map((sentence) => `    it cannot ${sentence}`));
        await browser?.close();
        await night?.close();
        rmSync(profile, { recursive: true, force: true });
      });

      /** Runs a function in a page at `url`, which closes afterwards. */
      async function at<argument, result>(
        url: string,
        act: (argument: argument) => result | Promise<result>,
        argument: argument,
      ): Promise<result> {
        const page = await browser.open(url);
        try {
          return await page.run(act, argument);
        } finally {
          await page.close();
        }
      }

      /** Runs a function in a frame at `src` of a page at `url`. */
      const inFrameAt = <argument>(
        url: string,
        { src, sandbox }: { src: string; sandbox?: string },
        act: (argument: argument) => unknown,
        argument: argument,
      ) => at(url, (errand) => window.inFrame(errand), { src, sandbox, source: String(act), argument });

      describe("keys", () => {
        it("of P-256 cannot be exported by the page", async () => {
          const answer = await tab.run(async (address) => {
            const record = await window.doorkey.indexedDbKeys().get(address);
            if (record?.material.kind !== "p256") return "no key";
            const { privateKey } = record.material;
            return crypto.subtle.exportKey("jwk", privateKey).then(
              () => "exported",
              (error: Error) => error.name,
            );
          }, holders.p256);
          expect(answer).to.equal("InvalidAccessError");
        });

        it("are proved by testDevice, which leaves nothing and uses a connection for each step", async () => {
          const told = await tab.run(async (kinds) => {
            const before = await window.doorkey.listDeviceKeys();
            let opened = 0;
            const { open } = IDBFactory.prototype;
            IDBFactory.prototype.open = function (...parameters) {
              opened++;
              return open.apply(this, parameters);
            };
            try {
              for (const kind of kinds) await window.doorkey.testDevice({ kind });
            } finally {
              IDBFactory.prototype.open = open;
            }
            const after = await window.doorkey.listDeviceKeys();
            return { opened, left: after.keys.length - before.keys.length, unreadable: after.unreadable };
          }, KINDS);
          // Each kind is written, read back and removed.
          expect(told).to.deep.equal({ opened: 6, left: 0, unreadable: 0 });
        });

        it("are what deviceAbilities finds, in a tab that is not private, and it leaves nothing", async () => {
          const told = await tab.run(async () => {
            const before = await window.doorkey.listDeviceKeys();
            const { keys, best, shownIn, system, isPrivate, worksOffline } = await window.doorkey.deviceAbilities();
            const after = await window.doorkey.listDeviceKeys();
            const left = after.keys.length - before.keys.length;
            return {
              keys: keys.filter((kind) => kind !== "passkey"),
              best,
              shownIn,
              system,
              isPrivate,
              worksOffline,
              left,
            };
          }, undefined);
          expect(told).to.deep.equal({
            keys: ["p256", "secp256k1"],
            best: "p256",
            ...{ shownIn: "tab", system: "computer", isPrivate: false, worksOffline: true, left: 0 },
          });
        });

        for (const kind of KINDS) {
          it(`of ${kind} answer a challenge that the chain accepts`, async () => {
            const value = "0x0123456789abcdef";
            const pass = passOf(night, holders[kind], batches[kind]);
            const shown = await showCode(tab, pass, night.doorsOpenAt - 5_000, value);
            const challenges = [{ value, expiresAt: night.doorsOpenAt + 30 }] as const;
            const policy = { demandChallenge: true, challenges };
            const { entry, signature } = await enter(night, shown, policy, night.doorsOpenAt + 9);
            expect(await night.admit([entry], packSignatures([signature]))).to.deep.equal(["Admitted"]);
          });
        }

        if (engine.keepsProfile) {
          it("sign after a restart of the browser", async () => {
            await browser.close();
            browser = await engine.start({ profile, port: site.port });
            tab = await browser.open(site.origin);
            const pass = passOf(night, holders.p256, batches.reloaded);
            const shown = await showCode(tab, pass, night.doorsOpenAt);
            await enter(night, shown, {}, night.doorsOpenAt + 4);
          });
        }

        it("sign what the chain accepts after a reload", async () => {
          await tab.reload();
          const pass = passOf(night, holders.p256, batches.reloaded);
          const shown = await showCode(tab, pass, night.doorsOpenAt);
          expect(parseCode(shown.text).status).to.equal("parsed");
          const { entry, signature } = await enter(night, shown, {}, night.doorsOpenAt + 4);
          expect(await night.admit([entry], packSignatures([signature]))).to.deep.equal(["Admitted"]);
        });

        it("are refused on a page without https", async () => {
          const page = await browser.open(site.insecure);
          expect(await tryToCreate(page, "p256", night.event)).to.equal("KEY_CRYPTO_MISSING");
          await page.close();
        });
      });

      describe("clocks", () => {
        it("are right on a phone that is seven minutes slow, and do not jump when it is set right", async () => {
          const error = await at(
            site.origin,
            async (url) => {
              const { now } = Date;
              let wrong = -7 * 60_000;
              Date.now = () => now() + wrong;
              const clock = await window.doorkey.serverClock(url);
              const slow = clock.now() - now() / 1_000;
              wrong = 0;
              const right = clock.now() - now() / 1_000;
              wrong = -3_600_000;
              const back = clock.now() - now() / 1_000;
              Date.now = now;
              return { slow, right, back };
            },
            "/",
          );
          for (const seconds of Object.values(error)) expect(seconds, JSON.stringify(error)).to.be.within(-2, 2);
        });

        it("add the age of a cached answer", async () => {
          const error = await at(
            site.origin,
            async (url) => (await window.doorkey.serverClock(url)).now() - Date.now() / 1_000,
            "/cached",
          );
          expect(error).to.be.within(-2, 2);
        });

        it("distrust answers that disagree", async () => {
          const told = await at(
            site.origin,
            (url) =>
              window.doorkey.serverClock(url).then(
                () => "trusted",
                (error: { code: string }) => error.code,
              ),
            "/disagreeing",
          );
          expect(told).to.equal("CLOCK_UNSET");
        });
      });

      describe("store faults", () => {
        /** What the page gets from its keys when a fault is built into the browser's store. */
        it("of one unreadable row lock no other key", async () => {
          const told = await tab.run(
            async ({ event, good, bad }) => {
              const database = await new Promise<IDBDatabase>((resolve) => {
                const request = indexedDB.open("doorkey");
                request.onsuccess = () => resolve(request.result);
              });
              const rows = () => database.transaction("keys", "readwrite").objectStore("keys");
              const done = (request: IDBRequest) =>
                new Promise((resolve) => {
                  request.onsuccess = () => resolve(request.result);
                });
              const damaged = `0x${"11".repeat(20)}` as const;
              await done(rows().put({ address: damaged, kind: "p256", event, createdAt: 1, material: null }));
              // A key whose handle the browser cannot decrypt any more. WebKit gives null for it.
              const { get } = IDBObjectStore.prototype;
              IDBObjectStore.prototype.get = function (key) {
                const request = get.call(this, key);
                if (key === bad) Object.defineProperty(request, "result", { value: null });
                return request;
              };
              const { loadDeviceKey, listDeviceKeys } = window.doorkey;
              const load = (address: Address) =>
                loadDeviceKey({ event, address }).then(
                  (key) => key.address === address,
                  (error: { code: string }) => error.code,
                );
              const { keys, unreadable } = await listDeviceKeys();
              const answers = {
                listed: keys.map(({ address }) => address),
                unreadable,
                good: await load(good),
                bad: await load(bad),
                damaged: await load(damaged),
                newest: (await loadDeviceKey({ event })).address,
              };
              IDBObjectStore.prototype.get = get;
              await done(rows().delete(damaged));
              database.close();
              return answers;
            },
            { event: night.event, good: holders.secp256k1, bad: holders.p256 },
          );
          expect(told).to.deep.equal({
            listed: [holders.secp256k1],
            unreadable: 2,
            good: true,
            bad: "KEY_DAMAGED",
            damaged: "KEY_DAMAGED",
            newest: holders.secp256k1,
          });
        });

        it("of a store that never answers end after one more connection", async () => {
          const told = await at(
            site.origin,
            async () => {
              let opened = 0;
              IDBFactory.prototype.open = () => {
                opened++;
                return {} as IDBOpenDBRequest;
              };
              const store = window.doorkey.indexedDbKeys({ patienceMs: 20 });
              const code = await store.list().catch((error) => error.code);
              return { opened, code };
            },
            undefined,
          );
          expect(told).to.deep.equal({ opened: 2, code: "KEY_STORE_SILENT" });
        });

        it("of a lost connection are mended by the next", async () => {
          const address = await at(
            site.origin,
            async (event) => {
              const { transaction } = IDBDatabase.prototype;
              let lost = 0;
              IDBDatabase.prototype.transaction = function (...parameters) {
                if (lost++ === 0) this.close();
                return transaction.apply(this, parameters);
              };
              return (await window.doorkey.loadDeviceKey({ event })).address;
            },
            night.event,
          );
          expect(Object.values(holders)).to.include(address);
        });

        it("of a newer page's database have their own code", async () => {
          const told = await tab.run(async () => {
            await new Promise((resolve) => {
              const request = indexedDB.open("newer", 2);
              request.onsuccess = () => resolve(request.result.close());
            });
            return window.doorkey.listDeviceKeys({ store: window.doorkey.indexedDbKeys({ name: "newer" }) }).then(
              () => "read",
              (error: { code: string }) => error.code,
            );
          }, undefined);
          expect(told).to.equal("KEY_STORE_NEWER");
        });

        it("of a browser that clones no keys are found out before money", async () => {
          const told = await at(
            site.origin,
            async (event) => {
              const { put } = IDBObjectStore.prototype;
              IDBObjectStore.prototype.put = function (value, ...rest) {
                // The browser's own refusal of what cannot be cloned.
                const spoiled = value.material.kind === "p256" ? { ...value, spoiled: () => undefined } : value;
                return put.call(this, spoiled, ...rest);
              };
              return window.doorkey.createDeviceKey({ kind: "p256", event }).then(
                () => "made",
                (error: { code: string }) => error.code,
              );
            },
            night.event,
          );
          expect(told).to.equal("KEY_STORE_REFUSES_KEYS");
        });

        it("of persistence never block: the browser's answer comes or is given up", async () => {
          const answer = await at(site.origin, () => window.doorkey.requestPersistence(), undefined);
          expect(answer).to.be.a("boolean");
        });
      });

      describe("frames", () => {
        // WebKit loads no page in a frame of itself.
        const framed = () => `${site.origin}/framed`;
        const places: [
          title: string,
          top: () => string,
          src: () => string,
          sandbox: string | undefined,
          told: string,
        ][] = [
          ["of the page's own origin keep keys", () => site.origin, framed, undefined, "made"],
          ["of another site lose keys", () => site.foreign, () => site.origin, undefined, "KEY_IN_FRAME"],
          [
            "of a neighbour on the same site keep keys",
            () => site.neighbours[0],
            () => site.neighbours[1],
            undefined,
            "made",
          ],
          ["in a sandbox keep nothing", () => site.origin, framed, "allow-scripts", "KEY_IN_SANDBOX"],
          [
            "in a sandbox that allows the same origin keep keys",
            () => site.origin,
            framed,
            "allow-scripts allow-same-origin",
            "made",
          ],
        ];
        for (const [title, top, src, sandbox, told] of places) {
          it(title, async () => {
            const frame = sandbox === undefined ? { src: src() } : { src: src(), sandbox };
            for (const kind of KINDS) {
              const question = { kind, event: night.event };
              expect(await inFrameAt(top(), frame, createOrCode, question), kind).to.equal(told);
            }
          });
        }

        it("of another site say so too when a key is loaded that was made on top", async () => {
          const load = ({ event, address }: { event: Night["event"]; address: Address }) =>
            window.doorkey.loadDeviceKey({ event, address }).then(
              () => "loaded",
              (error: { code: string }) => error.code,
            );
          const question = { event: night.event, address: holders.p256 };
          expect(await inFrameAt(site.foreign, { src: framed() }, load, question)).to.equal("KEY_IN_FRAME");
          expect(await inFrameAt(site.origin, { src: framed() }, load, question)).to.equal("loaded");
        });

        it("of the own origin inside another site lose keys", async () => {
          const errand = {
            src: framed(),
            source: String(createOrCode),
            argument: { kind: "p256", event: night.event },
          };
          const told = await inFrameAt(
            site.origin,
            { src: site.foreign },
            (inner: typeof errand) => window.inFrame(inner),
            errand,
          );
          expect(told).to.equal("KEY_IN_FRAME");
        });

        it("in a sandbox get no persistence, and no error", async () => {
          const ask = () => window.doorkey.requestPersistence();
          const frame = { src: framed(), sandbox: "allow-scripts" };
          expect(await inFrameAt(site.origin, frame, ask, undefined)).to.equal(false);
        });
      });

      describe("codes", () => {
        it("rotate on the page until the signal aborts", async () => {
          const pass = passOf(night, holders.p256, batches.reloaded);
          const texts = await tab.run(
            async ({ event, pass }) => {
              const key = await window.doorkey.loadDeviceKey({ event, address: pass.holder });
              const controller = new AbortController();
              const shown: string[] = [];
              const view = document.querySelector("main") as HTMLElement;
              const { signal } = controller;
              for await (const code of window.doorkey.rotateCodes(key, pass, { signal, every: 0.05 })) {
                view.innerHTML = window.doorkey.qrSvg(code.text);
                shown.push(code.text);
                if (shown.length === 3) controller.abort();
              }
              return shown;
            },
            { event: night.event, pass },
          );
          expect(new Set(texts).size).to.equal(3);
          for (const text of texts) expect(parseCode(text).status).to.equal("parsed");
        });

        it("of a key that is lost with the site's storage are not made", async () => {
          const told = await tab.run(
            async ({ event, address, digest }) => {
              const key = await window.doorkey.loadDeviceKey({ event, address });
              const signed = window.doorkey.isSignedBy(digest, await key.sign(digest), address);
              await new Promise((resolve) => {
                indexedDB.deleteDatabase("doorkey").onsuccess = resolve;
              });
              const lost = await window.doorkey.loadDeviceKey({ event, address }).catch((error) => error.code);
              return { signed, lost };
            },
            { event: night.event, address: holders.p256, digest: DIGEST },
          );
          expect(told).to.deep.equal({ signed: true, lost: "KEY_LOST" });
        });
      });
    });
  }
});
