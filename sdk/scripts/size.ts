/** Weighs every entry point; fails when one is over its limit or brings a package that it must not. */
import { bundle, LIMITS } from "./bundle.ts";

const ALLOWED = ["@noble/curves", "@noble/hashes", "qr"];

let failed = false;
for (const [entry, limit] of Object.entries(LIMITS)) {
  const { bytes, gzipped, packages } = await bundle(entry as keyof typeof LIMITS);
  const strangers = packages.filter((name) => !ALLOWED.includes(name));
  const fits = gzipped <= limit * 1000 && strangers.length === 0;
  failed ||= !fits;
  const name = entry === "index" ? "doorkey" : `doorkey/${entry}`;
  const kilobytes = (size: number) => `${(size / 1000).toFixed(1)} kB`;
  console.log(
    `${fits ? "✓" : "✗"} ${name.padEnd(14)} ${kilobytes(gzipped)} gzipped of ${limit} kB, ${kilobytes(bytes.length)} minified; ${packages.join(", ")}`,
  );
  if (strangers.length > 0) console.log(`  must not bring ${strangers.join(", ")}`);
}
process.exit(failed ? 1 : 0);
