import { basename } from "node:path";
import type { Command } from "commander";
import { type AcceptedPlace, acceptPlaces, acceptRefusals } from "doorkey/ballot";
import { readWinners, WINNER_COLUMNS } from "../../draw/readWinners.ts";
import type { ColumnMap } from "../../tables/ColumnMap.ts";
import { columnsOption } from "../../tables/columnsOption.ts";
import { type Acting, act } from "../../terminal/act.ts";
import { type ClassOptions, withClass } from "../../terminal/eventOptions.ts";
import { InputMistakes, UsageError } from "../../terminal/failures.ts";
import { readBytes } from "../../terminal/files.ts";
import { DOORKEY } from "../../terminal/invocation.ts";
import { asRole, quoted } from "../../terminal/nextCommand.ts";
import { count } from "../../terminal/Terminal.ts";
import { wholeNumber } from "../../terminal/values.ts";

type Options = ClassOptions & { readonly agent: number; readonly columns?: ColumnMap };

const SENTENCES: Readonly<Record<string, string>> = acceptRefusals;

export function addAccept(draw: Command): void {
  const command = withClass(
    draw
      .command("accept")
      .description(
        "keeps the places of winners beyond their window, even if agents and the organizer do nothing; anyone may run it, with a table that doorkey attest wrote",
      )
      .argument("<file>", "the table of grants with evidence, CSV or .xlsx"),
  )
    .requiredOption("--agent <id>", "the agent that the evidence names", wholeNumber())
    .option(...columnsOption(WINNER_COLUMNS));
  act(command, async ({ task, options }: Acting<Options>, file: string) => {
    const { event: eventId, class: className, agent: agentId, columns } = options;
    const { winners, mistakes } = await readWinners(await readBytes(file), basename(file), { className, columns });
    if (mistakes.length > 0) throw new InputMistakes(mistakes);
    if (winners.length === 0) throw new UsageError(`${file} has no row of class ${className}.`);
    const acceptances = winners.map(({ holder, evidence }) => ({ agentId, holder, evidence }));
    return {
      send: async (sending) => ({ results: await acceptPlaces(sending, { eventId, className, acceptances }) }),
      done: ({ results }: { readonly results: readonly AcceptedPlace[] }) => {
        const refused = results.flatMap((result, i) =>
          result.status === "refused" ? [{ ...result, order: winners[i]?.order }] : [],
        );
        for (const { order, reason } of refused) {
          task.terminal.say(`  ${order}: ${reason}: ${SENTENCES[reason] ?? "the relay refused it."}`, "red");
        }
        const kept = results.length - refused.length;
        return {
          said: `${count(kept, "acceptance")} taken. The places are kept.`,
          refused: refused.length > 0 ? `${count(refused.length, "acceptance")} refused, ${kept} taken.` : undefined,
          result: { eventId, className, accepted: kept, refused },
          next: [
            [
              "A member of the agent grants:",
              `${DOORKEY} grant ${quoted(file)} --event ${eventId} --agent ${agentId} ${asRole(options, "agent")}`,
            ],
          ],
        };
      },
    };
  });
}
