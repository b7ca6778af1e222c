/**
 * What the arguments of each function of the suite name. A function that is not listed here can only be sponsored
 * without rules; a test holds the list against the ABI.
 */

import { interfaces, type KnownContractName } from "doorkey/abi";
import type { FunctionFragment, Interface } from "ethers";
import { argumentIds } from "./argumentIds.ts";

/** The ABI of a contract whose name is only known at run time. */
export const abiOf = (contract: KnownContractName): Interface => interfaces[contract] as Interface;

/** What a call is about. The ids are what the caller says. The simulation shows whether they exist. */
export type CallFacts = {
  readonly organizers: readonly number[];
  readonly agents: readonly number[];
  readonly events: readonly number[];
  /** Their events are among `events`. Only the chain knows their agents. */
  readonly rights: readonly bigint[];
};

type Named = { readonly [kind in keyof CallFacts]?: string };

const TEAM = ["setRole", "setProfile", "setActive", "setRelayed"] as const;

const teams = (kind: "organizers" | "agents") => Object.fromEntries(TEAM.map((name) => [name, { [kind]: "teamId" }]));

/** Function → kind of what it names → parameter that names it. */
export const namedBy: { readonly [contract in KnownContractName]: { readonly [name: string]: Named } } = {
  GasRelayForwarder: {},
  AgentRegistry: { register: {}, ...teams("agents") },
  EventRegistry: {
    register: {},
    ...teams("organizers"),
    registerEvent: { organizers: "organizerId" },
    reschedule: { events: "eventId" },
    extendDoors: { events: "eventId" },
    cancel: { events: "eventId" },
    pauseSales: { events: "eventId" },
    resumeSales: { events: "eventId" },
    raiseSupply: { events: "eventId" },
    openReserved: { events: "eventId" },
    setSaleHook: { events: "eventId" },
    offerHandOver: { events: "eventId" },
    // Until this call the event belongs to another organizer.
    acceptHandOver: { organizers: "to" },
    designateAgent: { events: "eventId" },
    dismissAgent: { events: "eventId" },
    delegate: { events: "eventId", agents: "from" },
    setGate: { events: "eventId" },
  },
  EntryRightRegistry: {
    grant: { events: "eventId", agents: "agentId" },
    returnRights: { rights: "returns_" },
    revoke: { rights: "rights" },
    reopen: { events: "eventId" },
    reopenSeats: { events: "eventId" },
    rebind: { rights: "rightId" },
    nameRight: { rights: "rightId" },
    admit: { events: "eventId" },
    admitByHand: { events: "eventId", rights: "rights" },
  },
  AttesterIdentityVerifier: { setAttester: { events: "scopeEvent" } },
  // It names no event: the intake takes only the round of a draw.
  DrandBeacon: { prove: {} },
  Ballot: {
    open: { events: "eventId" },
    list: { events: "eventId" },
    restore: { events: "eventId" },
    changeAttester: { events: "eventId" },
    appeal: { events: "eventId", agents: "agentId" },
    settle: { events: "eventId" },
    accept: { events: "eventId" },
    hold: { events: "eventId" },
    advance: { events: "eventId" },
    beforeGrant: { agents: "agentId", rights: "first" },
  },
  // No relayed call may ask the hook, because only EntryRightRegistry may.
  MerkleSaleHook: { postList: { events: "eventId" }, beforeGrant: { agents: "agentId", rights: "first" } },
};

/**
 * What a call to a contract of the suite names; undefined if the function is not listed above.
 *
 * @example
 * factsOf("EventRegistry", interfaces.EventRegistry.encodeFunctionData("cancel", [7]))?.events; // [7]
 */
export function factsOf(contract: KnownContractName, data: string): CallFacts | undefined {
  const call = abiOf(contract).getFunction(data.slice(0, 10).toLowerCase());
  const named = call && namedBy[contract][call.name];
  if (!call || !named) return undefined;
  try {
    return namedIn(call, named, data);
  } catch (error) {
    if (error instanceof RangeError) return undefined; // arguments that do not decode
    throw error;
  }
}

function namedIn({ inputs }: FunctionFragment, named: Named, data: string): CallFacts {
  const positionOf = (parameter: string) => inputs.findIndex(({ name }) => name === parameter);
  const ids = (parameter: string | undefined): bigint[] =>
    parameter === undefined ? [] : argumentIds(data, inputs, positionOf(parameter));
  const numbers = (parameter: string | undefined) => unique(ids(parameter).map(Number));
  const rights = unique(ids(named.rights));
  return {
    organizers: numbers(named.organizers),
    agents: numbers(named.agents),
    events: unique([...numbers(named.events), ...rights.map((right) => Number(right >> 32n))]),
    rights,
  };
}

const unique = <T>(list: readonly T[]): T[] => [...new Set(list)];
