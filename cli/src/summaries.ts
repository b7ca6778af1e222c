/** What each command does, in one sentence. `doorkey --help` lists them in this order. */
export const summaries = {
  key: "Makes and shows encrypted keys for organizers, agents and gates.",
  deploy: "Deploys the suite to a chain: five contracts without an owner.",
  organizer: "Registers an organizer, and manages its events, from gates and attesters to hand-overs.",
  "create-event": "Publishes an event from its document.",
  presale: "Lists who may buy before a class sells openly.",
  agents: "Registers agents, and sets how many rights each may grant.",
  attest: "Signs evidence of the persons behind the keys in a table.",
  grant: "Grants the rights of a table, each row once.",
  codes: "Makes entry codes for tests.",
  admit: "Runs a gate: decides on entry codes, and settles admissions with the chain.",
  report: "Reports on an event from the logs of the chain alone.",
  "check-seller": "Checks whether a site may sell for an event.",
} as const;

export type CommandName = keyof typeof summaries;
