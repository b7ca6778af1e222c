/**
 * Measures how many codes per second one core decides. The baseline is bare recovery of a key on the same curve in the
 * same run. What is above 1 in the last column is the time outside the curve.
 */
import { p256 } from "@noble/curves/nist.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { entryCode } from "../src/codes/entryCode.ts";
import { checkCode } from "../src/verdicts/checkCode.ts";
import { parseCode } from "../src/verdicts/parseCode.ts";
import { RELYING_PARTY } from "../test/helpers/softPasskey.ts";
import { batchOf, clockAt, DOORS_OPEN, keyOf, manifestOf, passOf } from "../test/helpers/venue.ts";

const RIGHTS = 50_000;
const CODES = 50;
const SECONDS = Number(process.env.BENCH_SECONDS ?? 3);

const SLICE = 100;

/** Prints a JSON line for each ratio, as bench/benches.ts reads it for `npm run bench` of the repository. */
const asRatios = process.argv.includes("--ratios");

/** Calls per second of processor time. Acts take turns, so that other load affects all alike; it is not counted. */
function perSecond(...acts: readonly ((i: number) => void)[]): number[] {
  const spent = acts.map(() => 0);
  const calls = acts.map(() => 0);
  for (const act of acts) for (let i = 0; i < CODES; i++) act(i); // warm
  for (let turn = 0; turn < (SECONDS * 1000) / SLICE; turn++) {
    for (const [which, act] of acts.entries()) {
      const [start, used] = [performance.now(), process.cpuUsage()];
      let done = 0;
      while (performance.now() - start < SLICE) act(done++);
      const { user, system } = process.cpuUsage(used);
      spent[which] = (spent[which] ?? 0) + (user + system) / 1_000;
      calls[which] = (calls[which] ?? 0) + done;
    }
  }
  return calls.map((count, which) => (count * 1000) / (spent[which] ?? 1));
}

console.log(
  `Node ${process.version}, one core; manifest of ${RIGHTS} rights, ${CODES} codes per kind, ${SECONDS} s per figure`,
);
for (const kind of ["secp256k1", "p256", "passkey"] as const) {
  const keys = await Promise.all(Array.from({ length: CODES }, () => keyOf(kind)));
  const holders = Array.from({ length: 1_000 }, (_, i) => keys[i % CODES]?.address as `0x${string}`);
  const manifest = manifestOf(...Array.from({ length: RIGHTS / 1_000 }, () => batchOf(holders)));
  const clock = clockAt(DOORS_OPEN);
  const codes = await Promise.all(
    keys.map((key, i) => entryCode(key, passOf(key, { batch: i % 50, index: i }), { clock })),
  );
  const texts = codes.map(({ text }) => text);
  const options = {
    manifest,
    admitted: new Map(),
    now: DOORS_OPEN + 3,
    lane: 1,
    policy: { passkeys: [RELYING_PARTY] },
  };

  const curve = kind === "secp256k1" ? secp256k1 : p256;
  const secret = curve.utils.randomSecretKey();
  const hashes = Array.from({ length: CODES }, () => crypto.getRandomValues(new Uint8Array(32)));
  const signed = hashes.map((hash) => curve.sign(hash, secret, { prehash: false, format: "recovered" }));

  const [decided = 0, recovered = 0, parsed = 0] = perSecond(
    (i) => {
      if (checkCode(texts[i % CODES] as string, options).status !== "admit") throw new Error("a good code was refused");
    },
    (i) =>
      void curve.recoverPublicKey(signed[i % CODES] as Uint8Array, hashes[i % CODES] as Uint8Array, { prehash: false }),
    (i) => void parseCode(texts[i % CODES] as string),
  );
  if (asRatios) {
    const what = `time of checkCode ÷ bare recovery of the key, ${kind}`;
    console.log(JSON.stringify({ what, ratio: Number((recovered / decided).toFixed(3)) }));
    continue;
  }
  console.log(
    `${kind.padEnd(9)} checkCode ${decided.toFixed(0)}/s, bare recovery ${recovered.toFixed(0)}/s, ratio ${(recovered / decided).toFixed(2)}; parseCode alone ${parsed.toFixed(0)}/s`,
  );
}
