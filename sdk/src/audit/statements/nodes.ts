import { definePart } from "../AuditPart.ts";

/** Whether two nodes gave the same answers, also to what the parts before asked. */
export const nodes = definePart(
  "nodes",
  {
    "nodes.agree": {
      title: "The nodes that were asked agree.",
      rule: "A chain has one history.",
    },
  },
  ({ reading }, judge) => ({
    conclude: async () => {
      const { nodes: asked, differences } = reading;
      const figures = { nodes: asked, differences: differences.length };
      if (asked === 1) {
        return [judge("nodes.agree", { says: "One node was asked, so there was nothing to compare.", figures })];
      }
      const blocks = differences.flatMap(({ block }) => block ?? []);
      const least = blocks.reduce((first, block) => Math.min(first, block), Number.POSITIVE_INFINITY);
      const first = blocks.length === 0 ? "" : `, the first about block ${least}`;
      return [
        judge("nodes.agree", {
          says:
            differences.length === 0
              ? "Both nodes gave the same answers."
              : `The nodes gave ${differences.length} different answers${first}.`,
          figures,
          faults: differences.map(({ block, what }) => ({ note: `The nodes differ in ${what}.`, block })),
        }),
      ];
    },
  }),
  { needsLogs: false },
);
