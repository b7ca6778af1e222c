/** Ports of this machine, for the programs of `npm run node` and `npm run dev`. */

import { createServer } from "node:net";

export const HOST = "127.0.0.1";

export function parsePort(option: string, text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Error(`${option} ${text}: a port must be a number from 1 to 65535`);
}

/** Refuses a taken port, because Hardhat's server would end in an unhandled error. */
export function refuseTakenPort(port: number): Promise<void> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) =>
      fail(
        error.code === "EADDRINUSE"
          ? new Error(`port ${port} is taken; stop the program that listens there, or name another port (--help)`)
          : error,
      ),
    );
    probe.listen(port, HOST, () => probe.close(() => done()));
  });
}
