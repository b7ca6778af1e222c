/** One part of an audit, without the others. */
import type { AuditPart } from "../../src/audit/AuditPart.ts";
import { makeAudit } from "../../src/audit/makeAudit.ts";
import { readHistory } from "../../src/audit/readHistory.ts";
import type { Statement } from "../../src/audit/Statement.ts";
import { chainSource, headOf } from "../../src/audit/source/chainSource.ts";
import { defaultThresholds, type Thresholds } from "../../src/audit/thresholds.ts";
import type { Connection } from "../../src/chain/Connection.ts";

/** The statements of a part, by id. */
export async function auditPart(
  part: AuditPart,
  connection: Connection,
  eventId: number,
  { thresholds = {}, sample }: auditPart.Options = {},
): Promise<Readonly<Record<string, Statement>>> {
  const source = chainSource(connection, await headOf(connection));
  const { deployment } = connection;
  const history = await readHistory(source, deployment, () => {});
  const task = {
    ...{ source, deployment, eventId, sample },
    ...{ thresholds: { ...defaultThresholds, ...thresholds }, workers: 0, nodes: 1, differences: [] },
  };
  const { audit, replay, complete } = makeAudit(task, history, () => {});
  const check = part.begin(audit);
  await replay([check], () => {});
  await complete();
  return Object.fromEntries((await check.conclude()).map((statement) => [statement.id, statement]));
}

export declare namespace auditPart {
  type Options = { readonly thresholds?: Partial<Thresholds>; readonly sample?: number };
}

/** Verdicts by id, without those that hold. */
export function notHolding(statements: Readonly<Record<string, Statement>>): Readonly<Record<string, string>> {
  const all = Object.values(statements).map(({ id, verdict }) => [id, verdict] as const);
  return Object.fromEntries(all.filter(([, verdict]) => verdict !== "holds"));
}

/** What the evidence of a statement says. */
export function notesOf(statement: Statement | undefined): string[] {
  return statement?.evidence.map(({ note }) => note) ?? [];
}
