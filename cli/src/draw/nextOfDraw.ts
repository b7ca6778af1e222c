import type { DrawState } from "doorkey/ballot";
import type { Next } from "../terminal/act.ts";
import { DOORKEY } from "../terminal/invocation.ts";
import { quoted } from "../terminal/nextCommand.ts";
import { phaseOf } from "./showDraw.ts";

/** What moves a draw on now. Everything but the list is for anyone. */
export function nextOfDraw(draw: DrawState, now: number, signedAs: (role: string) => string): readonly Next[] {
  const { eventId, className } = draw;
  const where = `--event ${eventId} --class ${quoted(className)}`;
  switch (phaseOf(draw, now)) {
    case "listing":
      return [
        [
          "An admin of the organizer lists the entrants:",
          `${DOORKEY} draw list entries.csv --event ${eventId} ${signedAs("organizer")}`,
        ],
      ];
    case "sealed":
      if (draw.randomness !== undefined) {
        return [["Anyone settles the draw:", `${DOORKEY} draw settle ${where} ${signedAs("agent")}`]];
      }
      if (now < draw.roundAt) return [];
      return [["Anyone brings the beacon's round:", `${DOORKEY} draw prove ${where} ${signedAs("agent")}`]];
    case "between waves":
      return [
        ["Anyone offers free places to the next in line:", `${DOORKEY} draw advance ${where} ${signedAs("agent")}`],
      ];
    default:
      return [];
  }
}
