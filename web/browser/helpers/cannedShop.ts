/**
 * A shop with ready answers, for tests of how the wallet looks and of what it does with bad answers. Keys, storage and
 * codes are real.
 */
import type { Claim, HolderRight, Invitation, Pass, SellerEvent } from "doorkey/buyer";
import { invitationLink, packRightId } from "doorkey/buyer";
import type { Page, Route } from "playwright-core";

export const SHOP = "https://tickets.shop.example/door";
const HOST = "https://tickets.shop.example";
const EVENT = { chainId: 1, rightsRegistry: "0x5FbDB2315678afecb367f032d93F642f64180aa3", eventId: 7 } as const;
const DAY = 86_400;

/** The agent of invitations, as its site names it. */
export const AGENT = { chainId: EVENT.chainId, rightsRegistry: EVENT.rightsRegistry, agentId: 3 } as const;

/** How the shop answers now. A test changes it while the page is open. */
export type Canned = {
  /** Takes the place of an answer: what a hostile or broken shop sends. */
  claims?: (route: Route) => Promise<void>;
  event?: Partial<SellerEvent>;
  rights?: (right: HolderRight) => HolderRight;
  isAway?: boolean;
  isStranger?: boolean;
  /** Seconds from now. Defaults to three days. */
  startsIn?: number;
};

export function invitation(change: Partial<Invitation> = {}): Invitation {
  return {
    ...{ v: 1, event: EVENT, classId: 1, agentId: 3, purchaseKey: `0x${"5a".repeat(32)}` },
    ...{ quantity: 3, expiresAt: Math.floor(Date.now() / 1_000) + DAY },
    ...change,
  };
}

export const linkTo = (origin: string, change: Partial<Invitation> = {}, seller = SHOP) =>
  invitationLink(invitation(change), `${origin}/`, { seller });

/** Answers all that a page asks of the shop. */
export async function cannedShop(page: Page, canned: Canned): Promise<void> {
  const json = (route: Route, value: unknown, status = 200) =>
    route.fulfill({ status, json: value, headers: { "access-control-allow-origin": "*" } });
  const startsAt = () =>
    `${new Date(Date.now() + 1_000 * (canned.startsIn ?? 3 * DAY) + 9 * 3_600_000).toISOString().slice(0, 19)}+09:00`;
  let pass: Pass | undefined;
  await page.route(`${HOST}/**`, async (route) => {
    if (canned.isAway === true) return route.abort();
    const { pathname } = new URL(route.request().url());
    if (route.request().method() === "OPTIONS") {
      return route.fulfill({
        status: 204,
        headers: { "access-control-allow-origin": "*", "access-control-allow-headers": "content-type" },
      });
    }
    if (pathname === "/.well-known/doorkey.json") {
      return json(route, {
        agents: [canned.isStranger === true ? { ...AGENT, agentId: 4 } : AGENT],
        seller: { path: "/door", name: "Tickets & Co", hosts: ["tickets.shop.example"] },
      });
    }
    if (pathname === "/door/events/7") return json(route, { ...eventAt(startsAt()), ...canned.event });
    if (pathname === "/door/sellers/7") return json(route, { status: "not-designated", reason: "agent-unknown" });
    if (pathname === "/door/claims") {
      const claim: Claim = route.request().postDataJSON();
      if (canned.claims !== undefined) return canned.claims(route);
      pass = passOf(claim, startsAt());
      return json(route, pass);
    }
    const asked = new URL(route.request().url()).searchParams.get("holder");
    const rights =
      pass === undefined || pass.holder !== asked ? [] : rightsOf(pass).map(canned.rights ?? ((same) => same));
    const isHeld = rights.some(({ status, holder }) => status !== "void" && holder === pass?.holder);
    return json(route, { passes: isHeld ? [pass] : [], rights });
  });
}

export function passOf({ holder, quantity }: Pick<Claim, "holder" | "quantity">, startsAt: string): Pass {
  return {
    ...{ v: 1, ...EVENT, rightId: idOf(0), count: quantity, className: "Balcony", seats: seatsOf(quantity), holder },
    event: { name: "A night to remember", startsAt, url: "https://hall.example/7" },
    seller: { agentId: 3, name: "Tickets & Co" },
  };
}

export function rightsOf({ count, holder }: Pass): readonly HolderRight[] {
  return Array.from({ length: count }, (_, i) => ({
    ...{ rightId: idOf(i), eventId: 7, status: "granted" as const, holder, rebinds: 0 },
  }));
}

const idOf = (index: number) => String(packRightId({ eventId: 7, batch: 1, index }));
const seatsOf = (count: number) => Array.from({ length: count }, (_, i) => `B-12-${i + 1}`);

export function eventAt(startsAt: string): SellerEvent {
  const start = Math.floor(Date.parse(startsAt) / 1_000);
  return {
    ...{ eventId: 7, name: "A night to remember", url: "https://hall.example/7", startsAt, sellerName: "Tickets & Co" },
    ...{ reportUrl: "https://hall.example/report", classes: [{ classId: 1, name: "Balcony" }], maxRebinds: 2 },
    ...{ salesCloseAt: start, returnUntil: start - DAY, rebindUntil: start - 3_600, doorsOpenAt: start - 3_600 },
    ...{ doorsCloseAt: start + 3 * 3_600, isCancelled: false },
  };
}
