/** Makes the organizer's key: `npm run --silent key >> .env`. It needs no ether. Keep it as you keep a password. */
import { Wallet } from "ethers";

console.log(`ORGANIZER_KEY=${Wallet.createRandom().privateKey}`);
