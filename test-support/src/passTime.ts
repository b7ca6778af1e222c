const real = Date.now;
let ahead = 0;

/** Sets this process's clock ahead by so many seconds, so that no test waits until something expires. */
export function passTime(seconds: number): void {
  ahead += 1_000 * seconds;
  Date.now = () => real() + ahead;
}

/** Sets the clock right again. */
export function resetTime(): void {
  ahead = 0;
  Date.now = real;
}
