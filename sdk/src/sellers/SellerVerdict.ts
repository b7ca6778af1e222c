import { fields, list, literal, oneOf, type Shape, text, variants, whole } from "../core/shape.ts";

/** A team with its own name for itself. */
export type NamedTeam = { readonly id: number; readonly name: string; readonly uri: string };

/**
 * What a site is to an event:
 * - `designated`: it sells for the organizer. `classes` lists, for each class, the agents from it up to the organizer,
 *   itself first;
 * - `dismissed`: it did, until `since` (seconds);
 * - `not-designated`: nothing shows that it does.
 */
export type SellerVerdict =
  | {
      readonly status: "designated";
      readonly agent: NamedTeam;
      readonly organizer: NamedTeam;
      readonly classes: readonly { readonly className: string; readonly agents: readonly NamedTeam[] }[];
    }
  | { readonly status: "dismissed"; readonly agent: NamedTeam; readonly since: number }
  | { readonly status: "not-designated"; readonly reason: SellerProblem };

/**
 * Why nothing shows that a site sells for the organizer, from the weakest match to the closest:
 * - `not-https`: an attacker on the network could answer for it;
 * - `site-unreachable`: no answer, or one that is late, too large, or from another site;
 * - `site-names-no-agent`: it has no `/.well-known/doorkey.json`, or none that names an agent of this suite;
 * - `agent-unknown`: no agent has the id that it names;
 * - `agent-names-other-site`: the agent's own entry names another site, the mark of a fake;
 * - `never-designated`: the agent is real, but was never designated for this event;
 * - `agent-inactive`: it is designated, but its team is inactive.
 */
export type SellerProblem = (typeof PROBLEMS)[number];

export const PROBLEMS = [
  "not-https",
  "site-unreachable",
  "site-names-no-agent",
  "agent-unknown",
  "agent-names-other-site",
  "never-designated",
  "agent-inactive",
] as const;

const TEAM: Shape<NamedTeam> = fields({ id: whole(1), name: text, uri: text });

export const SELLER_VERDICT: Shape<SellerVerdict> = variants("status", {
  designated: fields({
    status: literal("designated"),
    agent: TEAM,
    organizer: TEAM,
    classes: list(fields({ className: text, agents: list(TEAM) })),
  }),
  dismissed: fields({ status: literal("dismissed"), agent: TEAM, since: whole(0) }),
  "not-designated": fields({ status: literal("not-designated"), reason: oneOf(...PROBLEMS) }),
});
