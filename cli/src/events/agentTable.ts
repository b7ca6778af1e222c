import type { AgentNode, AgentTree } from "doorkey";
import { formatNumber } from "../terminal/Terminal.ts";

/** A table of the agents of each class, each below the one that delegated to it. Its first two columns are words. */
export function agentTable({ classes }: Pick<AgentTree, "classes">): string[][] {
  return [["class, agent", "status", "quota", "used", "left"], ...classes.flatMap(rowsOf)];
}

function rowsOf({ name, agents: nodes }: AgentTree["classes"][number]): string[][] {
  return [[name, nodes.length === 0 ? "no agent yet" : "", "", "", ""], ...nodes.flatMap((node) => rowsUnder(node, 1))];
}

function rowsUnder(
  { agentId, name, status, active, quota, used, left, children }: AgentNode,
  depth: number,
): string[][] {
  const numbers = [quota, used, left].map(formatNumber);
  const row = [`${"  ".repeat(depth)}${agentId} ${name}`, active ? status : "inactive", ...numbers];
  return [row, ...children.flatMap((child) => rowsUnder(child, depth + 1))];
}
