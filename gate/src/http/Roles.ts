import { type Attempts, createAttempts } from "doorkey-server";
import type { Role } from "../devices/Device.ts";
import { isPin } from "../keys/pin.ts";
import { ProblemError } from "../problems/ProblemError.ts";
import { waitFirst } from "./refusals.ts";

/** Which devices a supervisor holds now. Kept in memory, so that a restart makes all of them stewards' again. */
export type Roles = {
  readonly of: (deviceId: string) => Role;
  /**
   * Makes a device a supervisor's for ten minutes.
   *
   * @returns Seconds since 1970 at which that ends.
   * @throws PIN_WRONG, RATE_LIMITED
   */
  readonly raise: (deviceId: string, pin: string) => Promise<number>;
  readonly lower: (deviceId: string) => void;
};

const LASTS_SECONDS = 600;

/**
 * Five wrong PINs of a device within a quarter of an hour, and 30 of all devices, lock for the rest of it. A million PINs
 * of six digits then take a year.
 */
const LOCK_SECONDS = 900;

/** @param options.now Seconds since 1970. */
export function createRoles({ pinHash, now }: createRoles.Options): Roles {
  const until = new Map<string, number>();
  const byDevice = createAttempts({ most: 5, seconds: LOCK_SECONDS, now, refuse: waitFirst });
  const byAll: Attempts = createAttempts({ most: 30, seconds: LOCK_SECONDS, now, refuse: waitFirst });
  return {
    of: (id) => (now() < (until.get(id) ?? 0) ? "supervisor" : "steward"),
    raise: async (id, pin) => {
      // Counted before the slow comparison, so that many at once count too.
      byDevice.count(id);
      byAll.count("all");
      if (!(await isPin(pin, pinHash))) throw new ProblemError("PIN_WRONG");
      byDevice.forget(id);
      byAll.forget("all");
      const end = now() + LASTS_SECONDS;
      until.set(id, end);
      return end;
    },
    lower: (id) => void until.delete(id),
  };
}

export declare namespace createRoles {
  type Options = { readonly pinHash: string; readonly now: () => number };
}
