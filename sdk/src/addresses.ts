export { type DeployedContract, type Deployment, deploymentOn, deployments } from "./addresses/deployments.ts";
