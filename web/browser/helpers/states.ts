/** Every state of the gate page that a steward sees, for tests of how it looks. */
import type { Page } from "playwright-core";
import { cannedHub, NIGHT, type VERDICTS } from "./cannedHub.ts";
import { typeAsScanner } from "./typeAsScanner.ts";

type Hub = Parameters<typeof cannedHub>[1];

export type PageState = { readonly name: string; readonly reach: (page: Page, hub: Hub) => Promise<void> };

const TOKEN = "A".repeat(24);

async function join(page: Page): Promise<void> {
  await page.goto(`/#join=${TOKEN}`);
  await page.locator(".checks [data-mark]").first().waitFor();
}

async function start(page: Page): Promise<void> {
  await join(page);
  await page.locator(".end .button").click();
  await page.locator(".tools").waitFor();
  // A page that has not heard its hub yet decides by itself.
  await page.locator(".state.hub").first().waitFor();
}

async function scan(page: Page, hub: Hub, answer: keyof typeof VERDICTS): Promise<void> {
  await start(page);
  hub.answer = answer;
  await typeAsScanner(page, "E1:SOME CODE OF A GUEST");
  await page.locator(".light").waitFor();
}

async function tool(page: Page, n: number): Promise<void> {
  await start(page);
  await page.locator(".tools .button").nth(n).click();
  await page.locator("dialog[open], .challenge .qr").first().waitFor();
}

export const STATES: readonly PageState[] = [
  {
    name: "join",
    reach: async (page) => {
      await page.goto("/");
      await page.locator("h1").waitFor();
    },
  },
  { name: "check", reach: join },
  { name: "ready", reach: start },
  ...(["go", "party", "look", "again", "stop", "wait"] as const).map((name) => ({
    name,
    reach: (page: Page, hub: Hub) => scan(page, hub, name),
  })),
  {
    name: "alone",
    reach: async (page, hub) => {
      await start(page);
      hub.away = true;
      await typeAsScanner(page, "E1:SOME CODE OF A GUEST");
      await page.locator(".state.alone").first().waitFor();
      await page.locator(".light .actions .button").last().click();
    },
  },
  { name: "challenge", reach: (page) => tool(page, 1) },
  { name: "type", reach: (page) => tool(page, 0) },
  { name: "pin", reach: (page) => tool(page, 2) },
  { name: "settings", reach: (page) => tool(page, 3) },
  {
    name: "by-hand",
    reach: async (page) => {
      await tool(page, 2);
      await page.locator("dialog input").fill("1234");
      await page.locator("dialog .button.main").click();
      await page.locator("dialog select").first().waitFor();
    },
  },
];

/** Opens a page in a state, at a quarter to eight in Tokyo. */
export async function openState(page: Page, { reach }: PageState): Promise<void> {
  const hub: Hub = { answer: "go", joined: false, away: false };
  await page.clock.install({ time: NIGHT * 1_000 });
  // A light leaves the screen after 4 to 9 seconds. Here it stays, for as long as the test looks at it. A hub whose answer
  // comes late on a slow machine is not away.
  await page.addInitScript(() => {
    const { setTimeout } = window;
    Object.assign(window, {
      setTimeout: (act: () => void, ms = 0) => (ms >= 4_000 && ms < 9_500 ? 0 : setTimeout(act, ms)),
    });
    AbortSignal.timeout = () => new AbortController().signal;
  });
  await cannedHub(page, hub);
  await reach(page, hub);
}
