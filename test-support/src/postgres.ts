/** A PostgreSQL for one test run, in a folder that is removed afterwards, on a loopback port. */

import { execFile, execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export type TestPostgres = {
  readonly url: string;
  /** The process of the server, whose children do the work. */
  readonly pid: () => number;
  /** Ends every connection and comes back, as after a failover. */
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
  /** Leaves no room on its disk until the function returned is called; undefined if this machine lends it no small disk. */
  readonly fillDisk?: () => Promise<() => Promise<void>>;
  /** Stops it and removes the folder. */
  readonly remove: () => Promise<void>;
};

/** The folder of PostgreSQL's programs on this machine; undefined if there is none. */
export function postgresPrograms(): string | undefined {
  const named = process.env.DOORKEY_POSTGRES_BIN;
  if (named !== undefined) return named;
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...versions.map((version) => join(debian, version, "bin")), ...(process.env.PATH ?? "").split(":")];
  return folders.find((folder) => existsSync(join(folder, "initdb")) && existsSync(join(folder, "pg_ctl")));
}

/** Not on the path of each shell. */
const RUNUSER = existsSync("/usr/sbin/runuser") ? "/usr/sbin/runuser" : "runuser";

/** Megabytes of a small disk. */
const SMALL_DISK = 256;

/**
 * PostgreSQL refuses to run as root. Then it runs as the user `postgres` of its package.
 *
 * @param options.smallDisk On a disk in memory that can be filled, if this process may mount one.
 * @param options.waitsForDisk Whether it writes through to the disk, so that its data outlives a loss of power.
 */
export async function startPostgres({ smallDisk = false, waitsForDisk = true } = {}): Promise<TestPostgres> {
  const programs = postgresPrograms();
  if (programs === undefined) throw new Error("this machine does not have PostgreSQL");
  const asRoot = process.getuid?.() === 0;
  const folder = mkdtempSync(join(tmpdir(), "doorkey-postgres-"));
  const mounted = smallDisk && mount(folder);
  chmodSync(folder, 0o755);
  if (asRoot) execFileSync("chown", ["postgres", folder]);
  const data = join(folder, "data");
  const port = await freePort();

  const program = async (name: string, ...args: string[]) => {
    const path = join(programs, name);
    // A server that this command starts would keep the pipes of this process open, so it gets none.
    const [command, all] = asRoot ? [RUNUSER, ["-u", "postgres", "--", path, ...args]] : [path, args];
    await run(command, all, { cwd: folder });
  };
  const fsync = waitsForDisk ? "on" : "off";
  const server = `-c listen_addresses=127.0.0.1 -c port=${port} -c unix_socket_directories=${folder} -c fsync=${fsync}`;
  const start = () => program("pg_ctl", "-D", data, "-w", "-l", join(folder, "log"), "-o", server, "start");
  const stop = () => program("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop");

  await program("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync");
  await start();
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    pid: () => Number(readFileSync(join(data, "postmaster.pid"), "utf8").split("\n")[0]),
    start,
    stop,
    restart: async () => {
      await stop();
      await start();
    },
    ...(mounted && { fillDisk: () => fillDisk(folder, start) }),
    remove: async () => {
      await stop().catch(() => {});
      if (mounted) execFileSync("umount", [folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function mount(folder: string): boolean {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${SMALL_DISK}m`, "tmpfs", folder], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** A file that takes all the room there is. A server that cannot write its log ends, and is started again. */
async function fillDisk(folder: string, start: () => Promise<void>): Promise<() => Promise<void>> {
  const ballast = join(folder, "ballast");
  await run("dd", ["if=/dev/zero", `of=${ballast}`, "bs=64k"]).catch(() => {});
  return async () => {
    rmSync(ballast, { force: true });
    // It is running unless it ended meanwhile.
    await start().catch(() => {});
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
