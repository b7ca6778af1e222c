export { type DeployedContract, deploymentOn, deployments } from "./deployments.ts";
