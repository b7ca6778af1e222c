/** A local chain and the services in front of it, to build on. A service is a file here and a line below. */

import { chain } from "./chain.ts";
import { relay } from "./relay.ts";
import { runServices } from "./runServices.ts";

await runServices({
  script: "dev",
  summary: "A local chain (31337) with the suite, and a relay that pays for everything.",
  services: [chain, relay],
});
