import { expect } from "chai";
import { ProblemError } from "../../src/problems/ProblemError.ts";
import type { ProblemCode } from "../../src/problems/problemTable.ts";

/** Fails unless the promise is refused with this problem. */
export async function expectProblem(promise: Promise<unknown>, code: ProblemCode): Promise<void> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).to.be.instanceOf(ProblemError);
  if (error instanceof ProblemError) expect(error.code).to.equal(code);
}
