import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import { suite } from "../suite.ts";

/** The suite, from the artifacts of this repository. */
export default buildModule("Doorkey", (m) => suite((name, args = []) => m.contract(name, [...args])));
