import { expect } from "chai";
import type { Problem } from "doorkey/relay";
import { type ProblemCode, problemTable } from "../../../src/problems/problemTable.ts";
import type { Answer } from "./relayStage.ts";

/** Checks the whole answer to a refusal: the row of the table, its status, its media type, the id of the log line. */
export function expectProblem({ status, headers, body }: Answer<unknown>, code: ProblemCode): Problem {
  const problem = body as Problem;
  expect(problem).to.include({ code, ...problemTable[code] });
  expect(status).to.equal(problemTable[code].status);
  expect(headers.get("content-type")).to.match(/^application\/problem\+json/);
  expect(headers.get("x-request-id")).to.equal(problem.requestId);
  return problem;
}
