import { basename } from "node:path";
import { type Address, type Connection, readEvent } from "doorkey";
import { attestPerson, type EventKey, type IdentityScope, identityScope, isAttester } from "doorkey/attester";
import { describeMistake, type Mistake } from "doorkey/organizer";
import { getBytes } from "ethers";
import { PEOPLE_COLUMNS, readPeople, type TaggedOrder } from "../attest/readPeople.ts";
import { readRightPeople } from "../attest/readRightPeople.ts";
import { EVIDENCE_COLUMNS } from "../rights/evidenceTable.ts";
import type { ColumnMap } from "../tables/ColumnMap.ts";
import { columnsOption } from "../tables/columnsOption.ts";
import { csvRow } from "../tables/csv.ts";
import { type SignerOptions, withSigner } from "../terminal/chainOptions.ts";
import { action, defineCommand } from "../terminal/command.ts";
import { acting, timeOn } from "../terminal/connecting.ts";
import { InputMistakes, Refused } from "../terminal/failures.ts";
import { readBytes, writeWhole } from "../terminal/files.ts";
import { DOORKEY } from "../terminal/invocation.ts";
import { unlock } from "../terminal/keystore.ts";
import { asRole, quoted } from "../terminal/nextCommand.ts";
import type { Task } from "../terminal/Task.ts";
import { count } from "../terminal/Terminal.ts";
import { wholeNumber } from "../terminal/values.ts";

type Options = SignerOptions & {
  readonly event: number;
  readonly agent: number;
  readonly eventKey: string;
  readonly hours: number;
  readonly columns?: ColumnMap;
  readonly out?: string;
  readonly rights?: boolean;
};

const HOUR = 3_600;

/**
 * Hours for which evidence is valid by default. Until evidence expires, the same agent can use it again. Half a day is
 * enough to hand the table over and to grant it.
 */
const HOURS = 12;

export const attestCommand = defineCommand("attest", {
  details: [
    "It reads the columns order,class,holder and, where they are used, quantity,seats,documents, of CSV or a spreadsheet (.xlsx), and writes a table for doorkey grant.",
    "With --rights, it reads right,holder,documents and writes a table for doorkey name and doorkey rebind.",
    "Tags and evidence leave this machine; documents never do.",
  ],
  examples: [
    "key new keys/event-1.json",
    "attest people.csv --event 1 --agent 1 --event-key keys/event-1.json --as attester",
    "attest crew.csv --rights --event 1 --agent 1 --event-key keys/event-1.json --as attester",
  ],
});

action<Options>(
  withSigner(
    attestCommand.argument(
      "<file>",
      "the table, CSV or .xlsx; a document is type:country:number, such as passport:JPN:AB123456",
    ),
  )
    .requiredOption("--event <id>", "the event's id", wholeNumber())
    .requiredOption("--agent <id>", "the agent that may use the evidence", wholeNumber())
    .requiredOption(
      "--event-key <file>",
      `key file that makes the tags of this scope; "${DOORKEY} key new" makes one. Destroy it after the event. Its password is asked for, or read from DOORKEY_EVENT_KEY_PASSWORD`,
    )
    .option(
      "--hours <number>",
      "hours for which the evidence is valid; until then the agent can use it again",
      wholeNumber(1, 24 * 90),
      HOURS,
    )
    .option(...columnsOption(PEOPLE_COLUMNS))
    .option("--rights", "attest for rights that are there already, to name them or to rebind them")
    .option("--out <file>", "the table to write; defaults to <file>.grants.csv, or <file>.rights.csv with --rights"),
  async (task, options, file) => {
    const { event: eventId, agent: agentId } = options;
    const kind = options.rights === true ? "rights" : "grants";
    const out = options.out ?? `${file.replace(/\.(?:csv|txt|tsv|xlsx)$/i, "")}.${kind}.csv`;
    const bytes = await readBytes(file);
    const connection = await acting(task, options);
    const scope = await identityScope(connection, { eventId });
    await checkAttester(connection, options, scope);
    if (options.rights === true) return attestRights(task, connection, options, { bytes, file, out, scope });
    const { classes, policy } = await readEvent(connection, { eventId });
    const terms = {
      classes: classes.map((class_) => ({ ...class_, seats: [] })),
      scope,
      maxPerPerson: policy.maxPerPerson,
      columns: options.columns,
    };

    const { orders, warnings } = await withEventKey(task, options, (eventKey) =>
      readPeople(bytes, basename(file), terms, eventKey),
    );
    for (const warning of warnings) task.terminal.warn(describeMistake(warning));
    const persons = orders.reduce((sum, { tags }) => sum + tags.length, 0);
    task.terminal.say(`${count(orders.length, "order")}, ${count(persons, "document")}, no mistakes.`);
    if (options.dryRun === true) return { dryRun: true, orders: orders.length, persons };

    task.setResumeHint("run the same command again; nothing was written.");
    const table = await attestAll(task, connection, options, { orders, scope });
    await writeWhole(out, table);
    task.setResumeHint(undefined);
    task.terminal.good(`${out}: evidence for ${count(persons, "right")}, valid for ${count(options.hours, "hour")}.`);
    task.terminal.next([
      [
        "A member of the agent grants:",
        `${DOORKEY} grant ${quoted(out)} --event ${eventId} --agent ${agentId} ${asRole(options, "agent")}`,
      ],
    ]);
    return { file: out, orders: orders.length, persons, scopeEventId: scope.eventId };
  },
);

type Read = { readonly mistakes: readonly Mistake[] };

/** Reads a table with the event key, which is gone afterwards, and throws every mistake in it. */
async function withEventKey<T extends Read>(
  task: Task,
  options: Options,
  read: (key: EventKey) => T | Promise<T>,
): Promise<T> {
  const eventKey = getBytes((await unlock(task, options.eventKey, "DOORKEY_EVENT_KEY_PASSWORD")).privateKey);
  const table = await read(eventKey);
  eventKey.fill(0);
  if (table.mistakes.length > 0) throw new InputMistakes(table.mistakes);
  return table;
}

type RightsTable = {
  readonly bytes: Uint8Array;
  readonly file: string;
  readonly out: string;
  readonly scope: IdentityScope;
};

/** Writes `right,holder,evidence`, each row for one right alone. */
async function attestRights(
  task: Task,
  { signer, ...connection }: Connection,
  options: Options,
  { bytes, file, out, scope }: RightsTable,
) {
  const { rights } = await withEventKey(task, options, (eventKey) =>
    readRightPeople(bytes, basename(file), scope, eventKey),
  );
  task.terminal.say(`${count(rights.length, "right")}, no mistakes.`);
  if (options.dryRun === true) return { dryRun: true, rights: rights.length };
  if (signer === undefined) throw new Error("acting has a signer");
  const issuedAt = Math.floor(await timeOn({ signer, ...connection }));
  const terms = { scope, agentId: options.agent, issuedAt, expiresAt: issuedAt + options.hours * HOUR };
  let table = csvRow(EVIDENCE_COLUMNS);
  for (const right of rights) {
    table += csvRow([String(right.rightId), right.holder, await attestPerson({ ...terms, ...right }, signer)]);
  }
  await writeWhole(out, table);
  task.terminal.good(
    `${out}: evidence for ${count(rights.length, "right")}, valid for ${count(options.hours, "hour")}.`,
  );
  task.terminal.next([
    ["A member of the agent names the rights:", `${DOORKEY} name --table ${quoted(out)} ${asRole(options, "agent")}`],
    [
      "Or rebinds them, if they have a name already:",
      `${DOORKEY} rebind --table ${quoted(out)} ${asRole(options, "agent")}`,
    ],
  ]);
  return { file: out, rights: rights.length, scopeEventId: scope.eventId };
}

/** Checks the attester first, because the contracts would refuse every grant with its evidence. */
async function checkAttester(
  connection: Connection,
  options: Options,
  { eventId, verifier }: IdentityScope,
): Promise<void> {
  const attester = ((await connection.signer?.getAddress()) ?? "") as Address;
  if (await isAttester(connection, { scopeEventId: eventId, attester, verifier })) return;
  throw new Refused(
    `${attester} is not a trusted attester in the scope of event ${eventId}.`,
    `The organizer can trust it: ${DOORKEY} attesters set ${attester} --event ${eventId} ${asRole(options, "organizer")}`,
  );
}

type Persons = { readonly orders: readonly TaggedOrder[]; readonly scope: IdentityScope };

async function attestAll(
  { terminal, stop }: Task,
  connection: Connection,
  { agent: agentId, hours }: Options,
  { orders, scope }: Persons,
): Promise<string> {
  const { signer } = connection;
  if (signer === undefined) throw new Error("acting has a signer");
  const issuedAt = Math.floor(await timeOn(connection));
  const progress = terminal.progress("orders", orders.length);
  let table = csvRow(["order", "class", "holder", "quantity", "seats", "evidence"]);
  for (const { order, className, holder, quantity, seats, tags } of orders) {
    stop.throwIfAborted();
    const terms = { scope, holder, agentId, issuedAt, expiresAt: issuedAt + hours * HOUR };
    const evidence = await Promise.all(tags.map((personTag) => attestPerson({ ...terms, personTag }, signer)));
    table += csvRow([order, className, holder, quantity, seats, evidence.join(" ")]);
    progress.step();
  }
  progress.stop();
  return table;
}
