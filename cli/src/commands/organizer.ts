import { identityScope, setAttester } from "doorkey/attester";
import { registerOrganizer, setGate } from "doorkey/organizer";
import { type SignerOptions, withSigner } from "../terminal/chainOptions.ts";
import { action, defineCommand } from "../terminal/command.ts";
import { acting } from "../terminal/connecting.ts";
import { DOORKEY } from "../terminal/invocation.ts";
import { asBefore, asRole } from "../terminal/nextCommand.ts";
import { address, webAddress, wholeNumber } from "../terminal/values.ts";

export const organizerCommand = defineCommand("organizer", {
  details: ["An attester vouches for the persons behind keys."],
  examples: [
    'organizer register "Your Hall" --site https://your-hall.example --as organizer',
    "organizer gate 0x90F79bf6EB2c4f870365E785982E1f101E93b906 --event 1 --as organizer",
    "organizer attester 0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc --event 1 --as organizer",
  ],
});

action<SignerOptions & { readonly site: string }>(
  withSigner(organizerCommand.command("register <name>"))
    .description("registers an organizer; the key becomes its first admin")
    .requiredOption("--site <url>", "the organizer's website", webAddress),
  async (task, options, name) => {
    const connection = await acting(task, options);
    const { organizerId, transaction } = await registerOrganizer(connection, { name, uri: options.site });
    task.terminal.good(`${name} is organizer ${organizerId}.`);
    task.terminal.next([
      ["Write the event document, then publish it:", `${DOORKEY} create-event --sample event.json`],
      ["", `${DOORKEY} create-event event.json --organizer ${organizerId} ${asBefore(options)}`],
    ]);
    return { organizerId, transaction: transaction.hash };
  },
);

type GateOptions = SignerOptions & { readonly event: number; readonly desk?: number; readonly remove?: boolean };

action<GateOptions>(
  withSigner(organizerCommand.command("gate <address>"))
    .description("lets the key of a device admit at an event")
    .requiredOption("--event <id>", "the event's id", wholeNumber())
    .option("--desk <rights>", "make it a desk, which may admit this many rights by hand", wholeNumber(1, 2 ** 32 - 1))
    .option("--remove", "remove the gate from the event"),
  async (task, options, text) => {
    const gate = address(text);
    const connection = await acting(task, options);
    const kind = options.remove ? "none" : options.desk === undefined ? "scanner" : "desk";
    const byHandLimit = options.desk ?? 0;
    const { transaction } = await setGate(connection, { eventId: options.event, gate, kind, byHandLimit });
    task.terminal.good(
      kind === "none"
        ? `${gate} is no longer a gate of event ${options.event}.`
        : `${gate} is a ${kind} of event ${options.event}.`,
    );
    if (kind !== "none") {
      task.terminal.next([
        ["Open the gate:", `${DOORKEY} admit --event ${options.event} --lane 1 ${asRole(options, "gate")}`],
      ]);
    }
    return { eventId: options.event, gate, kind, transaction: transaction.hash };
  },
);

type AttesterOptions = SignerOptions & { readonly event: number; readonly remove?: boolean };

action<AttesterOptions>(
  withSigner(organizerCommand.command("attester <address>"))
    .description("trusts an attester to vouch for the persons behind keys")
    .requiredOption("--event <id>", "the event whose scope it is", wholeNumber())
    .option("--remove", "stop trusting it, and all evidence that it signed before"),
  async (task, options, text) => {
    const attester = address(text);
    const connection = await acting(task, options);
    const { eventId: scopeEventId, verifier } = await identityScope(connection, { eventId: options.event });
    const trusted = options.remove !== true;
    const { transaction } = await setAttester(connection, { scopeEventId, attester, trusted, verifier });
    task.terminal.good(
      `${attester} is ${trusted ? "trusted" : "no longer trusted"} in the scope of event ${scopeEventId}.`,
    );
    if (trusted) {
      task.terminal.next([
        [
          "Where staff read documents:",
          `${DOORKEY} attest people.csv --event ${options.event} --agent 1 --event-key event-key.json ${asRole(options, "attester")}`,
        ],
      ]);
    }
    return { scopeEventId, attester, trusted, transaction: transaction.hash };
  },
);
