import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { expect } from "chai";
import { realNames } from "../src/doctor/checkName.ts";

const NAME = "gate-hub.example";

/** Answers questions for an IPv4 address with this one, and all others with none (RFC 1035). */
function answerTo(question: Buffer, address: readonly number[]): Buffer {
  const end = question.indexOf(0, 12) + 5;
  const isForAddress = question.readUInt16BE(end - 4) === 1;
  const head = Buffer.from([0x81, 0x80, 0, 1, 0, isForAddress ? 1 : 0, 0, 0, 0, 0]);
  const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, ...address]);
  const parts = [question.subarray(0, 2), head, question.subarray(12, end)];
  return Buffer.concat(isForAddress ? [...parts, record] : parts);
}

describe("a resolver that phones may ask", () => {
  let server: Socket;
  let resolver: string;
  before(async () => {
    server = createSocket("udp4");
    server.on("message", (question, { port, address }) =>
      server.send(answerTo(question, [192, 168, 7, 9]), port, address),
    );
    server.bind(0, "127.0.0.1");
    await once(server, "listening");
    resolver = `127.0.0.1:${server.address().port}`;
  });
  after(() => server.close());

  it("is asked over the network, and its address is found", async () => {
    expect(await realNames.through(resolver, NAME)).to.deep.equal(["192.168.7.9"]);
  });
});
