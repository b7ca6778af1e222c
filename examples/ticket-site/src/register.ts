/** Registers the shop as an agent, once. Prints the lines for `.env`. */
import "./failPlainly.ts";
import { registerAgent } from "doorkey/agent";
import { Wallet } from "ethers";
import { connectAs } from "./chain.ts";

const [name, uri] = process.argv.slice(2);
if (name === undefined || uri === undefined) {
  console.error('Usage: npm run --silent register -- "Ticket Shop" https://shop.example >> .env');
  process.exit(2);
}

// Each shop has its own key, which never needs ether. Keep it as you keep a password.
const key = Wallet.createRandom().privateKey;
const connection = await connectAs(key, process.env);
const { agentId } = await registerAgent(connection, { name, uri });
console.log(`AGENT_ID=${agentId}\nAGENT_KEY=${key}`);
