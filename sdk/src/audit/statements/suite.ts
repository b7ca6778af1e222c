import { definePart } from "../AuditPart.ts";
import { blocksFinding } from "./suite/blocksFinding.ts";
import { codeFinding } from "./suite/codeFinding.ts";
import { documentFinding } from "./suite/documentFinding.ts";
import { placesFinding } from "./suite/placesFinding.ts";
import { stateFinding } from "./suite/stateFinding.ts";

/** Whether the suite is Doorkey's, the document the published one, and the logs whole. All else rests on it. */
export const suite = definePart(
  "suite",
  {
    "suite.code": {
      title: "The contracts are a published version of Doorkey.",
      rule: "CREATE2: the address of a contract follows from its code.",
    },
    "suite.blocks": {
      title: "Each block that was read gives its hash.",
      rule: "The hash of a block is that of its header, with its time.",
    },
    "suite.places": {
      title: "The rights of the batches add up to the places of their classes.",
      rule: "EntryRightRegistry.placesOf counts the rights of batchOf that are not void.",
    },
    "suite.logs": {
      title: "The logs are whole: they give the state that the contracts have.",
      rule: "Each change of a contract of the suite writes a log.",
    },
    "suite.document": {
      title: "The document at the event's address is the published one.",
      rule: "EventRegistry.publish: the hash of the document never changes.",
    },
  },
  (audit, judge) => ({
    conclude: async () => [
      judge("suite.code", await codeFinding(audit)),
      judge("suite.blocks", blocksFinding(audit)),
      judge("suite.places", await placesFinding(audit)),
      judge("suite.logs", await stateFinding(audit)),
      judge("suite.document", documentFinding(audit)),
    ],
  }),
  { needsLogs: false },
);
