import { basename } from "node:path";
import { type Address, type Connection, readEvent } from "doorkey";
import { attestPerson, type IdentityScope, identityScope, isAttester } from "doorkey/attester";
import { describeMistake } from "doorkey/organizer";
import { getBytes } from "ethers";
import { PEOPLE_COLUMNS, readPeople, type TaggedOrder } from "../attest/readPeople.ts";
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
    "Tags and evidence leave this machine; documents never do.",
  ],
  examples: [
    "key new keys/event-1.json",
    "attest people.csv --event 1 --agent 1 --event-key keys/event-1.json --as attester",
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
    .option("--out <file>", "the table to write; defaults to <file>.grants.csv"),
  async (task, options, file) => {
    const { event: eventId, agent: agentId } = options;
    const out = options.out ?? `${file.replace(/\.(?:csv|txt|tsv|xlsx)$/i, "")}.grants.csv`;
    const bytes = await readBytes(file);
    const connection = await acting(task, options);
    const scope = await identityScope(connection, { eventId });
    await checkAttester(connection, options, scope);
    const { classes, policy } = await readEvent(connection, { eventId });
    const terms = {
      classes: classes.map((class_) => ({ ...class_, seats: [] })),
      scope,
      maxPerPerson: policy.maxPerPerson,
      columns: options.columns,
    };

    const eventKey = getBytes((await unlock(task, options.eventKey, "DOORKEY_EVENT_KEY_PASSWORD")).privateKey);
    const { orders, mistakes, warnings } = await readPeople(bytes, basename(file), terms, eventKey);
    eventKey.fill(0);
    if (mistakes.length > 0) throw new InputMistakes(mistakes);
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
        "The agent grants:",
        `${DOORKEY} grant ${quoted(out)} --event ${eventId} --agent ${agentId} ${asRole(options, "agent")}`,
      ],
    ]);
    return { file: out, orders: orders.length, persons, scopeEventId: scope.eventId };
  },
);

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
    `The organizer can trust it: ${DOORKEY} organizer attester ${attester} --event ${eventId} ${asRole(options, "organizer")}`,
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
