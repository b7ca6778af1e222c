/** A local chain with the suite, to try things out. It is the first service of `npm run dev`, alone. */

import { HOST } from "../cli/src/terminal/ports.ts";
import { chain } from "./dev/chain.ts";
import { runServices } from "./dev/runServices.ts";

await runServices({
  script: "node",
  summary: `A local chain (31337) on ${HOST} with the suite deployed.`,
  services: [chain],
});
