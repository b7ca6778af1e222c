import { isDoorkeyError } from "doorkey";
import { httpRelay, type RelayUsage } from "doorkey/relay";
import { formatEther } from "ethers";
import { statusPart } from "../StatusPart.ts";

type Budget = { readonly url: string } & (
  | { readonly usage: RelayUsage; readonly problem?: undefined }
  | { readonly problem: string; readonly usage?: undefined }
);

/** What is left of the budget at the relay, if one is given. */
export const relayBudget = statusPart<Budget>({
  name: "relay",
  title: "Relay",
  read: async ({ relay }) => {
    if (relay === undefined) return undefined;
    const { url } = relay;
    try {
      return { url, usage: await httpRelay(relay).usage() };
    } catch (error) {
      // The rest of the status does not depend on the relay.
      if (!isDoorkeyError(error)) throw error;
      return { url, problem: error.shortMessage };
    }
  },
  show: (terminal, { url, usage, problem }) => {
    terminal.fact("relay", url);
    if (problem !== undefined) return terminal.warn(problem);
    if (usage === undefined) return;
    terminal.fact("sponsor", `${usage.sponsor}${usage.paused ? ", paused" : ""}`);
    for (const [span, { limit, reserved, spent }] of Object.entries({ today: usage.day, "this month": usage.month })) {
      const used = BigInt(reserved) + BigInt(spent);
      terminal.fact(span, `${formatEther(used)} of ${formatEther(limit)} ether used or reserved`);
    }
  },
});
