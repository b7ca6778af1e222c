/** Done once: registers the shop as an agent. Prints the lines that belong into `.env`. */
import { registerAgent } from "doorkey/agent";
import { Wallet } from "ethers";
import { connectAs } from "./chain.ts";

const [name, uri] = process.argv.slice(2);
if (name === undefined || uri === undefined) {
  console.error('Usage: npm run --silent register -- "Ticket Shop" https://shop.example >> .env');
  process.exit(2);
}

// A key of its own for each shop. It never needs ether: keep it as you keep a password.
const key = Wallet.createRandom().privateKey;
const connection = await connectAs(key, process.env);
const { agentId } = await registerAgent(connection, { name, uri });
console.log(`AGENT_ID=${agentId}\nAGENT_KEY=${key}`);
