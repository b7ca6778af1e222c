import type { BrowserContext, CDPSession, Page } from "playwright-core";
import type { Tab } from "./engines/Engine.ts";

/** A page of Chromium in front, with a phone's own authenticator. */
export async function openWithAuthenticator(context: BrowserContext, url: string, { synced = false } = {}) {
  const page = await openPage(context, url);
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
    page,
    run: runIn(page),
    verifyUser: (isUserVerified: boolean) =>
      session.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified }),
    /** How many passkeys the phone has. */
    count: async () => (await session.send("WebAuthn.getCredentials", { authenticatorId })).credentials.length,
    /** Clears all that the browser keeps for a site, as Safari does after seven days. The phone keeps its passkeys. */
    clear: (origin: string) => session.send("Storage.clearDataForOrigin", { origin, storageTypes: "all" }),
    async close() {
      await session.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId });
      await page.close();
    },
  };
}

export async function openPage(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  await page.bringToFront();
  return page;
}

const runIn =
  (page: Page): Tab["run"] =>
  (act, argument) =>
    page.evaluate(`(${act})(${JSON.stringify(argument)})`);
