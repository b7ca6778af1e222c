export { CREATE2_PROXY } from "./create2Proxy.ts";
export { deploySuite } from "./deploySuite.ts";
export { type DeploymentPlan, planDeployment } from "./planDeployment.ts";
export { type PlannedContract, suitePlan } from "./suitePlan.ts";
export { verifySuite } from "./verifySuite.ts";
