/** A local chain and the services in front of it, to build on. A service is a file here and a line below. */

import { beacon } from "./beacon.ts";
import { chain } from "./chain.ts";
import { event } from "./event.ts";
import { hub } from "./hub.ts";
import { office } from "./office.ts";
import { relay } from "./relay.ts";
import { runServices } from "./runServices.ts";
import { shop } from "./shop.ts";

await runServices({
  script: "dev",
  summary:
    "A local chain (31337) with the suite, a beacon that signs rounds, a relay that pays for everything, a shop and a box office that sell a sample event, the wallet of its buyers, and the hub of its gates.",
  services: [chain, beacon, relay, event, shop, office, hub],
  onEmptyChain: [chain, beacon, relay],
});
