import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startPostgres } from "doorkey-test-support/postgres";
import type { ServedChain } from "doorkey-test-support/servedChain";
import { hashOfKey } from "../../../src/http/auth.ts";
import { until } from "../processes.ts";
import { cpuSeconds } from "./cpuSeconds.ts";

export const API_KEY = "dk_bench_a-key-of-this-run";

export type RelaySetup = {
  readonly database: "embedded" | "postgres";
  readonly replicas: number;
  /** The `batches` of its configuration. */
  readonly batches: Readonly<Record<string, number>>;
  readonly signers: readonly string[];
  /** A whole configuration, in place of the bench's own with `batches`. Ports and database come from the environment. */
  readonly config?: string;
  /** Where each process writes a profile of its processor time when it stops. */
  readonly profiles?: string | undefined;
};

export type Relays = {
  readonly urls: readonly string[];
  /** Processor time since the start, in seconds; undefined where the system does not say. */
  readonly cpu: () => { readonly relay: number | undefined; readonly postgres: number | undefined };
  readonly stop: () => Promise<void>;
};

const PROGRAM = fileURLToPath(new URL("./relayProcess.ts", import.meta.url));

/** Starts relays as an operator would, on a database of their own. */
export async function startRelays(node: ServedChain, setup: RelaySetup): Promise<Relays> {
  const folder = await mkdtemp(join(tmpdir(), "doorkey-bench-"));
  const postgres = setup.database === "postgres" ? await startPostgres() : undefined;
  const file = join(folder, "relay.yaml");
  await writeFile(file, setup.config ?? configOf(node, setup));
  const settings = {
    DOORKEY_RELAY_PORT: "0",
    DOORKEY_RELAY_METRICS_PORT: "0",
    ...(postgres !== undefined && { DOORKEY_RELAY_DATABASE_URL: postgres.url }),
  };
  const children: ChildProcess[] = [];
  const urls: string[] = [];
  for (let i = 0; i < setup.replicas; i++) {
    const env = { ...process.env, ...settings, DOORKEY_RELAY_BENCH: JSON.stringify({ file, signers: setup.signers }) };
    const profile = setup.profiles === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${setup.profiles}`];
    const child = spawn(process.execPath, ["--no-warnings", ...profile, PROGRAM], {
      env,
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    await until("a relay listens", () => output.includes("listening") || child.exitCode !== null);
    const url = /listening (\S+)/.exec(output)?.[1];
    if (url === undefined) throw new Error(`a relay did not start: ${output}`);
    urls.push(url);
    children.push(child);
  }
  return {
    urls,
    cpu: () => ({
      relay: cpuSeconds(...children.flatMap(({ pid }) => pid ?? [])),
      postgres: postgres && cpuSeconds(postgres.pid()),
    }),
    stop: async () => {
      for (const child of children) {
        child.kill("SIGTERM");
        await once(child, "exit");
      }
      await postgres?.remove();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function configOf(node: ServedChain, { batches }: RelaySetup): string {
  const addresses = Object.entries(node.deployment.contracts).map(([name, { address }]) => `    ${name}: "${address}"`);
  const rate = "{ points: 1000000, seconds: 60 }";
  return `version: 1
chain:
  id: 31337
  rpc: ["${node.url}"]
  confirmations: 3
  contracts:
${addresses.join("\n")}
limits: { perIp: ${rate}, perKey: ${rate}, perSender: ${rate}, bodyBytes: 16777216 }
requests: { queuedPerSender: 10000 }
batches: ${JSON.stringify({ maxInFlight: 16, bumpAfterSeconds: 600, ...batches })}
sponsors:
  - id: bench
    keys: ["${hashOfKey(API_KEY)}"]
    budget: { perDay: 10000 ether, perMonth: 10000 ether }
    allow:
      - to: EntryRightRegistry
        functions: [grant]
        maxGas: 12000000
`;
}
