import type { Command } from "commander";
import { identityScope, readAttesters } from "doorkey/attester";
import { type ChainOptions, withChain } from "../../terminal/chainOptions.ts";
import { action } from "../../terminal/command.ts";
import { reading } from "../../terminal/connecting.ts";
import { withEvent } from "../../terminal/eventOptions.ts";

export function addList(attesters: Command): void {
  action<ChainOptions & { readonly event: number }>(
    withEvent(withChain(attesters.command("list"))).description(
      "shows the attesters that the scope of an event trusts",
    ),
    async ({ terminal }, options) => {
      const connection = await reading(options);
      const { eventId: scopeEventId, verifier } = await identityScope(connection, { eventId: options.event });
      const found = await readAttesters(connection, { scopeEventId, verifier });
      terminal.fact("scope", `event ${scopeEventId}`);
      terminal.fact("verifier", verifier);
      for (const attester of found) terminal.fact("attester", attester);
      if (found.length === 0) terminal.fact("attester", "none");
      return { scopeEventId, verifier, attesters: found };
    },
  );
}
