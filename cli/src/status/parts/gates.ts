import { readGates } from "doorkey";
import { DOORKEY } from "../../terminal/invocation.ts";
import { statusPart } from "../StatusPart.ts";

/** The gates that are set. */
export const gates = statusPart({
  name: "gates",
  title: "Gates",
  read: async ({ connection, event: { eventId } }) =>
    (await readGates(connection, { eventId })).filter(({ kind }) => kind !== "none"),
  show: (terminal, found) => {
    if (found.length === 0) terminal.say("  none");
    for (const { gate, kind, byHand, byHandLimit } of found) {
      terminal.say(`  ${gate}  ${kind}${kind === "desk" ? `, ${byHand} of ${byHandLimit} by hand` : ""}`);
    }
  },
  next: (found, { event: { eventId }, signedAs }) =>
    found.length > 0
      ? []
      : [
          [
            "No device can admit. A member of the organizer sets one:",
            `${DOORKEY} gates set ADDRESS --event ${eventId} ${signedAs("organizer")}`,
          ],
        ],
});
