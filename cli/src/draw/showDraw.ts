import type { DrawState, PlaceState } from "doorkey/ballot";
import { eventTime } from "../events/eventTime.ts";
import { inWords } from "../status/inWords.ts";
import { formatNumber, type Terminal } from "../terminal/Terminal.ts";

type Clock = { readonly now: number; readonly offset: number | undefined };

/** A phase of a draw, in the order of time. */
export type DrawPhase = "listing" | "appeals" | "sealed" | "wave" | "between waves" | "open sale";

export function phaseOf({ stage, listUntil, sealAt, deadline, open }: DrawState, now: number): DrawPhase {
  if (stage === "open sale") return "open sale";
  if (stage === "waves") return now < deadline && open > 0 ? "wave" : "between waves";
  if (now < listUntil) return "listing";
  return now < sealAt ? "appeals" : "sealed";
}

/** Shows a draw: its round, the time that is left, its waves, the places that are kept, and who waits. */
export function showDraw(terminal: Terminal, draw: DrawState, { now, offset }: Clock): void {
  const until = (time: number) => `${eventTime(time, offset)}${time > now ? `, ${inWords(time - now)}` : ", passed"}`;
  const phase = phaseOf(draw, now);
  terminal.say(`Draw of class ${draw.className} of event ${draw.eventId} · ${phase}`, "bold");
  terminal.fact(
    "entrants",
    `${formatNumber(entrantsOf(draw))}, ${draw.kind === "persons" ? "persons" : "places of keys"}`,
  );
  if (draw.stage === "entries") {
    terminal.fact("list until", until(draw.listUntil));
    terminal.fact("sealed", until(draw.sealAt));
  }
  terminal.fact("round", `${draw.round}, ${draw.randomness === undefined ? until(draw.roundAt) : "on the chain"}`);
  if (draw.seed !== undefined) terminal.fact("seed", draw.seed);
  if (draw.stage !== "waves") return;
  terminal.fact("wave", `${draw.wave}, until ${until(draw.deadline)}`);
  terminal.fact("open", `${formatNumber(now < draw.deadline ? draw.open : 0)} places offered and not yet taken`);
  terminal.fact("kept", `${formatNumber(draw.kept)} places, until ${until(draw.keepUntil)}`);
  const rows = draw.pools
    .filter(({ parties }) => parties > 0)
    .map(({ size, parties, from, cutoff }) => [
      size === 1 ? "alone" : `parties of ${size}`,
      ...[parties, cutoff - from, parties - cutoff].map(formatNumber),
    ]);
  terminal.table([["", "in all", "offered now", "waiting"], ...rows], 1);
}

/** Shows where an entrant stands. */
export function showPlace(terminal: Terminal, place: PlaceState, { offset }: Pick<Clock, "offset">): void {
  const { status, size, position, of, offeredUntil } = place;
  const among = size === 1 ? formatNumber(of) : `${formatNumber(of)} parties of ${size}`;
  const line = position === undefined ? `in the draw, among ${among}` : `${formatNumber(position)} of ${among}`;
  const until = offeredUntil === undefined ? "" : ` until ${eventTime(offeredUntil, offset)}`;
  const ahead =
    place.ahead === undefined ? "" : `, ${place.ahead === 0 ? "next in line" : `${formatNumber(place.ahead)} ahead`}`;
  terminal.fact("this entrant", `${line}: ${status}${until}${ahead}`);
}

/** Persons, or places, that entered. */
export function entrantsOf({ pools }: DrawState): number {
  return pools.reduce((sum, { size, parties }) => sum + size * parties, 0);
}
