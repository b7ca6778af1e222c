import type { BoxOffice } from "../BoxOffice.ts";

/** The link with which a new phone asks for a ticket of an event; undefined if the event names no wallet. */
export function receiveLink(office: BoxOffice, eventId: number): string | undefined {
  const event = office.eventRef(eventId);
  const wallet = office.state.events.value.find((one) => one.eventId === eventId)?.wallet;
  const url = office.state.session.value?.office.url;
  if (event === undefined || wallet === undefined || url === undefined) return undefined;
  return `${wallet}#receive=${event.chainId}.${event.rightsRegistry}.${eventId}&at=${url.replace(/^https?:\/\/|\/$/g, "")}`;
}
