export { deploySuite } from "./deploySuite.ts";
export { LOCAL_BEACON } from "./localBeacon.ts";
export { type DeploymentPlan, planDeployment } from "./planDeployment.ts";
export { type PlannedContract, suitePlan } from "./suitePlan.ts";
export { verifySuite } from "./verifySuite.ts";
