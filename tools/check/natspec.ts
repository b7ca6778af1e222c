import { type AstNode, lineOf, type Source, soliditySources } from "../support/sources.ts";

const DOCUMENTED = ["FunctionDefinition", "EventDefinition", "ErrorDefinition"];

/** An interface says what each of its parts does, what it assumes, and what it does not check. */
export async function natspec(): Promise<string[]> {
  const interfaces = (await soliditySources()).filter(({ path }) => path.startsWith("contracts/interfaces/"));
  return interfaces.flatMap((source) =>
    (source.ast.nodes ?? [])
      .filter(({ nodeType }) => nodeType === "ContractDefinition")
      .flatMap((contract) => [...contractFaults(source, contract), ...partFaults(source, contract)]),
  );
}

function contractFaults(source: Source, contract: AstNode): string[] {
  const text = contract.documentation?.text ?? "";
  const missing = ["*Assumptions*", "*Does not check*"].filter((title) => !text.includes(title));
  return missing.map((title) => `${at(source, contract)}: its documentation has no ${title}`);
}

function partFaults(source: Source, contract: AstNode): string[] {
  return (contract.nodes ?? [])
    .filter(({ nodeType, documentation }) => DOCUMENTED.includes(nodeType) && !documentation?.text.includes("@notice"))
    .map((part) => `${at(source, part)}: it has no @notice`);
}

function at(source: Source, node: AstNode): string {
  return `${source.path}:${lineOf(source, node)} ${node.name}`;
}
