import type { Command } from "commander";
import type { Connection } from "doorkey";
import { registerAgent } from "doorkey/agent";
import { registerOrganizer } from "doorkey/organizer";
import { GROUPS, type TeamKind } from "../../teams/TeamKind.ts";
import { type Acting, act, type Next } from "../../terminal/act.ts";
import type { SignerOptions } from "../../terminal/chainOptions.ts";
import { DOORKEY } from "../../terminal/invocation.ts";
import { asBefore, asRole } from "../../terminal/nextCommand.ts";
import type { Terminal } from "../../terminal/Terminal.ts";
import { webAddress } from "../../terminal/values.ts";

type Options = SignerOptions & { readonly site: string };

export function addRegister(group: Command, kind: TeamKind): void {
  const command = group
    .command("register <name>")
    .description(`registers an ${kind}; the key becomes its first admin`)
    .requiredOption("--site <url>", `the ${kind}'s website`, webAddress);
  if (kind === "organizer") registersOrganizer(command);
  else registersAgent(command);
}

function registersOrganizer(command: Command): void {
  act(command, ({ options }: Acting<Options>, name: string) => ({
    send: (connection) => registerOrganizer(connection, { name, uri: options.site }),
    done: ({ organizerId }) => ({
      said: `${name} is organizer ${organizerId}.`,
      result: { organizerId },
      next: [
        [
          "Write the event document, then an admin of the organizer publishes it:",
          `${DOORKEY} publish --sample event.json`,
        ],
        ["", `${DOORKEY} publish event.json --organizer ${organizerId} ${asBefore(options)}`],
        secondAdmin("organizer", organizerId, options),
      ],
    }),
  }));
}

function registersAgent(command: Command): void {
  act(command, ({ task, connection, options }: Acting<Options>, name: string) => ({
    send: (sending) => registerAgent(sending, { name, uri: options.site }),
    done: ({ agentId }) => ({
      said: `${name} is agent ${agentId}.`,
      result: { agentId, wellKnown: showProof(task.terminal, connection, agentId, options.site) },
      next: [
        [
          "An admin of the organizer designates the agent, with the event's id and the agreed quota:",
          `${DOORKEY} agents designate --event 1 --class standing --agent ${agentId} --quota 1000 ${asRole(options, "organizer")}`,
        ],
        secondAdmin("agent", agentId, options),
      ],
    }),
  }));
}

/** What the agent's site serves so that fans can distinguish it from a fake. */
function showProof(terminal: Terminal, { chainId, rightsRegistry }: Connection, agentId: number, site: string): object {
  const proof = { agents: [{ chainId, rightsRegistry, agentId }] };
  const { origin } = new URL(site);
  terminal.say(`  To let fans check that your site is genuine, serve this at ${origin}/.well-known/doorkey.json:`);
  terminal.say(`  ${JSON.stringify(proof)}`);
  return proof;
}

function secondAdmin(kind: TeamKind, id: number, options: SignerOptions): Next {
  return [
    "An admin makes a second key an admin, in case the first is lost:",
    `${DOORKEY} ${GROUPS[kind]} role ADDRESS admin --${kind} ${id} ${asBefore(options)}`,
  ];
}
