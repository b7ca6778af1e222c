import { join } from "node:path";
import { Option } from "commander";
import { type Address, type Connection, type EventState, readEvent } from "doorkey";
import { grantMany, passFor } from "doorkey/agent";
import {
  createDeviceKey,
  type DeviceKey,
  entryCode,
  type KeyKind,
  loadDeviceKey,
  memoryKeys,
  type Pass,
} from "doorkey/buyer";
import { followSuite, type IndexedRight, rightsOf } from "doorkey/event-index";
import type { JsonRpcApiProvider } from "ethers";
import { codePng } from "../codes/codePng.ts";
import { fileKeys } from "../codes/fileKeys.ts";
import { csvRow } from "../tables/csv.ts";
import { type SignerOptions, withSigner } from "../terminal/chainOptions.ts";
import { action, defineCommand } from "../terminal/command.ts";
import { acting, LOCAL_CHAIN, reading, timeOn } from "../terminal/connecting.ts";
import { Refused, UsageError } from "../terminal/failures.ts";
import { writeWhole } from "../terminal/files.ts";
import { DOORKEY } from "../terminal/invocation.ts";
import { asRole } from "../terminal/nextCommand.ts";
import type { Task } from "../terminal/Task.ts";
import { count } from "../terminal/Terminal.ts";
import { wholeNumber } from "../terminal/values.ts";

type Options = SignerOptions & {
  readonly event: number;
  readonly class: string;
  readonly count: number;
  readonly quantity: number;
  readonly agent?: number;
  readonly kind: Exclude<KeyKind, "passkey">;
  readonly out: string;
  readonly openDoors?: boolean;
};

export const codesCommand = defineCommand("codes", {
  details: [
    "It makes the device keys too.",
    "On a local chain it can also grant the rights, and move the chain's clock to when doors open.",
  ],
  examples: [
    "codes --event 1 --class standing --count 3 --agent 1 --as agent --open-doors",
    "codes --event 1 --class standing --count 2 --out more",
  ],
});

action<Options>(
  withSigner(codesCommand)
    .requiredOption("--event <id>", "the event's id", wholeNumber())
    .requiredOption("--class <name>", "the class's name; a class that is neither seated nor named")
    .option("--count <codes>", "number of codes", wholeNumber(1, 1_000), 1)
    .option("--quantity <rights>", "rights that each code covers", wholeNumber(1, 8), 1)
    .option("--agent <id>", "on a local chain: grant the rights as this agent", wholeNumber())
    .option("--open-doors", "on a local chain: move its clock to when doors open")
    .addOption(
      new Option("--kind <kind>", "kind of the keys; p256 keys are lost after this run")
        .choices(["secp256k1", "p256"])
        .default("secp256k1"),
    )
    .option("--out <folder>", "folder for the pictures, codes.txt and the test keys", "codes"),
  async (task, options) => {
    const { event: eventId, class: className, agent } = options;
    const connection = agent === undefined ? await reading(options) : await acting(task, options);
    const event = await readEvent(connection, { eventId });
    refuseWhatCannotBe(connection, options, event);
    const keys = await deviceKeys(connection, options);
    if (agent !== undefined) await grantTo(connection, { ...options, agent }, { event, keys });
    const passes = await passesOf(connection, options, keys);
    if (passes.length === 0) return proposeGrant(task, connection, options, keys);
    if (options.openDoors === true) await moveClock(connection, event.schedule.doorsOpenAt);

    const made = [];
    for (const [i, { key, pass }] of passes.entries()) {
      const now = await timeOn(connection);
      const { text, validUntil } = await entryCode(key, pass, { clock: { now: () => now } });
      const file = join(options.out, `code-${i + 1}.png`);
      await writeWhole(file, codePng(text));
      made.push({ text, file, rightId: pass.rightId, count: pass.count, holder: key.address, validUntil });
    }
    const list = join(options.out, "codes.txt");
    await writeWhole(list, made.map(({ text }) => `${text}\n`).join(""));
    task.terminal.good(
      `${list} has ${count(made.length, "code")} of class ${className}, with a picture of each beside it.`,
    );
    task.terminal.next([
      [
        "Show one to a gate within 45 seconds:",
        `${DOORKEY} admit --event ${eventId} --image ${made[0]?.file} ${asRole(options, "gate", connection.chainId === LOCAL_CHAIN)}`,
      ],
    ]);
    return { codes: made, list };
  },
);

function refuseWhatCannotBe(
  { chainId }: Connection,
  { event: id, class: name, agent, openDoors, kind }: Options,
  event: EventState,
): void {
  const class_ = event.classes.find((one) => one.name === name);
  const names = event.classes.map((one) => one.name).join(", ");
  if (class_ === undefined) throw new UsageError(`Event ${id} has no class "${name}".`, `Its classes are ${names}.`);
  if (class_.seated || class_.named)
    throw new UsageError(
      `Class ${name} is ${class_.seated ? "seated" : "named"}.`,
      "Give a class that is neither seated nor named.",
    );
  if (chainId !== LOCAL_CHAIN && (agent !== undefined || openDoors === true)) {
    throw new UsageError(
      "--agent and --open-doors work on a local chain only.",
      "Leave them out, and let the agent grant the table that this command writes.",
    );
  }
  if (kind === "p256" && agent === undefined)
    throw new UsageError(
      "p256 keys are made for this run, so they have no rights yet.",
      "Give --agent to grant them rights.",
    );
}

/** Loads keys from the folder, and makes new ones until there are as many as the options ask for. */
async function deviceKeys(
  { chainId, rightsRegistry }: Connection,
  { event: eventId, kind, out, count: wanted }: Options,
) {
  const store = kind === "p256" ? memoryKeys() : await fileKeys(join(out, "test-keys.json"));
  const event = { chainId, rightsRegistry, eventId };
  const keys: DeviceKey[] = [];
  for (const record of (await store.list()).records) {
    if (record.event.eventId === eventId && keys.length < wanted)
      keys.push(await loadDeviceKey({ event, store, address: record.address }));
  }
  while (keys.length < wanted) keys.push(await createDeviceKey({ kind, event, store }));
  return keys;
}

type Sale = { readonly event: EventState; readonly keys: readonly DeviceKey[] };

/** Grants rights to the keys, after moving the local chain's clock to when sales open. */
async function grantTo(
  connection: Connection,
  { event: eventId, class: className, quantity, agent: agentId }: Options & { readonly agent: number },
  { event, keys }: Sale,
): Promise<void> {
  await moveClock(connection, event.schedule.salesOpenAt);
  const rows = keys.map(({ address: holder }) => ({ className, holder, quantity }));
  const { results } = await grantMany(connection, { agentId, eventId, rows, concurrency: 1 });
  for (const result of results)
    if (result.status === "refused")
      throw new Refused(`A grant was refused, because of ${result.reason}.`, result.sentence);
}

async function passesOf(
  connection: Connection,
  { event: eventId, class: className }: Options,
  keys: readonly DeviceKey[],
) {
  const index = await followSuite(connection);
  await index.catchUp();
  const passes: { readonly key: DeviceKey; readonly pass: Pass }[] = [];
  for (const key of keys) {
    const [first, ...others] = rightsOf(index.state, { holder: key.address }).filter(
      (right) => right.eventId === eventId && right.className === className && right.status !== "void",
    );
    if (first === undefined) continue;
    passes.push({ key, pass: await passFor(connection, { rightId: first.rightId, count: 1 + inRow(first, others) }) });
  }
  return passes;
}

/** Counts the others that follow the first without a gap, because a pass names consecutive rights. */
function inRow(first: IndexedRight, others: readonly IndexedRight[]): number {
  const gap = others.findIndex(({ rightId }, i) => rightId !== first.rightId + BigInt(i + 1));
  return gap === -1 ? others.length : gap;
}

/** Writes a table that the agent can grant, because these keys have no rights yet. */
async function proposeGrant({ terminal }: Task, { chainId }: Connection, options: Options, keys: readonly DeviceKey[]) {
  const { event: eventId, class: className, quantity, out } = options;
  const file = join(out, "grants.csv");
  const rows = keys.map(({ address }: { readonly address: Address }, i) =>
    csvRow([`test-${i + 1}`, className, address, quantity, "", ""]),
  );
  await writeWhole(file, csvRow(["order", "class", "holder", "quantity", "seats", "evidence"]) + rows.join(""));
  terminal.good(`Made ${count(keys.length, "test key")}. They have no rights yet.`);
  terminal.next([
    [
      "The agent grants the table:",
      `${DOORKEY} grant ${file} --event ${eventId} --agent 1 ${asRole(options, "agent", chainId === LOCAL_CHAIN)}`,
    ],
    ["Then make the codes:", "this command again"],
  ]);
  return { codes: [], grants: file, holders: keys.map(({ address }) => address) };
}

/** Moves a local chain's clock forward, never back. */
async function moveClock({ provider }: Connection, to: number): Promise<void> {
  const latest = await provider.getBlock("latest");
  if (latest !== null && latest.timestamp >= to) return;
  const node = provider as JsonRpcApiProvider;
  await node.send("evm_setNextBlockTimestamp", [`0x${to.toString(16)}`]);
  await node.send("evm_mine", []);
}
