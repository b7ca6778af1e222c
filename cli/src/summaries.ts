/** What each command does, in one sentence, in the order of an event's life. `doorkey --help` lists them in this order. */
export const summaries = {
  key: "Makes and shows encrypted keys for organizers, agents and gates.",
  dev: "Starts a chain on this machine with the suite on it, to try things out.",
  deploy: "Deploys the suite to a chain: five contracts without an owner.",
  verify: "Checks that the sources give the code on the chain, and writes what verifiers ask for.",
  organizer: "Registers an organizer, and manages its team: admins, members, profile.",
  agents: "Registers agents, manages their teams, and sets how many rights each may grant.",
  publish: "Publishes an event from its document.",
  status: "Shows on one screen what is sold, what is due next, and what is missing.",
  presale: "Lists who may buy before a class sells openly.",
  draw: "Sells a class by a public draw, with its order as wait-list.",
  "set-sale-hook": "Gives a class the contract that is asked in each grant.",
  gates: "Sets and lists the devices that admit at an event.",
  attesters: "Sets and lists those who vouch for the persons behind keys.",
  attest: "Signs evidence of the persons behind the keys in a table.",
  grant: "Grants the rights of a table, each row once.",
  pause: "Stops grants of an event, until they are resumed.",
  resume: "Lets agents grant rights of an event again.",
  "raise-supply": "Raises the supply of a class, before doors open.",
  "open-reserved": "Opens a reserved class to the public, before doors open.",
  right: "Shows rights as the chain has them.",
  rebind: "Rebinds rights to the key of another phone of the same person.",
  name: "Names rights of a named class: binds each to its person.",
  "deliver-returns": "Delivers returns that holders signed.",
  revoke: "Revokes rights.",
  reopen: "Lets agents grant freed places again.",
  reschedule: "Moves doors and the end of sales, before doors open.",
  "extend-doors": "Lets the doors of an event close later, also when they are open already.",
  cancel: "Cancels an event for good, before doors open.",
  "hand-over": "Offers an event, as it is, to another organizer, or withdraws the offer.",
  accept: "Takes over an event that another organizer offered.",
  codes: "Makes entry codes for tests.",
  admit: "Runs a gate: decides on entry codes, and settles admissions with the chain.",
  "admit-by-hand": "Admits rights whose holders a desk identified in person.",
  report: "Reports on an event from the logs of the chain alone.",
  "check-seller": "Checks whether a site may sell for an event.",
} as const;

export type CommandName = keyof typeof summaries;

/** The headings of the list, each above the command with which it begins. */
export const headings: { readonly [first in CommandName]?: string } = {
  key: "To begin:",
  publish: "The event:",
  attest: "While it sells:",
  right: "When plans change:",
  codes: "At the doors and after:",
};
