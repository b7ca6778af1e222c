import { type AgentNode, type AgentTree, readAgents } from "doorkey";
import { delegateQuota, registerAgent } from "doorkey/agent";
import { designateAgent, dismissAgent } from "doorkey/organizer";
import { type ChainOptions, type SignerOptions, withChain, withSigner } from "../terminal/chainOptions.ts";
import { action, defineCommand } from "../terminal/command.ts";
import { acting, reading } from "../terminal/connecting.ts";
import { DOORKEY } from "../terminal/invocation.ts";
import { asRole, quoted } from "../terminal/nextCommand.ts";
import { count, formatNumber } from "../terminal/Terminal.ts";
import { webAddress, wholeNumber } from "../terminal/values.ts";

export const agentsCommand = defineCommand("agents", {
  details: ["Agents may let other agents grant under them."],
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
    .description("registers an agent; the key is its first admin")
    .requiredOption("--site <url>", "the agent's own page", webAddress),
  async (task, options, name) => {
    const connection = await acting(task, options);
    const { agentId, transaction } = await registerAgent(connection, { name, uri: options.site });
    task.terminal.good(`${name} is agent ${agentId}.`);
    const { chainId, rightsRegistry } = connection;
    const proof = { agents: [{ chainId, rightsRegistry, agentId }] };
    const { origin } = new URL(options.site);
    task.terminal.say(`  So that fans can tell your site from a fake one, serve at ${origin}/.well-known/doorkey.json`);
    task.terminal.say(`  ${JSON.stringify(proof)}`);
    task.terminal.next([
      [
        "the organizer's side, with the event's id and as many as were agreed",
        `${DOORKEY} agents designate --event 1 --class standing --agent ${agentId} --quota 1000 ${asRole(options, "organizer")}`,
      ],
    ]);
    return { agentId, transaction: transaction.hash, wellKnown: proof };
  },
);

type Allotment = SignerOptions & { readonly event: number; readonly class: string; readonly quota: number };

action<Allotment & { readonly agent: number }>(
  withSigner(agentsCommand.command("designate"))
    .description("lets an agent grant rights of a class: the organizer's members do this")
    .requiredOption("--event <id>", "of which event", wholeNumber())
    .requiredOption("--class <name>", "of which class")
    .requiredOption("--agent <id>", "which agent", wholeNumber())
    .requiredOption("--quota <rights>", "how many it and those below it may grant, ever", wholeNumber(0)),
  async (task, options) => {
    const { event: eventId, class: className, agent: agentId, quota } = options;
    const connection = await acting(task, options);
    const { transaction } = await designateAgent(connection, { eventId, className, agentId, quota });
    task.terminal.good(`Agent ${agentId} may grant ${count(quota, "right")} of class ${className}.`);
    task.terminal.next([["the agent's side", sellingAs(options, agentId)]]);
    return { eventId, className, agentId, quota, transaction: transaction.hash };
  },
);

action<Allotment & { readonly from: number; readonly to: number }>(
  withSigner(agentsCommand.command("delegate"))
    .description("lets an agent grant under another one: an admin of that one does this; at most four levels")
    .requiredOption("--event <id>", "of which event", wholeNumber())
    .requiredOption("--class <name>", "of which class")
    .requiredOption("--from <id>", "the agent that gives", wholeNumber())
    .requiredOption("--to <id>", "the agent that takes", wholeNumber())
    .requiredOption("--quota <rights>", "how many it and those below it may grant, ever", wholeNumber(0)),
  async (task, options) => {
    const { event: eventId, class: className, from, to, quota } = options;
    const connection = await acting(task, options);
    const { transaction } = await delegateQuota(connection, { eventId, className, from, to, quota });
    task.terminal.good(`Agent ${to} may grant ${count(quota, "right")} of class ${className} under agent ${from}.`);
    task.terminal.next([["the other agent's side", sellingAs(options, to)]]);
    return { eventId, className, from, to, quota, transaction: transaction.hash };
  },
);

action<SignerOptions & { readonly event: number; readonly class: string; readonly agent: number }>(
  withSigner(agentsCommand.command("dismiss"))
    .description("lets an agent grant no more; what it granted stays")
    .requiredOption("--event <id>", "of which event", wholeNumber())
    .requiredOption("--class <name>", "of which class")
    .requiredOption("--agent <id>", "which agent", wholeNumber()),
  async (task, options) => {
    const { event: eventId, class: className, agent: agentId } = options;
    const connection = await acting(task, options);
    const { transaction } = await dismissAgent(connection, { eventId, className, agentId });
    task.terminal.good(`Agent ${agentId} grants nothing of class ${className} any more.`);
    return { eventId, className, agentId, transaction: transaction.hash };
  },
);

action<ChainOptions & { readonly event: number }>(
  withChain(agentsCommand.command("list"))
    .description("shows who may grant what, and how much of it is used")
    .requiredOption("--event <id>", "of which event", wholeNumber()),
  async ({ terminal }, options) => {
    const tree = await readAgents(await reading(options), { eventId: options.event });
    terminal.table([["class, agent", "standing", "quota", "used", "left"], ...tree.classes.flatMap(rowsOf)], 2);
    return tree;
  },
);

function rowsOf({ name, agents: nodes }: AgentTree["classes"][number]): string[][] {
  return [[name, nodes.length === 0 ? "no agent yet" : "", "", "", ""], ...nodes.flatMap((node) => rowsUnder(node, 1))];
}

function rowsUnder(
  { agentId, name, status, active, quota, used, left, children }: AgentNode,
  depth: number,
): string[][] {
  const numbers = [quota, used, left].map(formatNumber);
  const row = [`${"  ".repeat(depth)}${agentId} ${name}`, active ? status : "inactive", ...numbers];
  return [row, ...children.flatMap((child) => rowsUnder(child, depth + 1))];
}

function sellingAs(options: SignerOptions & { readonly event: number }, agentId: number): string {
  const other = asRole(options, "agent");
  return `${DOORKEY} grant ${quoted("grants.csv")} --event ${options.event} --agent ${agentId} ${other}`;
}
