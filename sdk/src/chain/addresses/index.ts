export { type DeployedContract, type Deployment, deploymentOn, deployments } from "./deployments.ts";
