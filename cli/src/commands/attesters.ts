import { defineCommand } from "../terminal/command.ts";
import { addDeployVerifier } from "./attesters/deploy-verifier.ts";
import { addList } from "./attesters/list.ts";
import { addSet } from "./attesters/set.ts";

export const attestersCommand = defineCommand("attesters", {
  details: [
    "An attester vouches for the persons behind keys. All of them end when the event of the scope changes hands.",
  ],
  examples: [
    "attesters set 0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc --event 1 --as organizer",
    "attesters list --event 1",
    "attesters deploy-verifier --as relay",
  ],
});

addSet(attestersCommand);
addList(attestersCommand);
addDeployVerifier(attestersCommand);
