import { expect } from "chai";
import { DoorkeyError } from "doorkey";
import { eachRight } from "../src/rights/eachRight.ts";
import { DryRun } from "../src/terminal/dryRun.ts";
import { Refused, Stopped } from "../src/terminal/failures.ts";
import { Terminal } from "../src/terminal/Terminal.ts";

const RIGHTS = [1n, 2n, 3n].map((rightId) => ({ rightId }));
const { stdout, stderr } = process;

describe("a change of several rights", () => {
  function task() {
    const controller = new AbortController();
    const hints: (string | undefined)[] = [];
    const terminal = new Terminal({ stdout, stderr });
    const halt = (failure: Error) => controller.abort(failure);
    const setResumeHint = (hint: string | undefined) => void hints.push(hint);
    const endWith = () => undefined;
    return { task: { terminal, stop: controller.signal, halt, endWith, setResumeHint }, hints };
  }
  const refused = () => new DoorkeyError("CALL_REVERTED", { details: ["RightNotLive"] });
  const thrown = (work: Promise<unknown>) => work.then(() => undefined).catch((error: unknown) => error);

  it("changes the others when the contract refuses one", async () => {
    const changed = await eachRight(task().task, RIGHTS, async ({ rightId }) => {
      if (rightId === 2n) throw refused();
    });
    expect(changed.map(({ status }) => status)).to.deep.equal(["done", "refused", "done"]);
    expect(changed[1]?.reason).to.equal("The contract refused the call.");
  });

  it("ends at once when the chain is away", async () => {
    const done: bigint[] = [];
    const error = await thrown(
      eachRight(task().task, RIGHTS, async ({ rightId }) => {
        if (rightId === 2n) throw new DoorkeyError("CHAIN_UNREACHABLE");
        done.push(rightId);
      }),
    );
    expect(error).to.include({ code: "CHAIN_UNREACHABLE" });
    expect(done).to.deep.equal([1n]);
  });

  it("stops between two rights, and keeps what was done", async () => {
    const { task: stopping, hints } = task();
    const error = await thrown(
      eachRight(stopping, RIGHTS, async ({ rightId }) => {
        if (rightId === 2n) stopping.halt(new Stopped("Stopped."));
      }),
    );
    if (!(error instanceof Stopped)) throw new Error("it must stop");
    expect(error.message).to.equal("Stopped after 2 of 3 rights.");
    expect(error.result).to.deep.equal({ rights: [1n, 2n].map((rightId) => ({ rightId, status: "done" })) });
    expect(hints.at(-1)).to.contain("run the same command again");
  });

  it("simulates each right in a dry run", async () => {
    const dryRun = new DryRun({ to: "0x", data: "0x", gas: 1n });
    const all = await thrown(eachRight(task().task, RIGHTS, () => Promise.reject(dryRun)));
    expect(all).to.equal(dryRun);
    const last = await thrown(
      eachRight(task().task, RIGHTS, ({ rightId }) => Promise.reject(rightId === 3n ? refused() : dryRun)),
    );
    expect(last).to.be.instanceOf(Refused);
    expect(String(last)).to.contain("The chain would refuse right 3");
  });
});
