/** One part of an audit on a chain, with a node that may lie. */
import type { AuditPart } from "../../src/audit/AuditPart.ts";
import { makeAudit } from "../../src/audit/makeAudit.ts";
import { readHistory } from "../../src/audit/readHistory.ts";
import type { Statement } from "../../src/audit/Statement.ts";
import type { AuditSource } from "../../src/audit/source/AuditSource.ts";
import { chainSource, headOf } from "../../src/audit/source/chainSource.ts";
import { defaultThresholds, type Thresholds } from "../../src/audit/thresholds.ts";
import type { Connection } from "../../src/chain/Connection.ts";

/** The statements of a part, by id. */
export async function auditPart(
  part: AuditPart,
  connection: Connection,
  eventId: number,
  { lie = (source) => source, thresholds = {}, sample }: auditPart.Options = {},
): Promise<Readonly<Record<string, Statement>>> {
  const source = lie(chainSource(connection, await headOf(connection)));
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
  type Options = {
    /** What the node answers, instead of the truth. */
    readonly lie?: (source: AuditSource) => AuditSource;
    readonly thresholds?: Partial<Thresholds>;
    readonly sample?: number;
  };
}
