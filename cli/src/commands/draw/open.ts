import type { Command } from "commander";
import { type Address, type Connection, type EventDocument, type EventState, readEvent } from "doorkey";
import { readAttesters } from "doorkey/attester";
import { openDraw } from "doorkey/ballot";
import { documentFor } from "../../events/documentFor.ts";
import { eventOffset } from "../../events/eventOffset.ts";
import { eventTime } from "../../events/eventTime.ts";
import { type Acting, act } from "../../terminal/act.ts";
import { type ClassOptions, withClass } from "../../terminal/eventOptions.ts";
import { UsageError } from "../../terminal/failures.ts";
import { DOORKEY } from "../../terminal/invocation.ts";
import { asBefore, quoted } from "../../terminal/nextCommand.ts";
import { address } from "../../terminal/values.ts";

type Options = ClassOptions & { readonly attester?: Address; readonly document?: string };

const HOUR = 3_600;

export function addOpen(draw: Command): void {
  const command = withClass(
    draw
      .command("open")
      .description(
        "opens the draw of a class, with the times of the event document; run by an admin of the organizer, once",
      ),
  )
    .option(
      "--attester <address>",
      "who vouches for the entrants; defaults to the one trusted attester of the event",
      address,
    )
    .option("--document <file>", "the event document; defaults to the one at its published address");
  act(command, async ({ task, connection, options }: Acting<Options>) => {
    const { event: eventId, class: className } = options;
    const event = await readEvent(connection, { eventId });
    const document = await documentFor(connection, event, options.document);
    const terms = document.classes.find(({ name }) => name === className)?.ballot;
    const attester = terms?.by === "person" ? await attesterFor(connection, event, options.attester) : undefined;
    const offset = await eventOffset(connection, eventId);
    if (terms !== undefined) {
      task.terminal.fact("entrants", terms.by === "person" ? `persons, attester ${attester}` : "keys of devices");
      task.terminal.fact("list until", eventTime(terms.listUntil, offset));
      task.terminal.fact("sealed", eventTime(terms.sealAt, offset));
      task.terminal.fact("kept until", eventTime(terms.keepUntil, offset));
      task.terminal.fact("windows", `${terms.firstWindow / HOUR} h, then ${terms.laterWindow / HOUR} h`);
      task.terminal.fact("afterwards", terms.thenOpen ? "open sale" : "the class stays shut");
    }
    return {
      final: `Open the draw of class ${className} of event ${eventId}? There is one draw, and its times are final.`,
      send: (sending) => openDraw(sending, { eventId, className, attester, document: knownTo(document) }),
      done: ({ round }) => ({
        said: `The draw of class ${className} is open. Round ${round} of the beacon decides.`,
        result: { eventId, className, round, ...terms, attester },
        next: [
          ["An admin lists the entrants:", `${DOORKEY} draw list entries.csv --event ${eventId} ${asBefore(options)}`],
          ["Everybody can look at the draw:", `${DOORKEY} draw status --event ${eventId} --class ${quoted(className)}`],
        ],
      }),
    };
  });
}

const knownTo = (document: EventDocument): EventDocument => document;

/** The attester who is named, or the one whom the event trusts. */
async function attesterFor(
  connection: Connection,
  { eventId, policy }: EventState,
  named: Address | undefined,
): Promise<Address> {
  if (named !== undefined) return named;
  const { identityVerifier: verifier, scope } = policy;
  const all = await readAttesters(connection, { scopeEventId: scope === 0 ? eventId : scope, verifier });
  const [only, ...others] = all;
  if (only !== undefined && others.length === 0) return only;
  throw new UsageError(
    only === undefined ? `Event ${eventId} trusts no attester.` : `Event ${eventId} trusts ${all.length} attesters.`,
    only === undefined
      ? `Trust one first: ${DOORKEY} attesters set ADDRESS --event ${eventId}`
      : `Name the one who vouches for the entrants: --attester ${only}`,
  );
}
