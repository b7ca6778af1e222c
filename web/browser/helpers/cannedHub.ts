/** A hub of ready answers, for tests of how the page looks. Tests of what it does have the real hub. */
import type { Manifest, Verdict } from "doorkey/code";
import type { Page } from "playwright-core";
import type { ScanAnswer, Settings } from "../../../gate/src/protocol/answers.ts";
import { toWire } from "../../../gate/src/protocol/wireVerdict.ts";

/** 19:42 in Tokyo, half an hour after doors. */
export const NIGHT = 1_900_060_920;

const DEVICE = { id: "0".repeat(24), name: "Phone 3", lane: 3 };

export const SETTINGS: Settings = {
  hub: "hub-1",
  event: { name: "One night in Tokyo", utcOffset: 540 },
  lane: { number: 3, name: "Main door" },
  policy: {},
  alone: "accept",
  undoSeconds: 60,
  zones: [],
  reentry: true,
};

export const MANIFEST: Manifest = {
  chainId: 31_337,
  rightsRegistry: `0x${"12".repeat(20)}`,
  eventId: 7,
  block: { number: 40, hash: `0x${"34".repeat(32)}` },
  takenAt: NIGHT - 240,
  doorsOpenAt: NIGHT - 1_800,
  doorsCloseAt: NIGHT + 14_400,
  cancelled: false,
  utcOffset: 540,
  classes: { 1: { name: "Standing" } },
  batches: [
    {
      agentId: 1,
      classId: 1,
      seated: false,
      tagged: false,
      namedClass: false,
      records: `0x${"ab".repeat(20 * 8)}`,
      statuses: "00000000",
      holdings: {},
    },
  ],
};

const ENTRY = { entry: 0n, signature: "0x" } as const;
/** The first rights of the list's only batch. */
export const RIGHTS = [0, 1, 2, 3].map((index) => (7n << 32n) | BigInt(index));

/** One verdict of each kind that a steward sees. */
export const VERDICTS: {
  readonly [name: string]: Omit<ScanAnswer, "scanId" | "verdict"> & { readonly verdict: Verdict };
} = {
  go: { verdict: { status: "admit", reason: "valid", admission: ENTRY, rights: RIGHTS.slice(0, 1), passedOver: [] } },
  party: {
    verdict: { status: "admit", reason: "valid", admission: ENTRY, rights: RIGHTS.slice(0, 2), passedOver: [] },
    party: { size: 4, outside: 2 },
  },
  look: {
    verdict: {
      status: "identify",
      reason: "identity-wanted",
      why: "class",
      admission: ENTRY,
      rights: RIGHTS.slice(0, 1),
      passedOver: [],
    },
  },
  again: {
    verdict: { status: "again", reason: "just-scanned", way: "in", at: NIGHT - 8, lane: 3, secondsAgo: 8 },
  },
  stop: { verdict: { status: "refuse", reason: "already-in", at: NIGHT - 300, lane: 1, sameProof: false } },
  wait: { verdict: { status: "refuse", reason: "challenge-missing" } },
};

/** Answers the page's calls. `answer` is what the next scan gets. Its clock starts at `NIGHT`. */
export async function cannedHub(page: Page, hub: { answer: keyof typeof VERDICTS; joined: boolean; away: boolean }) {
  const began = performance.now();
  const now = () => NIGHT + (performance.now() - began) / 1_000;
  await page.route("**/api/**", async (route) => {
    const { pathname } = new URL(route.request().url());
    if (hub.away) return route.abort();
    const json = (value: unknown, status = 200) => route.fulfill({ status, json: value });
    switch (pathname) {
      case "/api/join":
        hub.joined = true;
        return json({ device: DEVICE, settings: SETTINGS });
      case "/api/session":
        return hub.joined
          ? json({ device: DEVICE, role: "steward", settings: SETTINGS })
          : json({ code: "DEVICE_UNKNOWN", title: "unknown" }, 401);
      case "/api/list":
        return route.fulfill({ json: MANIFEST, headers: { etag: '"list-1"' } });
      case "/api/deltas":
        return json({ hub: "hub-1", deltas: [], next: 0 });
      case "/api/events":
        // A ready answer ends at once. The page asks again after two seconds, so it hears beats as often as from a hub.
        return route.fulfill({
          contentType: "text/event-stream",
          body: `retry: 2000\n\nevent: figures\ndata: {"inside":412}\n\nevent: beat\ndata: {"now":${now()}}\n\n`,
        });
      case "/api/scans": {
        const { scanId } = route.request().postDataJSON();
        const { verdict, ...others } = VERDICTS[hub.answer] ?? { verdict: undefined };
        return json({ scanId, verdict: verdict && toWire(verdict), ...others, now: NIGHT });
      }
      case "/api/role":
        return json({ role: "supervisor", until: NIGHT + 600 });
      case "/api/log":
        return json({ accepted: 1, apart: [], next: 1_000_000 });
      default:
        return route.fulfill({ status: 204 });
    }
  });
}
