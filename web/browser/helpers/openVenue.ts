/** A venue for one test file: contracts on a local chain, the relay and the hub in processes of their own, a fan's page. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { keepKey } from "doorkey-server";
import { walletOf } from "doorkey-test-support/keys";
import { startServedChain } from "doorkey-test-support/servedChain";
import { openShow } from "doorkey-test-support/show";
import { starter } from "../../../gate/src/config/starter.ts";
import { hashOfPin } from "../../../gate/src/keys/pin.ts";
import { buildGate } from "../../scripts/pages.ts";
import { Program } from "./Program.ts";
import { startRelay } from "./startRelay.ts";

const HOUR = 3_600;
const DAY = 24 * HOUR;
const PASSWORD = "the password of a test";
export const PIN = "135790";

const HUB = fileURLToPath(new URL("../../../gate/src/cli/main.ts", import.meta.url));

/** A running hub. */
export type Hub = {
  readonly url: string;
  /** A link with which one device joins. */
  readonly invite: (lane?: number) => Promise<string>;
  readonly revoke: (deviceId: string) => Promise<void>;
  /** Ids of the devices that joined, in their order. */
  readonly devices: () => Promise<readonly string[]>;
  readonly export: () => Promise<readonly { readonly [name: string]: unknown }[]>;
  /** Ends it as a power cut does. */
  readonly kill: () => Promise<void>;
  readonly output: () => string;
};

export type Venue = Awaited<ReturnType<typeof openVenue>>;

/**
 * Opens a show whose doors are open, with its relay. Its time is days ahead of this machine's.
 *
 * @param options.wallet The page that keeps the tickets, and `agentUri` the site of the shop that sells them.
 */
export async function openVenue({ wallet, agentUri }: openVenue.Options = {}) {
  const folder = await mkdtemp(join(tmpdir(), "doorkey-venue-"));
  const page = join(folder, "page");
  await buildGate({ into: page });
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
    classes: { standing: { supply: 1_000 }, vip: { supply: 100 } },
    keys: { agent: await funded("agent"), gate: await funded("gate"), desk: await funded("desk") },
    ...(wallet !== undefined && { wallet }),
    ...(agentUri !== undefined && { agentUri }),
  });
  for (const name of ["gate", "desk"] as const) {
    await keepKey(join(folder, `${name}.json`), PASSWORD, walletOf(name).privateKey, { strength: 2 });
  }
  const programs: Program[] = [];
  const { url: relay, program } = await startRelay(node, { folder, organizers: [show.organizerId] });
  programs.push(program);
  let hubPort = 0;
  /** Milliseconds that the night is ahead of this machine's clock. Never goes back. */
  let offset = 0;
  let running: Program | undefined;

  const ahead = async () => {
    offset = Math.max(offset, 1_000 * (await node.clock.now()) - Date.now());
    return offset;
  };

  /**
   * Starts the hub.
   *
   * @param options.change Of the configuration's text.
   * @param options.data Its data folder. Defaults to "data".
   */
  async function startHub({ change = (text: string) => text, data = "data" } = {}): Promise<Hub> {
    const text = starter({
      ...{ event: show.eventId, rpc: node.url, relay, name: undefined, tls: undefined, lanes: ["North", "South"] },
      ...{ scanner: "gate.json", desk: "desk.json", supervisorPin: await hashOfPin(PIN) },
    })
      // A page that comes back finds its hub at the same address.
      .replace("port: 8443", `port: ${hubPort}\n  operatorPort: 0`)
      .replace("data: data", `data: ${data}`);
    const file = join(folder, `${data}.yaml`);
    await writeFile(file, change(text));
    const program = new Program(HUB, ["start", "--config", file, "--page", page], {
      DOORKEY_GATE_PASSWORD: PASSWORD,
      DOORKEY_TEST_CLOCK_AHEAD: String(await ahead()),
    });
    programs.push(program);
    running = program;
    const started = await program.says({ msg: "started" });
    const url = String(started.url);
    hubPort = Number(new URL(url).port);
    const { token } = JSON.parse(await readFile(join(folder, data, "operator.json"), "utf8"));
    const operate = async (method: string, path: string, body?: object) => {
      const answer = await fetch(`${started.operatorUrl}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, ...(body && { "content-type": "application/json" }) },
        ...(body && { body: JSON.stringify(body) }),
      });
      if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${await answer.text()}`);
      return answer.text();
    };
    let devices = 0;
    return {
      url,
      invite: async (lane = 1) => {
        const answer = await operate("POST", "/operator/invitations", { lane, name: `Gate ${lane}-${++devices}` });
        return JSON.parse(answer).url;
      },
      devices: async () =>
        JSON.parse(await operate("GET", "/operator/devices")).devices.map(({ id }: { readonly id: string }) => id),
      revoke: async (id) => void (await operate("POST", `/operator/devices/${id}/revoke`)),
      export: async () =>
        (await operate("GET", "/operator/export"))
          .split("\n")
          .filter((line) => line !== "")
          .map((line) => JSON.parse(line)),
      kill: async () => {
        running = undefined;
        await program.end("SIGKILL");
      },
      output: () => program.output,
    };
  }

  return {
    node,
    show,
    folder,
    relay,
    /** Milliseconds that the night is ahead of this machine's clock. */
    ahead,
    /** Moves the clock of the hub on. One that starts later starts with it. */
    pass: async (seconds: number) => {
      offset += 1_000 * seconds;
      await running?.moveClock(offset);
    },
    startHub,
    isHubRunning: () => running !== undefined,
    openDoors: () => node.clock.travelTo(show.doorsOpenAt + 60),
    close: async () => {
      for (const program of programs.toReversed()) await program.end();
      await node.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export declare namespace openVenue {
  type Options = Pick<openShow.Options, "wallet" | "agentUri">;
}
