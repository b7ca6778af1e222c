/** A local chain and services in front of it, for development. A service is one file here and one line below. */

import { chain } from "./chain.ts";
import { relay } from "./relay.ts";
import { runServices } from "./runServices.ts";

await runServices({
  script: "dev",
  summary: "A local chain (31337) with the suite, and a relay that pays for everything.",
  services: [chain, relay],
});
