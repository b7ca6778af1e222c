import { readAgents } from "doorkey";
import { delegateQuota, registerAgent } from "doorkey/agent";
import { designateAgent, dismissAgent } from "doorkey/organizer";
import { agentTable } from "../events/agentTable.ts";
import { type ChainOptions, type SignerOptions, withChain, withSigner } from "../terminal/chainOptions.ts";
import { action, defineCommand } from "../terminal/command.ts";
import { acting, reading } from "../terminal/connecting.ts";
import { DOORKEY } from "../terminal/invocation.ts";
import { asRole, quoted } from "../terminal/nextCommand.ts";
import { count } from "../terminal/Terminal.ts";
import { webAddress, wholeNumber } from "../terminal/values.ts";

export const agentsCommand = defineCommand("agents", {
  details: ["An agent can let other agents grant under it."],
  examples: [
    'agents register "Tickets & Co" --site https://tickets.example --as agent',
    "agents designate --event 1 --class standing --agent 1 --quota 5500 --as organizer",
    'agents register "Corner Shop" --site https://corner.example --as desk',
    "agents delegate --event 1 --class standing --from 1 --to 2 --quota 200 --as agent",
    "agents list --event 1",
    "agents dismiss --event 1 --class standing --agent 2 --as organizer",
  ],
});

action<SignerOptions & { readonly site: string }>(
  withSigner(agentsCommand.command("register <name>"))
    .description("registers an agent; the key becomes its first admin")
    .requiredOption("--site <url>", "the agent's website", webAddress),
  async (task, options, name) => {
    const connection = await acting(task, options);
    const { agentId, transaction } = await registerAgent(connection, { name, uri: options.site });
    task.terminal.good(`${name} is agent ${agentId}.`);
    const { chainId, rightsRegistry } = connection;
    const proof = { agents: [{ chainId, rightsRegistry, agentId }] };
    const { origin } = new URL(options.site);
    task.terminal.say(
      `  To let fans check that your site is genuine, serve this at ${origin}/.well-known/doorkey.json:`,
    );
    task.terminal.say(`  ${JSON.stringify(proof)}`);
    task.terminal.next([
      [
        "The organizer designates the agent, with the event's id and the agreed quota:",
        `${DOORKEY} agents designate --event 1 --class standing --agent ${agentId} --quota 1000 ${asRole(options, "organizer")}`,
      ],
    ]);
    return { agentId, transaction: transaction.hash, wellKnown: proof };
  },
);

type Allotment = SignerOptions & { readonly event: number; readonly class: string; readonly quota: number };

action<Allotment & { readonly agent: number }>(
  withSigner(agentsCommand.command("designate"))
    .description("lets an agent grant rights of a class; run by an admin of the organizer")
    .requiredOption("--event <id>", "the event's id", wholeNumber())
    .requiredOption("--class <name>", "the class's name")
    .requiredOption("--agent <id>", "the agent's id", wholeNumber())
    .requiredOption(
      "--quota <rights>",
      "the most rights that it and the agents under it may ever grant",
      wholeNumber(0),
    ),
  async (task, options) => {
    const { event: eventId, class: className, agent: agentId, quota } = options;
    const connection = await acting(task, options);
    const { transaction } = await designateAgent(connection, { eventId, className, agentId, quota });
    task.terminal.good(`Agent ${agentId} may grant ${count(quota, "right")} of class ${className}.`);
    task.terminal.next([["The agent grants:", sellingAs(options, agentId)]]);
    return { eventId, className, agentId, quota, transaction: transaction.hash };
  },
);

action<Allotment & { readonly from: number; readonly to: number }>(
  withSigner(agentsCommand.command("delegate"))
    .description("lets an agent grant under another one, at most four levels deep; run by an admin of the upper agent")
    .requiredOption("--event <id>", "the event's id", wholeNumber())
    .requiredOption("--class <name>", "the class's name")
    .requiredOption("--from <id>", "the agent that delegates", wholeNumber())
    .requiredOption("--to <id>", "the agent that receives the quota", wholeNumber())
    .requiredOption(
      "--quota <rights>",
      "the most rights that it and the agents under it may ever grant",
      wholeNumber(0),
    ),
  async (task, options) => {
    const { event: eventId, class: className, from, to, quota } = options;
    const connection = await acting(task, options);
    const { transaction } = await delegateQuota(connection, { eventId, className, from, to, quota });
    task.terminal.good(`Agent ${to} may grant ${count(quota, "right")} of class ${className} under agent ${from}.`);
    task.terminal.next([["The other agent grants:", sellingAs(options, to)]]);
    return { eventId, className, from, to, quota, transaction: transaction.hash };
  },
);

action<SignerOptions & { readonly event: number; readonly class: string; readonly agent: number }>(
  withSigner(agentsCommand.command("dismiss"))
    .description("stops an agent from granting; the rights that it granted stay valid")
    .requiredOption("--event <id>", "the event's id", wholeNumber())
    .requiredOption("--class <name>", "the class's name")
    .requiredOption("--agent <id>", "the agent's id", wholeNumber()),
  async (task, options) => {
    const { event: eventId, class: className, agent: agentId } = options;
    const connection = await acting(task, options);
    const { transaction } = await dismissAgent(connection, { eventId, className, agentId });
    task.terminal.good(`Agent ${agentId} can no longer grant rights of class ${className}.`);
    return { eventId, className, agentId, transaction: transaction.hash };
  },
);

action<ChainOptions & { readonly event: number }>(
  withChain(agentsCommand.command("list"))
    .description("shows each agent's quota, and how much of it is used")
    .requiredOption("--event <id>", "the event's id", wholeNumber()),
  async ({ terminal }, options) => {
    const tree = await readAgents(await reading(options), { eventId: options.event });
    terminal.table(agentTable(tree), 2);
    return tree;
  },
);

function sellingAs(options: SignerOptions & { readonly event: number }, agentId: number): string {
  const other = asRole(options, "agent");
  return `${DOORKEY} grant ${quoted("grants.csv")} --event ${options.event} --agent ${agentId} ${other}`;
}
