/** A local chain and what stands in front of it, for building on both. A service is a file here and a line below. */

import { chain } from "./chain.ts";
import { relay } from "./relay.ts";
import { runServices } from "./runServices.ts";

await runServices({
  script: "dev",
  summary: "A local chain (31337) with the suite, and a relay that pays for everything.",
  services: [chain, relay],
});
