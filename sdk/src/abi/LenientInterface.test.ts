import { expect } from "chai";
import { hexlify, Interface, toUtf8Bytes } from "ethers";
import { interfaces } from "./contracts.ts";
import { LenientInterface } from "./LenientInterface.ts";

const ABI = [
  "event Told(uint32 indexed id, string name, tuple(string uri, uint8[] sizes, tuple(bytes32 tag, string note)[] rows) terms)",
  "function tell(string[] names, uint256 count)",
];
const ROWS = [
  ["0x".padEnd(66, "1"), "ein Satz"],
  ["0x".padEnd(66, "2"), "名前 🎫"],
];
const TOLD = [7, "Lanterns", { uri: "https://a.example", sizes: [1, 2], rows: ROWS }];

describe("LenientInterface", () => {
  const [lenient, strict] = [new LenientInterface(ABI), new Interface(ABI)];

  it("decodes what ethers decodes, with the same names", () => {
    const log = strict.encodeEventLog("Told", TOLD);
    const [found, wanted] = [lenient, strict].map((face) => face.parseLog(log)?.args.toObject(true));
    expect(found).to.deep.equal(wanted);
    expect(lenient.parseLog(log)?.args.terms.rows[1].note).to.equal("名前 🎫");
    const call = strict.encodeFunctionData("tell", [["a", "b"], 5]);
    const { args } = lenient.parseTransaction({ data: call }) ?? {};
    expect([args?.names.toArray(), args?.count]).to.deep.equal([["a", "b"], 5n]);
  });

  it("puts U+FFFD in place of bytes that are not UTF-8, and keeps the rest", () => {
    const { data, topics } = strict.encodeEventLog("Told", TOLD);
    const broken = data.replace(hexlify(toUtf8Bytes("Lanterns")).slice(2), "4c61fffe65726e73");
    expect(() => strict.parseLog({ data: broken, topics })?.args.name).to.throw("deferred error");
    const args = lenient.parseLog({ data: broken, topics })?.args;
    expect([args?.name, args?.terms.uri]).to.deep.equal(["La\ufffd\ufffderns", "https://a.example"]);
  });

  it("throws as ethers does for data that is cut off", () => {
    const { data, topics } = strict.encodeEventLog("Told", TOLD);
    for (const face of [lenient, strict]) {
      expect(() => face.parseLog({ data: data.slice(0, -64), topics })).to.throw("data out-of-bounds");
    }
  });

  it("is how the SDK reads the suite", () => {
    for (const [name, face] of Object.entries(interfaces)) expect(face, name).to.be.instanceOf(LenientInterface);
  });
});
