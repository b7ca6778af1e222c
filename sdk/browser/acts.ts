/** What a fan does on the page, as functions that run in it, and what a gate sees of it. */
import { expect } from "chai";
import decodeQR from "qr/decode.js";
import type { KeyKind, Pass } from "../src/buyer.ts";
import { type Admission, checkCode, type Policy } from "../src/code.ts";
import { type Address, type EventRef, type Hex, NO_CHALLENGE, packRightId } from "../src/index.ts";
import type { Tab } from "./engines/Engine.ts";
import type { Night } from "./night.ts";

export const createKey = (tab: Pick<Tab, "run">, kind: KeyKind, event: EventRef): Promise<Address> =>
  tab.run(async ({ kind, event }) => (await window.doorkey.createDeviceKey({ kind, event })).address, { kind, event });

/** The code of the error that the page gets, or "made". Without a kind, the page may choose one. */
export const tryToCreate = (tab: Pick<Tab, "run">, kind: KeyKind | undefined, event: EventRef): Promise<string> =>
  tab.run(createOrCode, { kind, event });

/** Runs in a page or in a frame. */
export async function createOrCode({ kind, event }: { kind: KeyKind | undefined; event: EventRef }): Promise<string> {
  try {
    await window.doorkey.createDeviceKey(kind === undefined ? { event } : { kind, event });
    return "made";
  } catch (error) {
    return window.doorkey.isDoorkeyError(error) ? error.code : String(error);
  }
}

export function passOf({ event }: Pick<Night, "event">, holder: Address, batch: number): Pass {
  return {
    v: 1,
    ...event,
    rightId: String(packRightId({ eventId: event.eventId, batch, index: 0 })),
    count: 1,
    className: "standing",
    seats: [],
    holder,
    event: { name: "One night", startsAt: "2030-03-17T19:00:00+09:00", url: "https://zepp.example/1" },
    seller: { agentId: 1, name: "Ticket Shop" },
  };
}

export type Shown = Awaited<ReturnType<typeof showCode>>;

/** The code that the page shows at that second, and the pixels of its symbol. */
export const showCode = (tab: Pick<Tab, "run">, pass: Pass, at: number, challenge: Hex = NO_CHALLENGE) =>
  tab.run(
    async ({ pass, at, challenge }) => {
      const { chainId, rightsRegistry, eventId, holder } = pass;
      const key = await window.doorkey.loadDeviceKey({ event: { chainId, rightsRegistry, eventId }, address: holder });
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
      const version = (window.doorkey.qrModules(text).length - 25) / 4;
      return { text, canvas: pixels(canvas), svg: pixels(drawn), version };
    },
    { pass, at, challenge },
  );

type Pixels = { readonly width: number; readonly height: number; readonly red: readonly number[] };

function readPixels({ width, height, red }: Pixels): string {
  return decodeQR({ width, height, data: Uint8Array.from(red.flatMap((value) => [value, value, value, 255])) });
}

/** The admission of a gate that reads a code from its pixels. */
export async function enter(night: Night, shown: Shown, policy: Policy, now: number): Promise<Admission> {
  expect(readPixels(shown.canvas)).to.equal(shown.text);
  expect(readPixels(shown.svg)).to.equal(shown.text);
  expect(shown.version).to.be.at.most(8);
  const manifest = await night.manifest();
  const verdict = checkCode(readPixels(shown.svg), { manifest, admitted: new Map(), now, lane: 2, policy });
  if (verdict.status !== "admit") throw new Error(verdict.reason);
  return verdict.admission;
}
