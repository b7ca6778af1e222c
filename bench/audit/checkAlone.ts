/** Checks so many signatures in so many threads, and nothing else. */

import { holderKey } from "doorkey-test-support/keys";
import { id } from "ethers";
import { openSignaturePool } from "../../sdk/src/audit/signatures/SignaturePool.ts";
import type { Hex } from "../../sdk/src/core/Hex.ts";
import { measure } from "./Measured.ts";

/** Signatures that differ; each is checked many times. */
const DIFFERENT = 200;

const [count = "0", workers = "0"] = process.argv.slice(2);
const different = Array.from({ length: DIFFERENT }, (_, i) => {
  const digest = id(`signature ${i}`);
  return { digest: digest as Hex, signature: holderKey("secp256k1", i).sign(digest) as Hex };
});
const jobs = Array.from({ length: Number(count) }, (_, i) => different[i % DIFFERENT] as (typeof different)[number]);
await measure(async () => {
  const pool = await openSignaturePool(Number(workers));
  await pool.signersOf(jobs);
  await pool.close();
  return {};
});
