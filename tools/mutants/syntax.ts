/** The compiler's syntax trees: what the rules read of them. */

/** A node of Solidity or of Yul, with the fields of its kind. */
export type Node = { readonly nodeType: string; readonly src: string; readonly [field: string]: unknown };

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "nodeType" in value && "src" in value;
}

/** The nodes right below a node, in the order of its fields. */
export function children(node: Node): Node[] {
  return Object.values(node).flatMap((value) => (Array.isArray(value) ? value : [value]).filter(isNode));
}

/** Where a node stands, in bytes. */
export function span(node: Node): { readonly start: number; readonly end: number } {
  const [start = 0, length = 0] = node.src.split(":").map(Number);
  return { start, end: start + length };
}

/** The node in a field. */
export function at(node: Node, field: string): Node | undefined {
  const value = node[field];
  return isNode(value) ? value : undefined;
}

/** The string in a field. */
export function textAt(node: Node, field: string): string {
  const value = node[field];
  return typeof value === "string" ? value : "";
}

/** What a call calls: the last name of `a.b.c(…)`. */
export function calledName(node: Node): string {
  const called = at(node, "expression");
  if (called === undefined) return "";
  return textAt(called, "memberName") || textAt(called, "name");
}
