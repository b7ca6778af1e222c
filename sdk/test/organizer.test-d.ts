/** Promises of the types of organizers' functions; tsc is the test. */
import type { Accepted, Connection, Done, EventDocument, EventState, TeamState } from "../src/index.ts";
import { readMembers, readTeam } from "../src/index.ts";
import { type organizer, publishEvent, setTeamRelayed } from "../src/organizer/index.ts";

type Equal<a, b> = (<t>() => t extends a ? 1 : 2) extends <t>() => t extends b ? 1 : 2 ? true : false;
const holds = <_ extends true>(): void => undefined;

// A call returns its result, or the way to wait for it later; the same through a role client.
declare const connection: Connection;
declare const terms: EventDocument;
declare const hall: ReturnType<typeof organizer>;
const published = { organizerId: 1, terms };
export const calls = () => ({
  done: publishEvent(connection, published),
  final: publishEvent(connection, published, { until: "final" }),
  accepted: publishEvent(connection, published, { until: "accepted" }),
  bound: hall.publishEvent(published),
  boundAccepted: hall.publishEvent(published, { until: "accepted" }),
  plain: hall.cancelEvent({ eventId: 1 }),
  read: hall.readEvent({ eventId: 1 }),
  team: hall.readTeam({ agentId: 1 }),
});
type Calls = ReturnType<typeof calls>;
type EventIdOnly = { readonly eventId: number };
holds<Equal<Calls["done"], Promise<Done<EventIdOnly>>>>();
holds<Equal<Calls["final"], Promise<Done<EventIdOnly>>>>();
holds<Equal<Calls["accepted"], Promise<Accepted<EventIdOnly>>>>();
holds<Equal<Calls["bound"], Calls["done"]>>();
holds<Equal<Calls["boundAccepted"], Calls["accepted"]>>();
holds<Equal<Calls["plain"], Promise<Done<object>>>>();
holds<Equal<Calls["read"], Promise<EventState>>>();
holds<Equal<Calls["team"], Promise<TeamState>>>();

// Places or seats, never both; a team's roles and gates' kinds are closed lists.
type Reopened = Parameters<typeof hall.reopenPlaces>[0];
holds<{ eventId: 1; className: "a"; places: 1 } extends Reopened ? true : false>();
holds<{ eventId: 1; className: "a"; seats: ["A-1", 2] } extends Reopened ? true : false>();
holds<Equal<{ eventId: 1; className: "a"; seats: []; places: 1 } extends Reopened ? true : false, false>>();
holds<Equal<{ eventId: 1; className: "a" } extends Reopened ? true : false, false>>();
holds<Equal<Parameters<typeof hall.setTeamRole>[0]["role"], "none" | "member" | "admin">>();
holds<Equal<Parameters<typeof hall.setGate>[0]["kind"], "none" | "scanner" | "desk">>();
export const distrust = () =>
  // @ts-expect-error a team that stops trusting the forwarder must call directly
  setTeamRelayed(connection, { team: { organizerId: 1 }, relayed: false }, { via: "relay" });

// A team is named by one id: an organizer's or an agent's.
export const teams = () => [
  readTeam(connection, { organizerId: 1 }),
  readMembers(connection, { agentId: 1 }),
  // @ts-expect-error a team has an id
  readTeam(connection, {}),
  // @ts-expect-error a team has one id
  readTeam(connection, { organizerId: 1, agentId: 1 }),
];
