/** Shows the time in seconds, with fractions. */
export type Clock = { now(): number };

/**
 * The device's own clock, which may be wrong.
 *
 * @example
 * import { deviceClock, entryCode, type DeviceKey, type Pass } from "doorkey/buyer";
 *
 * const offline = (key: DeviceKey, pass: Pass) => entryCode(key, pass, { clock: deviceClock });
 */
export const deviceClock: Clock = { now: () => Date.now() / 1000 };
