import type { Command } from "commander";
import { postSaleList, readSaleList } from "doorkey/organizer";
import { eventOffset } from "../../events/eventOffset.ts";
import { eventTime } from "../../events/eventTime.ts";
import { linesOf } from "../../presale/readEntries.ts";
import { type Acting, act } from "../../terminal/act.ts";
import type { SignerOptions } from "../../terminal/chainOptions.ts";
import { DOORKEY } from "../../terminal/invocation.ts";
import { asRole, quoted } from "../../terminal/nextCommand.ts";
import { count } from "../../terminal/Terminal.ts";
import { time } from "../../terminal/values.ts";

type Options = SignerOptions & { readonly ends: number };

export function addPost(presale: Command): void {
  const command = presale
    .command("post")
    .description(
      "posts a list: until the presale ends, agents can grant only to those who are in it; run by an admin of the organizer",
    )
    .argument("<list>", "the list that root wrote")
    .requiredOption("--ends <time>", "when the class begins to sell openly; later only an earlier time", time);
  act(command, async ({ task, connection, options }: Acting<Options>, file: string) => {
    const list = await readSaleList(linesOf(file));
    const { event, classId, kind, root, size } = list;
    const { eventId } = event;
    const until = eventTime(options.ends, await eventOffset(connection, eventId));
    task.terminal.say(`${count(size, kind.slice(0, -1))}, root ${root}, until ${until}.`);
    return {
      final: `Post this list for class ${classId} of event ${eventId}? Its end can come sooner later, but not be put off.`,
      send: (sending) => postSaleList(sending, { list, endsAt: options.ends }),
      done: () => ({
        said: `Class ${classId} of event ${eventId} sells to the list until ${until}.`,
        result: { eventId, classId, root, endsAt: options.ends },
        next: [
          [
            "A member of an agent grants with the list:",
            `${DOORKEY} grant grants.csv --event ${eventId} --agent 1 --presale ${quoted(file)} ${asRole(options, "agent")}`,
          ],
        ],
      }),
    };
  });
}
