import { signal } from "@preact/signals";
import { type Clock, deviceClock, serverClock } from "doorkey/buyer";

/** Milliseconds after which a server counts as silent. A code must not wait longer in the queue. */
const PATIENCE_MS = 3_000;

/** The time that codes use: the wallet's own server's while it can be asked, else the phone's. */
export class WalletClock {
  readonly current = signal<Clock>(deviceClock);
  /** Seconds that the phone's clock is ahead of the server's. Undefined while no server answered. */
  readonly ahead = signal<number | undefined>(undefined);
  #asking: Promise<void> | undefined;

  /** Asks the server. A clock that was right before stays when the server is silent. */
  ask(): Promise<void> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async #ask(): Promise<void> {
    try {
      const clock = await serverClock(new URL("/", location.href), { signal: AbortSignal.timeout(PATIENCE_MS) });
      this.ahead.value = deviceClock.now() - clock.now();
      this.current.value = clock;
    } catch {
      // Offline. A clock of before continues; without one, the screen names the phone's time.
    }
  }
}
