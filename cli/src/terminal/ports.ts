import { createServer } from "node:net";
import { UsageError } from "./failures.ts";

/** Where local servers listen, which only programs of this machine reach. */
export const HOST = "127.0.0.1";

/** Where the beacon of a local chain serves its rounds, unless its port is moved. */
export const LOCAL_BEACON_URL = "http://127.0.0.1:8790";

/** Refuses a taken port, because Hardhat's server would end in an unhandled error. */
export function refuseTakenPort(port: number): Promise<void> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) =>
      fail(
        error.code === "EADDRINUSE"
          ? new UsageError(`Port ${port} is taken.`, "Stop the program that listens there, or name another port.")
          : error,
      ),
    );
    probe.listen(port, HOST, () => probe.close(() => done()));
  });
}
