import { given } from "../core/given.ts";
import { PageError } from "../core/PageError.ts";
import { pause } from "../core/pause.ts";
import type { DeviceKey } from "../keys/DeviceKey.ts";
import type { Pass } from "../pass/Pass.ts";
import { deviceClock } from "./clock.ts";
import { entryCode, type ShownCode } from "./entryCode.ts";
import { ROTATE_EVERY } from "./windows.ts";

/**
 * Yields a fresh entry code every ten seconds, until `signal` aborts or the loop ends. It makes a code only when the
 * caller asks for the next one, so it never yields a code that it made earlier.
 *
 * @param options.every Seconds between two codes. Defaults to 10.
 * @param options.clock A corrected clock, see serverClock. Defaults to the device's clock.
 * @throws KEY_NEEDS_TAP for a passkey, and what entryCode throws.
 * @example
 * import { qrSvg, rotateCodes, type DeviceKey, type Pass } from "doorkey/buyer";
 *
 * async function show(view: HTMLElement, key: DeviceKey, pass: Pass, signal: AbortSignal) {
 *   for await (const code of rotateCodes(key, pass, { signal })) view.innerHTML = qrSvg(code.text);
 * }
 */
export async function* rotateCodes(
  key: DeviceKey,
  pass: Pass,
  options: rotateCodes.Options = {},
): AsyncGenerator<ShownCode, void, void> {
  given("key", key, "event", "sign");
  const { signal, every = ROTATE_EVERY, clock = deviceClock, ...others } = given("options", options);
  if (key.kind === "passkey") throw new PageError("KEY_NEEDS_TAP");
  while (!signal?.aborted) {
    const start = clock.now();
    yield await entryCode(key, pass, { ...others, clock });
    await pause(1_000 * Math.max(0, start + every - clock.now()), signal);
  }
}

export declare namespace rotateCodes {
  type Options = Omit<entryCode.Options, "challenge"> & {
    readonly signal?: AbortSignal | undefined;
    readonly every?: number | undefined;
  };
}
