/** A hub at a name of its own, with a certificate of the venue's authority, as phones of a fleet trust it. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Browser } from "playwright-core";
import { venueCa } from "../../gate/test/helpers/venueCa.ts";
import { openBrowser } from "./helpers/openBrowser.ts";
import { type Door, openDoor } from "./helpers/openDoor.ts";
import type { Hub } from "./helpers/openVenue.ts";

const DOMAIN = "venue.test";
const NAME = `gate-hub.${DOMAIN}`;
const FLAGS = ["--host-resolver-rules=MAP *.test 127.0.0.1"];

describe("a hub over https", () => {
  const home = mkdtempSync(join(tmpdir(), "doorkey-home-"));
  const certificate = (name: string) => ({ cert: join(home, `${name}.pem`), key: join(home, `${name}.key`) });
  let door: Door;
  let hub: Hub;
  before(async () => {
    const store = join(home, ".pki/nssdb");
    mkdirSync(store, { recursive: true });
    const ca = venueCa(home, DOMAIN);
    execFileSync("certutil", ["-d", `sql:${store}`, "-N", "--empty-password"]);
    execFileSync("certutil", ["-d", `sql:${store}`, "-A", "-t", "C,,", "-n", "venue", "-i", ca.file]);
    ca.issue(NAME, certificate(NAME));
    ca.issue("bank.test", certificate("bank.test"));
    door = await openDoor({ fans: 2, flags: FLAGS, home });
    await door.venue.openDoors();
    hub = await startHub(NAME);
  });
  after(async () => {
    await door?.close();
    rmSync(home, { recursive: true });
  });

  function startHub(name: string): Promise<Hub> {
    const { cert, key } = certificate(name);
    return door.venue.startHub({
      change: (text) =>
        text
          .replace("# name: gate-hub.organizer.example", `name: ${name}`)
          .replace("# tls: { cert: fullchain.pem, key: privkey.pem }", `tls: { cert: "${cert}", key: "${key}" }`),
    });
  }

  /** Why a browser does not open the hub's page. */
  async function refusalOf(browser: Browser): Promise<string> {
    const page = await browser.newPage();
    const refused = await page.goto(hub.url).then(
      () => "opened",
      (error: Error) => /net::\w+/.exec(error.message)?.[0] ?? error.message,
    );
    await page.close();
    return refused;
  }

  it("has camera, key and service worker, and its page starts from the cache when the hub is gone", async () => {
    expect(new URL(hub.url).hostname).to.equal(NAME);
    const steward = await door.join(hub);
    const now = () => steward.now();
    expect(await steward.page.evaluate(() => isSecureContext)).to.equal(true);
    expect(await steward.sees(await door.fan().show(await now()))).to.include({ tone: "go", people: 1 });
    expect(await steward.kept("identity.id")).to.match(/^[0-9a-f]+$/);
    await steward.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await hub.kill();
    await steward.page.reload();
    await steward.page.locator(".end .button").click();
    expect(await steward.sees(await door.fan().show(await now()))).to.include({ tone: "go", people: 1 });
    await steward.close();
  });

  it("is refused by a browser that does not trust the authority", async () => {
    hub = await startHub(NAME);
    const stranger = await openBrowser(undefined, { flags: FLAGS, home: join(home, "other") });
    expect(await refusalOf(stranger)).to.equal("net::ERR_CERT_AUTHORITY_INVALID");
    await stranger.close();
    await hub.kill();
  });

  it("cannot speak for a name outside the venue, because the authority is bound to its domain", async () => {
    hub = await startHub("bank.test");
    expect(await refusalOf(door.browser)).to.match(/^net::ERR_CERT_(?:AUTHORITY_)?INVALID$/);
  });
});
