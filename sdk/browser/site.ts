/** The buyer's page: only the package, as a browser gets it. */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, type CDPSession, chromium, type Page } from "playwright-core";
import { bundle } from "../scripts/bundle.ts";
import type * as buyer from "../src/buyer.ts";

declare global {
  interface Window {
    doorkey: typeof buyer;
  }
}

const PAGE = `<!doctype html><meta charset="utf-8"><title>Tickets</title><main></main>
<script type="module">import * as doorkey from "/buyer.js"; window.doorkey = doorkey;</script>`;

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // A host other than localhost, which browsers treat as insecure without https.
  "--host-resolver-rules=MAP tickets.test 127.0.0.1",
];

export async function startSite() {
  const { bytes } = await bundle("buyer", "src");
  const server = createServer((request, response) => {
    const isScript = request.url === "/buyer.js";
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
    response.end(isScript ? bytes : PAGE);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const profile = mkdtempSync(join(tmpdir(), "doorkey-profile-"));

  return {
    origin: `http://localhost:${port}`,
    insecure: `http://tickets.test:${port}`,
    /** A browser with the same profile as the last one. */
    browser: () =>
      chromium.launchPersistentContext(profile, {
        executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
        headless: true,
        args: FLAGS,
      }),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

export async function open(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  await page.waitForFunction(() => window.doorkey !== undefined);
  await page.bringToFront();
  return page;
}

/** A phone's own authenticator. */
export async function addAuthenticator(context: BrowserContext, page: Page, synced: boolean) {
  const session: CDPSession = await context.newCDPSession(page);
  await session.send("WebAuthn.enable", { enableUI: false });
  const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      ctap2Version: "ctap2_1",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
      defaultBackupEligibility: synced,
      defaultBackupState: synced,
    },
  });
  return {
    verifyUser: (isUserVerified: boolean) =>
      session.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified }),
    remove: () => session.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId }),
  };
}
