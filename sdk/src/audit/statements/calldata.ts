import { definePart } from "../AuditPart.ts";
import { unreadable } from "./unreadable.ts";

/** Whether the transactions that all other parts read are those of their hashes. It comes last. */
export const calldata = definePart(
  "calldata",
  {
    "calldata.transactions": {
      title: "Each transaction that was read is the one of its hash.",
      rule: "The hash of a transaction is that of its signed data.",
    },
  },
  ({ reading }, judge) => ({
    conclude: async () => {
      const unread = [...reading.unread].map(([hash, kind]) => ({ hash, kind, calls: [], from: hash }));
      const evidence = (wanted: (kind: string) => boolean) =>
        unread
          .filter(({ kind }) => wanted(kind))
          .map((one) => ({ note: `It is not read: ${unreadable(one)}.`, transactionHash: one.hash }));
      const throughContract = unread.filter(({ kind }) => kind === "through a contract").length;
      return [
        judge("calldata.transactions", {
          says: `${reading.transactions - unread.length} of ${reading.transactions} transactions were read, ${throughContract} were made through a contract.`,
          figures: { transactions: reading.transactions, unread: unread.length, throughContract },
          faults: evidence((kind) => kind === "different"),
          unchecked: evidence((kind) => kind !== "different"),
        }),
      ];
    },
  }),
);
