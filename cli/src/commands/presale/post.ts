import type { Command } from "commander";
import { postSaleList, readSaleList } from "doorkey/organizer";
import { isoTime } from "../../events/isoTime.ts";
import { linesOf } from "../../presale/readEntries.ts";
import { type SignerOptions, withSigner } from "../../terminal/chainOptions.ts";
import { action } from "../../terminal/command.ts";
import { acting } from "../../terminal/connecting.ts";
import { DOORKEY } from "../../terminal/invocation.ts";
import { quoted } from "../../terminal/nextCommand.ts";
import { time } from "../../terminal/values.ts";

export function addPost(presale: Command): void {
  action<SignerOptions & { readonly ends: number }>(
    withSigner(presale.command("post"))
      .description("posts a list: until the presale ends, agents can grant only to those who are in it")
      .argument("<list>", "the list that root wrote")
      .requiredOption("--ends <time>", "when the class begins to sell openly; later only an earlier time", time),
    async (task, options, file) => {
      const list = await readSaleList(linesOf(file));
      const { event, classId, root } = list;
      const connection = await acting(task, options);
      const { transaction } = await postSaleList(connection, { list, endsAt: options.ends });
      const { eventId } = event;
      task.terminal.good(`Class ${classId} of event ${eventId} sells to the list until ${isoTime(options.ends)}.`);
      task.terminal.next([
        ["Agents grant with the list:", `${DOORKEY} grant <file> --event ${eventId} --presale ${quoted(file)} …`],
      ]);
      return { eventId, classId, root, endsAt: options.ends, transaction: transaction.hash };
    },
  );
}
