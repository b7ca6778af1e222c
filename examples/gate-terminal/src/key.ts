/** Makes the gate's key: `npm run --silent key >> .env`. The organizer needs its address, nobody the key. */
import { Wallet } from "ethers";

const { address, privateKey } = Wallet.createRandom();
console.log(`# Tell the organizer: ${address}\nGATE_KEY=${privateKey}`);
