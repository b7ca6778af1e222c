import type { Clock } from "./clock.ts";

/** A smaller jump between two readings is the ordinary drift of the two clocks. Milliseconds. */
const DRIFT_MS = 1_000;

/** A person who sets a clock by hand sets it to a minute. Milliseconds. */
const BY_HAND_MS = 60_000;

/**
 * A clock that shows `timeMs` now, and continues by what the device can count.
 *
 * A device counts in two ways. `performance.now` cannot be set, yet stands still while some devices sleep. `Date.now`
 * knows how long a device slept, yet jumps when its clock is set. So a jump of `Date.now` between two readings is
 * either. Back means that the clock was set. Forward by what the clock was slow means that it was set right. Any other
 * jump forward was sleep.
 */
export function steadyClock(timeMs: number): Clock {
  let shown = timeMs;
  let date = Date.now();
  let counted = performance.now();

  function read(): void {
    const [newDate, newCounted] = [Date.now(), performance.now()];
    const passed = newCounted - counted;
    const jump = newDate - date - passed;
    // How slow the device's clock was before the jump; below zero if it was fast.
    const slow = shown - date;
    shown += passed + (wasSleep(jump, slow) ? jump : 0);
    date = newDate;
    counted = newCounted;
  }

  return {
    now() {
      read();
      return shown / 1000;
    },
  };
}

function wasSleep(jump: number, slow: number): boolean {
  // A clock that is slow by less than this is not worth setting, and its jump is small.
  if (jump < DRIFT_MS) return false;
  return Math.abs(jump - slow) > Math.min(BY_HAND_MS, slow / 4);
}
