/** An event whose doors are open, with its chain in this process, and the relay and the hub in processes of their own. */

import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Address, composeCode, entryProofDigest, type Hex, NO_CHALLENGE } from "doorkey/code";
import { setGate } from "doorkey/organizer";
import { keepKey } from "doorkey-server";
import { type HolderKey, holderKeys, type KeyKind, walletOf } from "doorkey-test-support/keys";
import { startServedChain } from "doorkey-test-support/servedChain";
import { openShow } from "doorkey-test-support/show";
import { toBeHex } from "ethers";
import { relayKey } from "../../../cli/src/terminal/devKeys.ts";
import { ticketing } from "../../../relay/src/config/ticketing.ts";
import { hashOfKey } from "../../../relay/src/http/auth.ts";
import { grant } from "../../../sdk/test/helpers/acts.ts";
import { starter } from "../../src/config/starter.ts";
import { hashOfPin } from "../../src/keys/pin.ts";
import { Program } from "./Program.ts";

const HOUR = 3_600;
const DAY = 24 * HOUR;
const PASSWORD = "the password of a test";
export const SUPERVISOR_PIN = "135790";
export const LANES = 32;
const BY_HAND_LIMIT = 1_000;
/** Rights that are granted in one call. */
const BATCH = 50;
/** Rights that fit into one call. */
const MOST = 1_000;

const HUB = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const RELAY = fileURLToPath(new URL("../../../relay/src/cli/main.ts", import.meta.url));
const KILL_POINT = new URL("./killPoint.mjs", import.meta.url).href;

export type Right = { readonly rightId: bigint; readonly key: HolderKey };

/** A hub that runs. */
export type RunningHub = { readonly program: Program; readonly url: string; readonly operate: Operate };

type Operate = (method: string, path: string, body?: object) => Promise<string>;

export type Night = Awaited<ReturnType<typeof openNight>>;

/**
 * @param options.rights How many holders have a right, by the kind of their key.
 * @param options.undoSeconds Before an entry is delivered.
 * @param options.others Further rights, whose holders have no keys.
 */
export async function openNight({
  rights: wanted,
  undoSeconds,
  others = 0,
  batch = BATCH,
  blockMs,
}: openNight.Options) {
  const folder = await mkdtemp(join(tmpdir(), "doorkey-night-"));
  const page = join(folder, "page");
  await mkdir(page);
  await writeFile(join(page, "index.html"), "<!doctype html><title>Gate</title>");
  await writeFile(join(page, "headers.json"), JSON.stringify({ "/": { "content-type": "text/html" } }));
  const node = await startServedChain();
  const doorsCloseAt = (await node.clock.now()) + 30 * DAY;
  const funded = async (name: string) => {
    const wallet = walletOf(name).connect(node.provider);
    await node.fund(wallet.address);
    return wallet;
  };
  const show = await openShow(node, {
    gates: true,
    schedule: { doorsOpenAt: doorsCloseAt - 8 * HOUR, doorsCloseAt, salesCloseAt: doorsCloseAt },
    keys: { gate: await funded("gate"), desk: await funded("desk") },
  });
  const desk = walletOf("desk").address as Address;
  await setGate(show.organizer, { eventId: show.eventId, gate: desk, kind: "desk", byHandLimit: BY_HAND_LIMIT });
  for (const name of ["gate", "desk"]) {
    await keepKey(join(folder, `${name}.json`), PASSWORD, walletOf(name).privateKey, { strength: 2 });
  }

  const rights: Right[] = [];
  for (const [kind, count] of wanted) {
    for (let from = 0; from < count; from += batch) {
      const keys = holderKeys(kind, Math.min(batch, count - from), from);
      const first = await grant(
        show,
        keys.map(({ address }) => address),
      );
      rights.push(...keys.map((key, i) => ({ rightId: first + BigInt(i), key })));
    }
  }
  for (let i = 0; i < others; i += MOST) {
    const holders = Array.from({ length: Math.min(MOST, others - i) }, (_, j) => toBeHex(i + j + 1, 20));
    await grant(show, holders);
  }
  await node.clock.travelTo(show.doorsOpenAt + 60);
  const ahead = (await node.clock.now()) - Date.now() / 1_000;
  // A transaction is final after a second block.
  if (blockMs !== undefined) await node.send("evm_setIntervalMining", blockMs);

  const [relayPort, hubPort] = [await freePort(), await freePort()];
  const relayFile = join(folder, "relay.yaml");
  const rates = "{ points: 1000000, seconds: 60 }";
  const policy = ticketing({
    ...{ chainId: 31_337, rpc: node.url, adminKeyHash: hashOfKey("a key of an admin") },
    sponsor: { id: "test", keyHash: hashOfKey("a key of a sponsor"), organizers: [show.organizerId] },
  });
  await writeFile(
    relayFile,
    `${policy}\nserver: { port: ${relayPort}, metricsPort: 0 }\nbatches: { maxWaitMs: 50 }\nlimits: { perIp: ${rates}, perKey: ${rates}, perSender: ${rates} }\n`,
  );
  const hubFile = join(folder, "gate.yaml");
  const hubText = starter({
    ...{ event: show.eventId, rpc: node.url, relay: `http://127.0.0.1:${relayPort}` },
    ...{ name: undefined, tls: undefined, lanes: Array.from({ length: LANES }, (_, i) => `Lane ${i + 1}`) },
    ...{ scanner: "gate.json", desk: "desk.json", supervisorPin: await hashOfPin(SUPERVISOR_PIN) },
  });
  await writeFile(
    hubFile,
    hubText
      .replace("port: 8443", `port: ${hubPort}\n  operatorPort: 0`)
      .replace("data: data", "data: hub")
      .replace("undoSeconds: 60", `undoSeconds: ${undoSeconds}`)
      .replace("passkeys: []", 'passkeys: [{ origin: "https://localhost", domain: localhost }]'),
  );

  const now = () => Date.now() / 1_000 + ahead;
  return {
    ...{ node, show, folder, rights, now, database: join(folder, "hub", "gate.db") },
    /** The code that the holder's phone shows now. */
    codeOf: ({ rightId, key }: Right): string => {
      const holder = key.address as Address;
      const proof = { rightId, count: 1, holder, issuedAt: Math.floor(now()), challenge: NO_CHALLENGE };
      return composeCode(show.event, proof, key.sign(entryProofDigest(show.event, proof)) as Hex);
    },
    startRelay: async (): Promise<Program> => {
      const args = [RELAY, "start", "--config", relayFile, "--dev", "--log-level", "info"];
      const program = new Program(args, { DOORKEY_RELAY_DEV_KEY: relayKey.privateKey });
      await program.says("started");
      return program;
    },
    /** @param chaos When the hub kills itself, such as `commit 40`. Never, if left out. */
    startHub: async (chaos?: string): Promise<RunningHub> => {
      const args = ["--import", KILL_POINT, HUB, "start", "--config", hubFile, "--page", page];
      const program = new Program(args, { DOORKEY_GATE_PASSWORD: PASSWORD, DOORKEY_CHAOS: chaos ?? "" });
      const started = await program.says("started");
      const { token } = JSON.parse(await readFile(join(folder, "hub", "operator.json"), "utf8"));
      return {
        program,
        url: String(started.url),
        operate: async (method, path, body) => {
          const answer = await fetch(`${started.operatorUrl}${path}`, {
            method,
            headers: { authorization: `Bearer ${token}`, ...(body && { "content-type": "application/json" }) },
            ...(body && { body: JSON.stringify(body) }),
          });
          if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${await answer.text()}`);
          return answer.text();
        },
      };
    },
    close: async () => {
      await node.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export declare namespace openNight {
  type Options = {
    readonly rights: readonly (readonly [KeyKind, number])[];
    readonly undoSeconds: number;
    readonly others?: number;
    readonly batch?: number;
    /** Milliseconds between two blocks. None come by themselves, if left out. */
    readonly blockMs?: number;
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}
