import { packRightId } from "doorkey";
import { loadManifest } from "doorkey/gate";
import { DOORKEY } from "../../terminal/invocation.ts";
import { count } from "../../terminal/Terminal.ts";
import { statusPart } from "../StatusPart.ts";

/** Most ids on the screen; --json has all. */
const SHOWN = 10;

/** The digits of live rights in a manifest: granted, and rebound. */
const LIVE = ["0", "1"];

/** The live rights of named classes that have no name yet. */
export const unnamed = statusPart({
  name: "unnamed",
  title: "Without a name",
  read: async ({ connection, event: { eventId, classes } }) => {
    if (!classes.some(({ named }) => named)) return undefined;
    const { batches } = await loadManifest(connection, { eventId });
    return batches.flatMap(({ namedClass, tagged, statuses, holdings, classId, agentId }, batch) => {
      if (!namedClass || tagged) return [];
      return [...statuses].flatMap((status, index) =>
        !LIVE.includes(status) || holdings[index]?.named === true
          ? []
          : [{ rightId: packRightId({ eventId, batch, index }), className: nameOf(classes, classId), agentId }],
      );
    });
  },
  show: (terminal, rights, { event, now }) => {
    if (rights.length === 0) terminal.say("  none");
    for (const { rightId, className, agentId } of rights.slice(0, SHOWN)) {
      terminal.say(`  ${rightId}  ${className}, granted by agent ${agentId}`);
    }
    if (rights.length > SHOWN) terminal.say(`  and ${count(rights.length - SHOWN, "other")}; --json lists all.`);
    if (rights.length > 0 && event.schedule.nameBy <= now)
      terminal.warn("Their time for names has passed: anyone may revoke them.");
  },
  next: (rights, { event, now, signedAs }) =>
    rights.length === 0 || event.schedule.nameBy <= now
      ? []
      : [
          [
            "Some rights need a name. An attester signs evidence for them:",
            `${DOORKEY} attest crew.csv --rights --event ${event.eventId} --agent ${rights[0]?.agentId} --event-key event-key.json ${signedAs("attester")}`,
          ],
        ],
});

function nameOf(classes: readonly { readonly id: number; readonly name: string }[], classId: number): string {
  return classes.find(({ id }) => id === classId)?.name ?? "";
}
