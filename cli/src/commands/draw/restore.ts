import { type Command, InvalidArgumentError } from "commander";
import { type Hex, isHex } from "doorkey";
import { restorePlace } from "doorkey/ballot";
import { type Acting, act } from "../../terminal/act.ts";
import { type ClassOptions, withClass } from "../../terminal/eventOptions.ts";
import { DOORKEY } from "../../terminal/invocation.ts";
import { asRole } from "../../terminal/nextCommand.ts";

export function addRestore(draw: Command): void {
  const command = withClass(
    draw
      .command("restore")
      .description(
        "lets a person whose right was revoked by mistake be granted one again, and no other person; run by an admin of the organizer",
      )
      .argument("<entry>", "the person tag, or in a draw by key the holder", entry),
  );
  act(command, ({ options }: Acting<ClassOptions>, who: Hex) => {
    const { event: eventId, class: className } = options;
    return {
      final: `Let ${who} be granted one right of class ${className} again? Everybody sees it in the log.`,
      send: (sending) => restorePlace(sending, { eventId, className, entry: who }),
      done: () => ({
        said: `${who} may be granted one right of class ${className} again.`,
        result: { eventId, className, entry: who },
        next: [
          [
            "A member of the agent grants:",
            `${DOORKEY} grant grants.csv --event ${eventId} --agent 1 ${asRole(options, "agent")}`,
          ],
        ],
      }),
    };
  });
}

/** Parses a person tag or a holder. */
export function entry(text: string): Hex {
  if (isHex(text, 32) || isHex(text, 20)) return text;
  throw new InvalidArgumentError("It must be a person tag, 0x and 64 hex digits, or a holder, 0x and 40.");
}
