import { readPass } from "./checkPass.ts";
import type { Pass } from "./Pass.ts";

/**
 * A pass of each run: the pass itself if it has one. Entry codes, returns and rebinds are for the rights of one run, so
 * a party whose rights are in two runs shows two codes.
 *
 * @throws PASS_MALFORMED with every mistake and its path.
 * @example
 * import { type DeviceKey, entryCode, type Pass, runsOf } from "doorkey/buyer";
 *
 * const codesOf = (key: DeviceKey, pass: Pass) => Promise.all(runsOf(pass).map((run) => entryCode(key, run)));
 */
export function runsOf(pass: Pass): readonly Pass[] {
  const { runs = [], ...first } = readPass(pass);
  const { lacks } = first;
  return [
    first,
    ...runs.map(({ seatNumbers = [], ...run }) => ({
      ...first,
      ...run,
      ...(lacks && { lacks: { ...lacks, seatNumbers } }),
    })),
  ];
}
