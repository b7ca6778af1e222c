import { expect } from "chai";
import { publishShow } from "doorkey-test-support/show";
import { nodeSaying } from "../../test/helpers/nodeSaying.ts";
import { startTestChain, type TestChain } from "../testing/startTestChain.ts";
import { publishedEvent } from "./publishedEvent.ts";

const OPEN = { maxRebinds: 1, minPublicBps: 0 };

describe("publishedEvent", () => {
  let chain: TestChain;
  before(async () => {
    chain = await startTestChain();
  });
  after(() => chain.close());

  it("is read again when its block was orphaned and another has its id", async () => {
    const reader = await chain.connect();
    const goBack = await chain.snapshot();
    const orphaned = await publishShow(chain, { transport: "relay", classes: { vip: { supply: 5 } }, policy: OPEN });
    expect((await publishedEvent(reader, orphaned.eventId)).classes[0]?.name).to.equal("vip");
    await goBack();
    const { eventId } = await publishShow(chain, {
      transport: "relay",
      classes: { standing: { supply: 5 } },
      policy: OPEN,
    });
    expect(eventId).to.equal(orphaned.eventId);
    expect((await publishedEvent(reader, eventId)).classes[0]?.name).to.equal("standing");
  });

  it("is read once, if it is too deep for a reorg", async () => {
    const { eventId } = await publishShow(chain, {
      transport: "relay",
      classes: { standing: { supply: 5 } },
      policy: OPEN,
    });
    const connection = await chain.connect();
    let questions = 0;
    const provider = nodeSaying(chain.provider, {
      getLogs: (filter) => {
        questions++;
        return chain.provider.getLogs(filter);
      },
      getBlock: (block) => {
        questions++;
        return chain.provider.getBlock(block);
      },
    });
    const fresh = { ...connection, provider };
    const event = await publishedEvent(fresh, eventId);
    expect(await publishedEvent(fresh, eventId)).to.equal(event);
    expect(questions).to.equal(2);

    await chain.provider.send("hardhat_mine", ["0x80"]);
    const later = { ...connection, provider };
    questions = 0;
    const deep = await publishedEvent(later, eventId);
    expect(await publishedEvent(later, eventId)).to.equal(deep);
    expect(questions).to.equal(1);
  });
});
