/** Audits of sales in tests. */

import type { Provider } from "ethers";
import type { AuditProgress, AuditResult } from "../../src/audit/AuditResult.ts";
import { auditEvent } from "../../src/audit/auditEvent.ts";
import type { Statement } from "../../src/audit/Statement.ts";
import type { Deployment } from "../../src/chain/addresses/deployments.ts";
import type { Connection } from "../../src/chain/Connection.ts";
import { connect } from "../../src/chain/connect.ts";
import { type Lie, lyingNode } from "./lies.ts";

type Node = { readonly provider: Parameters<typeof lyingNode>[0]; readonly deployment: Deployment };

/** The whole result of an audit. */
export function audited(connection: Connection, parameters: auditEvent.Parameters): Promise<AuditResult> {
  return resultOf(auditEvent(connection, parameters));
}

/** What an audit returns in the end. */
export async function resultOf(steps: AsyncGenerator<AuditProgress, AuditResult, void>): Promise<AuditResult> {
  for (;;) {
    const { done, value } = await steps.next();
    if (done === true) return value;
  }
}

/** A connection to a node that begins to lie once the connection stands. */
export async function liedTo({ provider, deployment }: Node, lie: Lie): Promise<Connection> {
  const node = await lyingNode(provider, lie);
  const connection = await connect({ rpc: node.provider as Provider, deployment });
  node.tell();
  return connection;
}

/** The verdicts by id. */
export function verdictsOf({ statements }: Pick<AuditResult, "statements">): ReadonlyMap<string, Statement["verdict"]> {
  return new Map(statements.map(({ id, verdict }) => [id, verdict]));
}
