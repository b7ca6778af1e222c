import { type RefusalName, refusalSentences } from "doorkey";
import { count, type Terminal } from "../terminal/Terminal.ts";

type Outcome = { readonly rightId: bigint; readonly status: string; readonly reason?: string | undefined };

/**
 * Shows the rights that were refused, each with its reason.
 *
 * @returns Why the command fails; undefined if all went through.
 */
export function tellOutcomes(terminal: Terminal, outcomes: readonly Outcome[]): string | undefined {
  const refused = outcomes.filter(({ status }) => status === "refused");
  for (const { rightId, reason = "" } of refused) {
    terminal.say(`  right ${rightId}: ${isRefusal(reason) ? refusalSentences[reason] : reason}`, "red");
  }
  if (refused.length === 0) return undefined;
  return `${count(refused.length, "right")} of ${outcomes.length} refused; see the reasons above.`;
}

function isRefusal(reason: string): reason is RefusalName {
  return Object.hasOwn(refusalSentences, reason);
}
