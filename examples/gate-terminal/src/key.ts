/** Makes the gate's key: `npm run --silent key >> .env`. Give the address to the organizer, and the key to no one. */
import { Wallet } from "ethers";

const { address, privateKey } = Wallet.createRandom();
console.log(`# Give this address to the organizer: ${address}\nGATE_KEY=${privateKey}`);
