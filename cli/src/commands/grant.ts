import { basename } from "node:path";
import { type Connection, type EventDocument, type Hex, readEvent } from "doorkey";
import {
  type GrantedRow,
  type GrantJournal,
  type GrantRow,
  grantJournalFile,
  grantMany,
  type HookData,
  presaleProofs,
  readSaleList,
} from "doorkey/agent";
import { describeMistake } from "doorkey/organizer";
import { documentFor } from "../events/documentFor.ts";
import { GRANT_COLUMNS, namesSeats, readGrants } from "../grants/readGrants.ts";
import { linesOf } from "../presale/readEntries.ts";
import type { ColumnMap } from "../tables/ColumnMap.ts";
import { columnsOption } from "../tables/columnsOption.ts";
import { csvRow } from "../tables/csv.ts";
import { type SignerOptions, withSigner } from "../terminal/chainOptions.ts";
import { action, defineCommand } from "../terminal/command.ts";
import { acting, LOCAL_CHAIN } from "../terminal/connecting.ts";
import { InputMistakes, Refused, UsageError } from "../terminal/failures.ts";
import { readBytes, writeWhole } from "../terminal/files.ts";
import { DOORKEY } from "../terminal/invocation.ts";
import { asBefore, givenFlags, quoted } from "../terminal/nextCommand.ts";
import { confirmSending } from "../terminal/password.ts";
import type { Task } from "../terminal/Task.ts";
import { count, formatNumber } from "../terminal/Terminal.ts";
import { hexBytes, wholeNumber } from "../terminal/values.ts";

type Options = SignerOptions & {
  readonly event: number;
  readonly agent: number;
  readonly columns?: ColumnMap;
  readonly document?: string;
  readonly journal?: string;
  readonly results?: string;
  readonly hookData?: Hex;
  readonly presale?: string;
};

export const grantCommand = defineCommand("grant", {
  details: [
    "The table has the columns order,class,holder and, where they are used, quantity,seats,evidence.",
    "It is CSV with any separator, or a spreadsheet (.xlsx).",
    "You can stop it at any moment and run it again: it grants each row once.",
  ],
  examples: [
    "grant grants.csv --event 1 --agent 1 --as agent --dry-run",
    "grant grants.csv --event 1 --agent 1 --as agent",
  ],
});

action<Options>(
  withSigner(grantCommand.argument("<file>", "the table, CSV or .xlsx"))
    .requiredOption("--event <id>", "the event's id", wholeNumber())
    .requiredOption("--agent <id>", "the agent that grants", wholeNumber())
    .option(...columnsOption(GRANT_COLUMNS))
    .option("--document <file>", "the event document, for seat labels; defaults to the one at its published address")
    .option("--journal <file>", "record of what was sent; defaults to <file>.journal")
    .option("--presale <list>", "the list of the class's presale, as doorkey presale root wrote it")
    .option("--hook-data <hex>", "what the class's sale hook gets with each batch", hexBytes)
    .option("--results <file>", "outcome of each row; defaults to <file>.results.csv"),
  async (task, options, file) => {
    const { event: eventId, agent: agentId, journal = `${file}.journal`, results = `${file}.results.csv` } = options;
    const connection = await acting(task, options);
    const rows = await readRows(connection, task, options, file);
    const rights = rows.reduce((sum, { quantity = 1 }) => sum + quantity, 0);
    task.terminal.say(`${count(rows.length, "row")}, ${count(rights, "right")}, no mistakes.`);
    const { hookData, presale } = options;
    const work = {
      agentId,
      eventId,
      rows,
      hookData: await hookDataFor(connection, options),
      ...(connection.chainId === LOCAL_CHAIN && { concurrency: 1 }),
    };
    if (options.dryRun === true) {
      // Throws a DryRun at the first call that would go through. If it returns, none would.
      const [refused] = (await grantMany(connection, { ...work, again: true })).results;
      if (refused?.status === "refused")
        throw new Refused(`The chain would refuse this: ${refused.reason}.`, refused.sentence);
    }
    await confirmSending(task, `Grant ${count(rights, "right")}?`, {
      yes: options.yes,
      local: connection.chainId === LOCAL_CHAIN,
    });

    const again = `${DOORKEY} grant ${quoted(file)} --event ${eventId} --agent ${agentId} ${asBefore(options)}`;
    const { document } = options;
    const given = {
      journal: options.journal,
      document,
      results: options.results,
      "hook-data": hookData,
      presale,
      columns: options.columns?.text,
    };
    task.setResumeHint([again, ...givenFlags(given)].join(" "));
    const progress = task.terminal.progress("rows", rows.length);
    let done = 0;
    const granted = await grantMany(connection, {
      ...work,
      journal: stoppable(grantJournalFile(journal), task.stop),
      onProgress: (now) => {
        const settled = now.granted + now.refused + now.skipped;
        progress.step(settled - done);
        done = settled;
      },
    });
    progress.stop();
    await writeWhole(results, resultTable(granted.results));
    task.setResumeHint(undefined);
    return tell(task, granted, { rows, results });
  },
);

async function hookDataFor(connection: Connection, { hookData, presale }: Options): Promise<HookData | undefined> {
  if (presale === undefined) return hookData && (() => hookData);
  if (hookData !== undefined) throw new UsageError("Give --presale or --hook-data, not both.");
  return presaleProofs(connection, [await readSaleList(linesOf(presale))]);
}

/** The rows of the table, or every mistake in it. */
async function readRows(
  connection: Connection,
  { terminal }: Task,
  { event: eventId, document: file, columns }: Options,
  table: string,
) {
  const bytes = await readBytes(table);
  const event = await readEvent(connection, { eventId });
  const seated = event.classes.filter((class_) => class_.seated).map(({ name }) => name);
  const read = async (document: EventDocument | "missing" | undefined): Promise<readonly GrantRow[]> => {
    const { rows, mistakes, warnings } = await readGrants(bytes, basename(table), {
      event,
      document,
      columns,
      ballot: connection.deployment.contracts.Ballot.address,
    });
    if (mistakes.length > 0) throw new InputMistakes(mistakes);
    for (const warning of warnings) terminal.warn(describeMistake(warning));
    return rows;
  };
  if (file === undefined && !(await namesSeats(bytes, seated, columns))) return read(undefined);
  let document: EventDocument;
  try {
    document = await documentFor(connection, event, file);
  } catch (error) {
    // Reports mistakes in the table first, because they may take longer to fix.
    await read("missing");
    throw error;
  }
  return read(document);
}

/** After Ctrl-C, starts no further batch. The batches that were sent are followed to their end. */
function stoppable(journal: GrantJournal, stop: AbortSignal): GrantJournal {
  return {
    ...journal,
    append: async (batch) => {
      stop.throwIfAborted();
      await journal.append(batch);
    },
  };
}

function resultTable(results: readonly GrantedRow[]): string {
  const rows = results.map((result) => {
    const rightIds = "rightIds" in result ? result.rightIds.join(" ") : "";
    const refused = result.status === "granted" ? result.refused.map((one) => `${one.rightId}:${one.reason}`) : [];
    const reason = result.status === "refused" ? result.reason : refused.join(" ");
    return csvRow([result.order ?? "", result.status, rightIds, reason]);
  });
  return csvRow(["order", "status", "rights", "refused"]) + rows.join("");
}

type Told = { readonly rows: readonly GrantRow[]; readonly results: string };

function tell({ terminal }: Task, { results, ...counts }: grantMany.Result, { rows, results: file }: Told) {
  const partly = results.filter((result) => result.status === "granted" && result.refused.length > 0);
  const refused = results.filter((result) => result.status === "refused");
  for (const result of refused) {
    terminal.say(`  ${result.order ?? `row ${result.row + 1}`}: ${result.reason}: ${result.sentence}`, "red");
  }
  for (const result of partly) {
    if (result.status !== "granted") continue;
    for (const { rightId, reason } of result.refused) {
      terminal.say(`  ${result.order}: right ${rightId}: ${reason}`, "red");
    }
  }
  const told = `${formatNumber(counts.granted)} of ${count(rows.length, "row")} granted. ${file} has the rights of each order.`;
  if (refused.length + partly.length > 0) {
    const missing = `${count(refused.length, "row")} refused, ${count(partly.length, "row")} granted in part.`;
    const result = { ...counts, partly: partly.length, file, results };
    throw new Refused(`${missing} ${told}`, "See the reasons above. The rights that were granted stay valid.", result);
  }
  terminal.good(told);
  return { ...counts, partly: 0, file, results };
}
