import type { Command } from "commander";
import type { Hex } from "doorkey";
import { postedSaleList, readSaleList } from "doorkey/organizer";
import { eventOffset } from "../../events/eventOffset.ts";
import { eventTime } from "../../events/eventTime.ts";
import { linesOf } from "../../presale/readEntries.ts";
import { type ChainOptions, withChain } from "../../terminal/chainOptions.ts";
import { action } from "../../terminal/command.ts";
import { LOCAL_CHAIN, reading, timeOn } from "../../terminal/connecting.ts";
import { Refused } from "../../terminal/failures.ts";
import { DOORKEY } from "../../terminal/invocation.ts";
import { asRole, quoted } from "../../terminal/nextCommand.ts";
import { count } from "../../terminal/Terminal.ts";
import { hexBytes } from "../../terminal/values.ts";

export function addCheck(presale: Command): void {
  action<ChainOptions & { readonly entry?: Hex }>(
    withChain(presale.command("check"))
      .description("compares a list with the one that the chain has")
      .argument("<list>", "the list that root wrote")
      .option("--entry <hex>", "also says whether this holder or person is in the list", hexBytes),
    async (task, options, file) => {
      const list = await readSaleList(linesOf(file));
      const { classId, kind, root, size, crown } = list;
      const { eventId } = list.event;
      const connection = await reading(options);
      const posted = await postedSaleList(connection, { eventId, classId });
      const role = asRole(options, "organizer", connection.chainId === LOCAL_CHAIN);
      const where = `class ${classId} of event ${eventId}`;
      if (posted === undefined) {
        throw new Refused(
          `The chain has no list for ${where}: it sells openly.`,
          `Before sales open, an admin of the organizer can post it: ${DOORKEY} presale post ${quoted(file)} --ends TIME ${role}`,
        );
      }
      if (posted.root !== root || posted.levels !== crown.levels || posted.kind !== kind) {
        throw new Refused(
          `The chain has another list for ${where}: ${posted.kind}, root ${posted.root}. This one: ${kind}, root ${root}.`,
          "Ask the organizer for the list that it posted last.",
        );
      }
      const isListed = options.entry === undefined ? undefined : list.has(options.entry);
      if (isListed === false) throw new Refused(`${options.entry} is not in the list.`, "Check it for a typo.");
      const until = eventTime(posted.endsAt, await eventOffset(connection, eventId));
      const entries = count(size, kind.slice(0, -1));
      if ((await timeOn(connection)) < posted.endsAt) {
        task.terminal.good(`This list of ${entries} holds for ${where} until ${until}.`);
      } else task.terminal.good(`This list of ${entries} ended for ${where} at ${until}. The class sells openly.`);
      if (isListed) task.terminal.good(`${options.entry} is in it.`);
      return { eventId, classId, kind, size, root, endsAt: posted.endsAt, isListed };
    },
  );
}
