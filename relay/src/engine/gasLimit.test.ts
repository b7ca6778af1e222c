import { expect } from "chai";
import type { Hex } from "doorkey";
import { ETHEREUM } from "../chain/chains.ts";
import {
  batchBytes,
  calldataGas,
  executionGas,
  floorGas,
  gasLimitOf,
  overheadOf,
  returnGas,
  soloGas,
} from "./gasLimit.ts";

const floors = ETHEREUM.gas;
const bytes = (zeros: number, others: number) => `0x${"00".repeat(zeros)}${"11".repeat(others)}` as Hex;

describe("gas limits", () => {
  it("count zero bytes apart from others, also a byte with one zero digit", () => {
    expect(calldataGas("0x", 0)).to.equal(0);
    expect(calldataGas(bytes(3, 0), 1_000_000)).to.equal(12);
    expect(calldataGas(bytes(0, 3), 1_000_000)).to.equal(48);
    expect(calldataGas("0x0110", 1_000_000)).to.equal(32);
  });

  it("reach the floor of the protocol if the call does little else", () => {
    expect(calldataGas(bytes(100, 1_000), 0)).to.equal(41_000);
    expect(calldataGas(bytes(100, 1_000), 24_599)).to.equal(16_401);
    expect(calldataGas(bytes(100, 1_000), 24_600)).to.equal(16_400);
    expect(calldataGas(bytes(100, 1_000), 24_601)).to.equal(16_400);
    expect(floorGas(bytes(100, 1_000))).to.equal(24_600);
    expect(gasLimitOf(bytes(100, 1_000), 50_000)).to.equal(21_000 + 50_000 + 16_400);
  });

  it("leave the last call what EIP-150 holds back, and the forwarder its reserve", () => {
    const item = { gas: 630_000, dataBytes: 64 };
    const overhead = overheadOf(64, floors);
    expect(executionGas([item], floors)).to.equal(overhead + 640_000 + 6_000 + 1);
    // Of a small call less is held back than the forwarder needs at its end.
    expect(executionGas([{ gas: 63, dataBytes: 64 }], floors)).to.equal(overhead + 63 + 6_000 + 1_000);
  });

  it("count what all other calls may use, in their order", () => {
    const [small, large] = [
      { gas: 63_000, dataBytes: 0 },
      { gas: 6_300_000, dataBytes: 0 },
    ];
    const overhead = overheadOf(0, floors);
    expect(executionGas([small, large], floors)).to.equal(overhead + 63_000 + 6_000 + overhead + 6_400_000 + 6_001);
    expect(executionGas([large, small], floors)).to.equal(
      Math.max(overhead + 6_400_000 + 6_001, overhead + 6_300_000 + 6_000 + overhead + 64_000 + 6_001),
    );
    expect(executionGas([], floors)).to.equal(1_000);
  });

  it("count each word of a call, and the memory for many", () => {
    expect(overheadOf(32, floors) - overheadOf(31, floors)).to.equal(0);
    expect(overheadOf(33, floors) - overheadOf(32, floors)).to.equal(18);
    const words = 1_000 + 2;
    expect(overheadOf(32_000, floors)).to.equal(
      floors.request + 35_200 + words * 18 + Math.ceil((words * words) / 512),
    );
    expect([batchBytes(0), batchBytes(1), batchBytes(32), batchBytes(33)]).to.deep.equal([480, 512, 512, 544]);
  });

  it("count each right of a return", () => {
    expect(returnGas(5, floors)).to.equal(floors.return + 5 * floors.returnedRight);
  });

  it("let a reservation cover the transaction of a request alone", () => {
    const item = { gas: 200_000, dataBytes: 700 };
    const data = bytes(0, batchBytes(700) + 100);
    expect(soloGas(item, floors)).to.equal(21_000 + 40 * (batchBytes(700) + 100) + executionGas([item], floors));
    expect(soloGas(item, floors)).to.be.at.least(gasLimitOf(data, executionGas([item], floors)));
  });
});
