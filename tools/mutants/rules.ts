/** How faults are made: each rule looks at one node of the syntax tree, and says what to put where. */

import type { Rule } from "./mutant.ts";
import { at, calledName, type Node, span, textAt } from "./syntax.ts";

/** Bytes of the file, and what takes their place. */
type Change = { readonly rule: Rule; readonly start: number; readonly end: number; readonly after: string };

/** A statement that does nothing, where any statement may stand. */
const NOTHING = "0";
const NOTHING_IN_YUL = "pop(0)";

const COMPARISONS: Readonly<Record<string, string>> = {
  "<": "<=",
  "<=": "<",
  ">": ">=",
  ">=": ">",
  "==": "!=",
  "!=": "==",
};
const CONNECTIVES: Readonly<Record<string, string>> = { "&&": "||", "||": "&&" };

/** Names that stand for who may do something, and the nearest other one. Both take the same arguments. */
const ROLES: Readonly<Record<string, string>> = {
  checkAdmin: "checkMember",
  checkMember: "checkAdmin",
  _ruledEvent: "_runEvent",
  _runEvent: "_ruledEvent",
  Admin: "Member",
  Member: "Admin",
  OrganizerAdmin: "OrganizerMember",
  OrganizerMember: "OrganizerAdmin",
  Agent: "OrganizerMember",
};
/** The same of functions that have an overload with more arguments. */
const ROLES_OF_THE_CALLER: Readonly<Record<string, string>> = {
  _checkAdmin: "_checkMember",
  _checkMember: "_checkAdmin",
};

/** All changes that the rules make of one node. `text` is the file, in bytes. */
export function changesOf(node: Node, text: Buffer): Change[] {
  switch (node.nodeType) {
    case "IfStatement":
      return dropBranch(node);
    case "ExpressionStatement":
      return dropStatement(node);
    case "EmitStatement":
      return [{ rule: "drop an event", ...span(node), after: NOTHING }];
    case "BinaryOperation":
      return [
        ...swapOperator(node, text, COMPARISONS, "flip a comparison"),
        ...swapOperator(node, text, CONNECTIVES, "swap and with or"),
      ];
    case "Literal":
      return offByOne(node);
    case "YulLiteral":
      return offByOneInYul(node);
    case "YulExpressionStatement":
      return dropStore(node);
    case "VariableDeclaration":
      return changeConstant(node, text);
    case "FunctionCall":
      return swapRoleOfCaller(node);
    case "Identifier":
      return swapRole(span(node), textAt(node, "name"));
    case "MemberAccess":
      return swapRoleOfMember(node);
    default:
      return [];
  }
}

function dropBranch(node: Node): Change[] {
  const condition = at(node, "condition");
  // With an else, another branch would be taken: that is a flipped comparison.
  if (condition === undefined || at(node, "falseBody") !== undefined) return [];
  return [{ rule: "drop a check", ...span(condition), after: "false" }];
}

function dropStatement(node: Node): Change[] {
  const expression = at(node, "expression");
  if (expression === undefined) return [];
  if (expression.nodeType === "FunctionCall") {
    const dropped = /^_?(check|existing)/.test(calledName(expression));
    return dropped ? [{ rule: "drop a check", ...span(node), after: NOTHING }] : [];
  }
  const writes = ["Assignment", "UnaryOperation"].includes(expression.nodeType);
  return writes ? [{ rule: "drop a write", ...span(node), after: NOTHING }] : [];
}

function swapOperator(node: Node, text: Buffer, others: Readonly<Record<string, string>>, rule: Rule): Change[] {
  const [left, right] = [at(node, "leftExpression"), at(node, "rightExpression")];
  const operator = textAt(node, "operator");
  const after = others[operator];
  if (left === undefined || right === undefined || after === undefined) return [];
  // Parentheses and comments may stand between the operands too.
  const start = text.indexOf(operator, span(left).end);
  if (start < 0 || start >= span(right).start) return [];
  return [{ rule, start, end: start + operator.length, after }];
}

function offByOne(node: Node): Change[] {
  const value = textAt(node, "value");
  if (textAt(node, "kind") !== "number" || !/^[\d_]+$/.test(value) || textAt(node, "subdenomination") !== "") return [];
  return [{ rule: "off by one", ...span(node), after: String(BigInt(value.replaceAll("_", "")) + 1n) }];
}

function offByOneInYul(node: Node): Change[] {
  const value = textAt(node, "value");
  if (textAt(node, "kind") !== "number" || !/^(\d+|0x[\da-f]{1,4})$/i.test(value)) return [];
  return [{ rule: "off by one", ...span(node), after: String(BigInt(value) + 1n) }];
}

function dropStore(node: Node): Change[] {
  const call = at(node, "expression");
  const name = call === undefined ? undefined : at(call, "functionName");
  if (name === undefined || !["mstore", "extcodecopy", "mcopy"].includes(textAt(name, "name"))) return [];
  return [{ rule: "drop a write", ...span(node), after: NOTHING_IN_YUL }];
}

function changeConstant(node: Node, text: Buffer): Change[] {
  const value = at(node, "value");
  const type = at(node, "typeName");
  if (node.constant !== true || value === undefined || !/^u?int/.test(textAt(type ?? node, "name"))) return [];
  const { start, end } = span(value);
  return [{ rule: "change a constant", start, end, after: `(${text.subarray(start, end)}) + 1` }];
}

function swapRoleOfCaller(node: Node): Change[] {
  const called = at(node, "expression");
  const after = ROLES_OF_THE_CALLER[calledName(node)];
  const count = Array.isArray(node.arguments) ? node.arguments.length : 0;
  if (called?.nodeType !== "Identifier" || after === undefined || count !== 1) return [];
  return [{ rule: "swap a role", ...span(called), after }];
}

function swapRole(place: { start: number; end: number }, name: string): Change[] {
  const after = ROLES[name];
  return after === undefined ? [] : [{ rule: "swap a role", ...place, after }];
}

function swapRoleOfMember(node: Node): Change[] {
  const { end } = span(node);
  const name = textAt(node, "memberName");
  return swapRole({ start: end - Buffer.byteLength(name), end }, name);
}
