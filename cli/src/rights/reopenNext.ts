import { type Connection, fetchEventDocument, isDoorkeyError, seatLabel } from "doorkey";
import type { Next } from "../terminal/act.ts";
import type { SignerOptions } from "../terminal/chainOptions.ts";
import { DOORKEY } from "../terminal/invocation.ts";
import { asRole, quoted } from "../terminal/nextCommand.ts";
import type { NamedRight } from "./showRights.ts";

/** The commands that let agents grant the places of freed rights again, one for each class. */
export async function reopenNext(
  connection: Connection,
  rights: readonly NamedRight[],
  options: SignerOptions,
): Promise<readonly Next[]> {
  const classes = Map.groupBy(rights, ({ eventId, className }) => `--event ${eventId} --class ${quoted(className)}`);
  return Promise.all(
    [...classes].map(async ([place, freed], i): Promise<Next> => {
      const which = freed[0]?.seated === true ? await seatsOf(connection, freed) : `--places ${freed.length}`;
      return [
        i === 0 ? "A member of the organizer lets agents grant the places again:" : "",
        `${DOORKEY} reopen ${place} ${which} ${asRole(options, "organizer")}`,
      ];
    }),
  );
}

/** Labels of seats are in the event document alone. Without it, the organizer fills them in. */
async function seatsOf(connection: Connection, freed: readonly NamedRight[]): Promise<string> {
  const [first] = freed;
  try {
    const document = await fetchEventDocument(connection, { eventId: first?.eventId ?? 0 });
    return `--seats ${freed.map(({ className, seat }) => quoted(seatLabel(document, className, seat))).join(" ")}`;
  } catch (error) {
    if (!isDoorkeyError(error)) throw error;
    return "--seats LABELS --document FILE";
  }
}
