import { Option } from "commander";
import { type Connection, type EventState, isDoorkeyError, readEvent } from "doorkey";
import { utcOffsetOf } from "doorkey/organizer";
import { documentFor } from "../events/documentFor.ts";
import type { StatusContext } from "../status/StatusPart.ts";
import { statusParts } from "../status/statusParts.ts";
import { type ChainOptions, withChain } from "../terminal/chainOptions.ts";
import { action, defineCommand } from "../terminal/command.ts";
import { LOCAL_CHAIN, reading, timeOn } from "../terminal/connecting.ts";
import { asRole } from "../terminal/nextCommand.ts";
import { wholeNumber } from "../terminal/values.ts";

type Options = ChainOptions & {
  readonly document?: string;
  readonly relay?: string;
  readonly relayKey?: string;
  readonly gate?: string;
  readonly gateToken?: string;
};

export const statusCommand = defineCommand("status", {
  details: ["Anyone can run it.", "Times are in the event's offset from UTC, with UTC beside them."],
  examples: ["status 1", "status 1 --document event.json", "status 1 --gate https://gate-hub.organizer.example:8443"],
});

action<Options, [number]>(
  withChain(statusCommand.argument("<event>", "the event's id", wholeNumber()))
    .option(
      "--document <file>",
      "the event document, for the offset from UTC; defaults to the one at its published address",
    )
    .addOption(new Option("--relay <url>", "the relay whose budget is shown").env("DOORKEY_RELAY"))
    .addOption(
      new Option("--gate <url-or-folder>", "the venue's hub, by its address or its data folder").env("DOORKEY_GATE"),
    )
    .addOption(
      new Option("--gate-token <token>", "the operator's token of a hub by its address").env("DOORKEY_GATE_TOKEN"),
    )
    .addOption(new Option("--relay-key <key>", "the sponsor's key for the relay").env("DOORKEY_RELAY_KEY")),
  async ({ terminal }, options, eventId) => {
    const connection = await reading(options);
    const event = await readEvent(connection, { eventId });
    const [now, offset] = await Promise.all([timeOn(connection), offsetFor(connection, event, options.document)]);
    const signedAs = (role: string) => asRole(options, role, connection.chainId === LOCAL_CHAIN);
    const relay = options.relay === undefined ? undefined : { url: options.relay, key: options.relayKey };
    const hub = options.gate === undefined ? undefined : { gate: options.gate, token: options.gateToken };
    const context: StatusContext = { connection, event, now, offset: offset ?? 0, relay, hub, signedAs };
    const parts = await Promise.all(
      statusParts.map(async (part) => ({ name: part.name, reading: await part.read(context) })),
    );

    const { name, organizer, paused, cancelled } = event;
    const phase = phaseOf(event, now);
    terminal.say(`${name} · event ${eventId} · ${phase}`, "bold");
    terminal.fact("organizer", `${organizer.organizerId} ${organizer.name}`);
    terminal.fact("document", event.uri);
    if (offset === undefined)
      terminal.warn("The event document could not be read, so times are in UTC alone. Give --document FILE.");
    for (const { reading: part } of parts) part?.show(terminal);
    const next = parts.flatMap(({ reading: part }) => part?.next ?? []);
    if (next.length > 0 && !cancelled) terminal.next(next);
    const values = Object.fromEntries(
      parts.flatMap(({ name: key, reading: part }) => (part ? [[key, part.value]] : [])),
    );
    return {
      eventId,
      name,
      organizer,
      phase,
      paused,
      cancelled,
      takenAt: event.takenAt,
      block: event.block,
      offset,
      ...values,
    };
  },
);

/** Where the event is in its life. */
function phaseOf({ schedule, paused, cancelled }: EventState, now: number): string {
  if (cancelled) return "cancelled";
  if (now >= schedule.doorsCloseAt) return "over";
  const doors = now >= schedule.doorsOpenAt ? "doors open, " : "";
  if (now < schedule.salesOpenAt) return "not yet on sale";
  if (now >= schedule.salesCloseAt) return `${doors}sales closed`;
  return `${doors}${paused ? "sales paused" : "on sale"}`;
}

/** The event's offset from UTC, which only its document has. Undefined if that cannot be fetched. */
async function offsetFor(
  connection: Connection,
  event: EventState,
  file: string | undefined,
): Promise<number | undefined> {
  try {
    return utcOffsetOf((await documentFor(connection, event, file)).startsAt);
  } catch (error) {
    if (file !== undefined || !isDoorkeyError(error)) throw error;
    return undefined;
  }
}
