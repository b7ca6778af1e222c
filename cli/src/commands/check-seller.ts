import { checkSeller, type SellerProblem, type SellerVerdict } from "doorkey";
import { eventOffset } from "../events/eventOffset.ts";
import { eventTime } from "../events/eventTime.ts";
import { type ChainOptions, withChain } from "../terminal/chainOptions.ts";
import { action, defineCommand } from "../terminal/command.ts";
import { reading } from "../terminal/connecting.ts";
import { Refused } from "../terminal/failures.ts";
import { webAddress, wholeNumber } from "../terminal/values.ts";

export const checkSellerCommand = defineCommand("check-seller", {
  details: [
    "The site and its agent must name each other, and the agent must be designated.",
    "The exit code is 0 if so, and 1 if not.",
  ],
  examples: ["check-seller https://tickets.example 1"],
});

action<ChainOptions>(
  withChain(
    checkSellerCommand.argument("<url>", "the address of any page of the site").argument("<event>", "the event's id"),
  ),
  async ({ terminal }, options, url, event) => {
    const eventId = wholeNumber()(event ?? "");
    const connection = await reading(options);
    const seller = await checkSeller(connection, { url: webAddress(url ?? ""), eventId });
    if (seller.status !== "designated") {
      const offset = seller.status === "dismissed" ? await eventOffset(connection, eventId) : undefined;
      throw new Refused(whyNot(seller, offset), "Do not buy there.", seller);
    }
    const { agent, organizer, classes } = seller;
    terminal.good(
      `${agent.name} (agent ${agent.id}) sells for ${organizer.name} (organizer ${organizer.id}, ${organizer.uri}).`,
    );
    for (const { className, agents } of classes) {
      const above = agents.slice(1).map(({ id, name }) => `${id} ${name}`);
      terminal.say(`  ${className}${above.length === 0 ? "" : `, under agent ${above.join(", agent ")}`}`);
    }
    return seller;
  },
);

const PROBLEMS: { readonly [problem in SellerProblem]: string } = {
  "not-https": "This is not an https address, so anyone on the network could answer in the name of the site.",
  "site-unreachable": "The site does not answer.",
  "site-names-no-agent": "The site names no agent at /.well-known/doorkey.json.",
  "agent-unknown": "The site names an agent that does not exist.",
  "agent-names-other-site": "The site names an agent that belongs to another site. Fake sites do this.",
  "never-designated": "The agent is real, but does not sell for this event.",
  "agent-inactive": "The agent is designated, but its team is inactive.",
};

/** @param offsetMinutes The event's own offset, if its document shows it. */
function whyNot(seller: Exclude<SellerVerdict, { status: "designated" }>, offsetMinutes: number | undefined): string {
  if (seller.status === "not-designated") return PROBLEMS[seller.reason];
  return `${seller.agent.name} sold for this event until ${eventTime(seller.since, offsetMinutes)}, but no longer does.`;
}
