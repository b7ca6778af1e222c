import {
  type Address,
  type AgentTree,
  type Connection,
  type EventState,
  type GateState,
  readAgents,
  readEvent,
  readGates,
} from "doorkey";
import { readAttesters } from "doorkey/attester";
import { DOORKEY } from "../terminal/invocation.ts";
import { formatNumber, type Terminal } from "../terminal/Terminal.ts";
import { agentTable } from "./agentTable.ts";

/** What another organizer takes over with an event, and the gates and attesters that end. */
export type HandOver = {
  readonly event: EventState;
  readonly agents: AgentTree;
  /** Those that may admit. */
  readonly gates: readonly GateState[];
  readonly attesters: readonly Address[];
};

/** Reads it before the event changes hands, because gates and attesters cannot be listed afterwards. */
export async function readHandOver(connection: Connection, eventId: number): Promise<HandOver> {
  const event = await readEvent(connection, { eventId });
  const { identityVerifier: verifier, scope: scopeEventId } = event.policy;
  const [agents, gates, attesters] = await Promise.all([
    readAgents(connection, { eventId }),
    readGates(connection, { eventId }),
    verifier === undefined ? [] : readAttesters(connection, { scopeEventId, verifier }),
  ]);
  return { event, agents, gates: gates.filter(({ kind }) => kind !== "none"), attesters };
}

export function showHandOver(terminal: Terminal, { event, agents, gates, attesters }: HandOver): void {
  const { eventId, name, organizer, classes } = event;
  terminal.say(name, "bold");
  terminal.fact("event", eventId);
  terminal.fact("organizer", `${organizer.organizerId} ${organizer.name}`);

  terminal.heading("Rights, which stay");
  terminal.table([
    ["class", "places", "granted", "freed"],
    ...classes.map(({ name: className, supply, granted, freed }) => [
      className,
      ...[supply, granted, freed].map(formatNumber),
    ]),
  ]);
  terminal.heading("Agents, which stay with their quotas");
  terminal.table(agentTable(agents), 2);
  terminal.heading("Gates, which end");
  const gateRows = gates.map(({ gate, kind, byHandLimit }) => [
    gate,
    kind,
    kind === "desk" ? formatNumber(byHandLimit) : "",
  ]);
  if (gateRows.length === 0) terminal.say("  none");
  else terminal.table([["gate", "kind", "by hand, at most"], ...gateRows], 2);
  terminal.heading("Attesters, which end");
  for (const line of attesters.length === 0 ? ["none"] : attesters) terminal.say(`  ${line}`);
}

/** The commands with which the new organizer sets the present gates and attesters again. `key` is the options that sign. */
export function commandsToSetAgain({ event, gates, attesters }: HandOver, key: string): readonly string[] {
  const options = `--event ${event.eventId} ${key}`;
  return [
    ...gates.map(({ gate, kind, byHandLimit }) => {
      const desk = kind === "desk" ? `--desk ${byHandLimit} ` : "";
      return `${DOORKEY} gates set ${gate} ${desk}${options}`;
    }),
    ...attesters.map((attester) => `${DOORKEY} attesters set ${attester} ${options}`),
  ];
}
