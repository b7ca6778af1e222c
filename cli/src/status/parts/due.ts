import { eventTime } from "../../events/eventTime.ts";
import { inWords } from "../inWords.ts";
import { statusPart } from "../StatusPart.ts";

/** The times of a schedule, and what is due at each. */
const TIMES = [
  { name: "salesOpenAt", what: "sales open" },
  { name: "salesCloseAt", what: "sales close" },
  { name: "returnUntil", what: "last returns" },
  { name: "nameBy", what: "last names" },
  { name: "rebindUntil", what: "last rebinds" },
  { name: "doorsOpenAt", what: "doors open" },
  { name: "doorsCloseAt", what: "doors close" },
] as const;

/** What is due next, and what has passed, in the order of time. */
export const due = statusPart({
  name: "due",
  title: "Due",
  read: ({ event: { schedule }, now }) =>
    TIMES.map(({ name, what }) => ({ name, what, at: schedule[name], passed: schedule[name] <= now })).sort(
      (a, b) => a.at - b.at,
    ),
  show: (terminal, all, { now, offset }) => {
    const rows = all.map(({ what, at, passed }) => [
      what,
      eventTime(at, offset),
      passed ? "passed" : inWords(at - now),
    ]);
    terminal.table([["what", "when", ""], ...rows], 3);
  },
});
