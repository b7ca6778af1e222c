/** Measures every entry point. Fails when one is over its limit or contains a package that it must not. */
import { ALLOWED, bundle, LIMITS } from "./bundle.ts";
import { BARRELS, importName } from "./exports.ts";

let failed = false;
for (const barrel of BARRELS) {
  const { bytes, gzipped, packages } = await bundle(barrel);
  const limit = LIMITS[barrel];
  const strangers = packages.filter((name) => !ALLOWED.includes(name));
  const fits = gzipped <= limit * 1000 && strangers.length === 0;
  failed ||= !fits;
  const kilobytes = (size: number) => `${(size / 1000).toFixed(1)} kB`;
  const weight = `${kilobytes(gzipped)} gzipped of ${limit} kB, ${kilobytes(bytes.length)} minified`;
  console.log(`${fits ? "✓" : "✗"} ${importName(barrel).padEnd(20)} ${weight}; ${packages.join(", ")}`);
  if (strangers.length > 0) console.log(`  must not contain ${strangers.join(", ")}`);
}
process.exit(failed ? 1 : 0);
