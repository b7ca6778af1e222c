import type { SalePlan } from "doorkey-test-support/sale/Sale";
import type { Verdict } from "../../src/audit/Statement.ts";
import type { Lie } from "./lies.ts";

/** Something wrong or suspicious that is planted in a sale, and the statement of an audit that must find it. */
export type Fraud = {
  readonly planted: string;
  /** The one statement that finds it, and its verdict. */
  readonly found: readonly [id: string, verdict: Exclude<Verdict, "holds">];
  /** How the sale differs from an honest one. */
  readonly plan?: Partial<SalePlan>;
  /** How the same sale goes without the fraud. Defaults to an honest sale. */
  readonly without?: Partial<SalePlan>;
  /** What the node says. The audit is then compared with that of the same chain by a node that does not lie. */
  readonly lie?: Lie;
  /** What is served instead of the document. */
  readonly document?: string;
};
