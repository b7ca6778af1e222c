/**
 * Kills offices during an import of 2,000 orders, 50 of them bad, through a real relay on a real chain. Each good row must
 * be granted once, and each bad one named with its line. Numbers: `npm run chaos:office -- <rounds> <kills>`.
 */

import { killedImport } from "../test/helpers/killedImport.ts";
import { startOfficeStage } from "../test/helpers/officeStage.ts";

const [rounds = 1, kills = 6] = process.argv.slice(2).map(Number);

const stage = await startOfficeStage();
try {
  for (let round = 1; round <= rounds; round++) {
    const ended = await killedImport(stage, { rows: 2_000, bad: 50, kills });
    const seconds = (ended.ms / 1_000).toFixed(1);
    console.log(
      `✓ round ${round}: ${ended.granted} rows granted once, ${ended.bad} named, ${ended.kills} kills, ${seconds} s`,
    );
  }
} finally {
  await stage.close();
}
process.exit();
