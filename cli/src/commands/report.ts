import type { Connection } from "doorkey";
import { type BlockRef, fileIndexStore, followSuite } from "doorkey/event-index";
import { eventOffset } from "../events/eventOffset.ts";
import type { EventReport } from "../report/EventReport.ts";
import { reportOf } from "../report/reportOf.ts";
import { reportPage } from "../report/reportPage.ts";
import { clockTime, dayAndTime, timeBesideUtc, zoneOfOffset } from "../report/time.ts";
import { type ChainOptions, withChain } from "../terminal/chainOptions.ts";
import { action, defineCommand } from "../terminal/command.ts";
import { reading } from "../terminal/connecting.ts";
import { Refused, UsageError } from "../terminal/failures.ts";
import { writeWhole } from "../terminal/files.ts";
import type { Task } from "../terminal/Task.ts";
import { count, formatNumber } from "../terminal/Terminal.ts";
import { wholeNumber } from "../terminal/values.ts";

type Options = ChainOptions & { readonly html?: string; readonly index?: string; readonly timeZone?: string };

export const reportCommand = defineCommand("report", {
  details: ["It shows allotments, sales by agent, returns, rebinds, and admissions per quarter of an hour."],
  examples: ["report 1", "report 1 --html report.html --time-zone Asia/Tokyo"],
});

action<Options>(
  withChain(reportCommand.argument("<event>", "the event's id"))
    .option("--html <file>", "write a self-contained page with charts")
    .option("--index <file>", "keep what was read from the chain, so that the next report reads only what is new")
    .option("--time-zone <name>", "time zone of the report; defaults to the event's own offset, from its document"),
  async (task, options, text) => {
    const { terminal } = task;
    const eventId = wholeNumber()(text);
    if (options.timeZone !== undefined) checkTimeZone(options.timeZone);
    const connection = await reading(options);
    const report = await readReport(connection, options, eventId);
    const timeZone = options.timeZone ?? zoneOfOffset(await eventOffset(connection, eventId));
    tell(task, report, timeZone);
    if (options.html !== undefined) {
      await writeWhole(options.html, reportPage(report, timeZone));
      terminal.say();
      terminal.good(`${options.html} has the same report with charts.`);
    }
    return report;
  },
);

async function readReport(connection: Connection, options: Options, eventId: number): Promise<EventReport> {
  const store = options.index === undefined ? undefined : await fileIndexStore(options.index);
  try {
    const index = await followSuite(connection, { store });
    await index.catchUp();
    const event = index.state.events.get(eventId);
    if (event === undefined) throw new Refused(`Event ${eventId} does not exist on this chain.`);
    const cursor = index.cursor as BlockRef;
    const block = await connection.provider.getBlock(cursor.number);
    return reportOf(index.state, event, cursor, block?.timestamp ?? 0);
  } finally {
    await store?.close();
  }
}

function checkTimeZone(timeZone: string): void {
  try {
    dayAndTime(0, timeZone);
  } catch {
    throw new UsageError(`Unknown time zone "${timeZone}".`, 'Give one such as "Asia/Tokyo".');
  }
}

function tell({ terminal }: Task, report: EventReport, timeZone: string): void {
  const { name, organizer, classes, agents, admissions, doors, block, takenAt } = report;
  terminal.say(`${name} · ${organizer}${report.cancelled ? " · cancelled" : ""}`, "bold");
  terminal.say(`As of block ${block}, ${timeBesideUtc(takenAt, timeZone)}`, "dim");

  terminal.heading("Places");
  terminal.table([
    ["class", "places", "granted", "admitted", "freed", "unsold"],
    ...classes.map((one) => [
      one.name,
      ...[one.supply, one.granted, one.admitted, one.freed, one.unsold].map(formatNumber),
    ]),
  ]);

  terminal.heading("Allotments");
  terminal.table(
    [
      ["class", "agent", "under", "status", "quota", "used"],
      ...agents.flatMap(({ agentId, name: agent, allotments }) =>
        allotments.map(({ className, parent, status, quota, used }) => [
          className,
          `${agentId} ${agent}`,
          parent === 0 ? "organizer" : `agent ${parent}`,
          status,
          ...[quota, used].map(formatNumber),
        ]),
      ),
    ],
    4,
  );

  terminal.heading("Sales by agent");
  terminal.table([
    ["agent", "granted", "refused", "returned", "revoked", "rebound", "named", "admitted"],
    ...agents.map(({ agentId, name: agent, granted, refused, returned, revoked, rebound, named, admitted }) => [
      `${agentId} ${agent}`,
      ...[granted, refused, returned, revoked, rebound, named, admitted].map(formatNumber),
    ]),
  ]);

  terminal.heading("Admissions per quarter of an hour");
  if (admissions.steps.length === 0) terminal.say("  none yet", "dim");
  else {
    terminal.table(
      [
        ["from", "UTC", ...admissions.parts, "all"],
        ...admissions.steps.map(({ at, counts }) => {
          const all = counts.reduce((sum, one) => sum + one, 0);
          return [clockTime(at, timeZone), clockTime(at, "UTC"), ...[...counts, all].map(formatNumber)];
        }),
      ],
      2,
    );
  }
  const again = doors.already + doors.contested;
  if (again > 0) terminal.say(`  ${count(again, "right")} shown again with a valid proof after admission`);
  for (const [why, times] of Object.entries(doors.refused))
    terminal.say(`  not admitted by the chain: ${why}, ${times} times`);
}
