import { type AstNode, lineOf, productSources } from "../support/sources.ts";

/** Every error has one owner: a name that is declared twice means two things to whoever reads a revert. */
export async function errorNames(): Promise<string[]> {
  const places = new Map<string, string[]>();
  for (const source of await productSources()) {
    for (const error of errorsIn(source.ast)) {
      const name = error.name ?? "";
      places.set(name, [...(places.get(name) ?? []), `${source.path}:${lineOf(source, error)}`]);
    }
  }
  return [...places]
    .filter(([, declared]) => declared.length > 1)
    .map(([name, declared]) => `error ${name} is declared more than once: ${declared.join(", ")}`);
}

function errorsIn(node: AstNode): AstNode[] {
  if (node.nodeType === "ErrorDefinition") return [node];
  return (node.nodes ?? []).flatMap(errorsIn);
}
