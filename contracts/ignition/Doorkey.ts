import { readFileSync } from "node:fs";
import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import { suite } from "../../ignition/suite.ts";

/** The suite, from the artifacts of this package, so that a project need not compile it. */
export default buildModule("Doorkey", (m) =>
  suite((name, args = []) => {
    const artifact = JSON.parse(readFileSync(new URL(`../artifacts/${name}.json`, import.meta.url), "utf8"));
    return m.contract(name, artifact, [...args]);
  }),
);
