import type { Command } from "commander";
import { deployVerifier } from "doorkey/attester";
import { type Acting, act } from "../../terminal/act.ts";
import type { SignerOptions } from "../../terminal/chainOptions.ts";
import { DOORKEY } from "../../terminal/invocation.ts";
import { asRole } from "../../terminal/nextCommand.ts";

export function addDeployVerifier(attesters: Command): void {
  const command = attesters
    .command("deploy-verifier")
    .summary("deploys a verifier beside the suite's, for events that need one of their own")
    .description(
      "deploys a verifier beside the suite's, for events that need one of their own. Anyone runs it; the key pays, because " +
        "a relay carries no deployment.",
    );
  act(command, ({ options }: Acting<SignerOptions>) => ({
    send: async (connection) => {
      const { verifier, transactionHash } = await deployVerifier(connection);
      return { verifier, hash: transactionHash };
    },
    done: ({ verifier, hash }) => ({
      said: `The verifier is ${verifier}. Write it into the event document as policy.identityVerifier.`,
      result: { verifier, transaction: hash },
      next: [
        [
          "Then an admin of the organizer publishes the event:",
          `${DOORKEY} publish event.json --organizer 1 ${asRole(options, "organizer")}`,
        ],
      ],
    }),
  }));
}
