/**
 * Loaded into a hub's process before its program. Moves the process's clock when the test says so, because a test does
 * not wait for the night to pass.
 */
const { now } = Date;
let ahead = Number(process.env.DOORKEY_TEST_CLOCK_AHEAD ?? 0);
Date.now = () => now() + ahead;
process.on("message", (milliseconds) => {
  ahead = milliseconds;
  process.send?.(milliseconds);
});
// The test's channel must not keep the process alive.
process.channel?.unref();
