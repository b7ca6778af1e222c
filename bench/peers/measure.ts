import type { Fork } from "./forks.ts";
import { openLab } from "./lab.ts";
import type { GasRow } from "./rows.ts";
import type { System } from "./system.ts";
import { doorkeySystem } from "./systems/doorkey.ts";
import { easSystem } from "./systems/eas.ts";
import { kickbackSystem } from "./systems/kickback.ts";
import { erc1155System, tokenSystems } from "./systems/tokens.ts";
import { unlockSystem } from "./systems/unlock.ts";

/** The measured systems: Doorkey, and every peer whose contracts npm publishes. */
export const systems: readonly System[] = [
  doorkeySystem,
  unlockSystem,
  easSystem,
  kickbackSystem,
  ...tokenSystems,
  erc1155System,
];

export type MeasureOptions = {
  readonly fork: Fork;
  readonly sizes: readonly number[];
  /** Called before each system. */
  readonly onSystem?: (system: System, index: number) => void;
};

/**
 * Measures all systems on one chain, each from the same state, so that every system gets the addresses that it would
 * get alone.
 */
export async function measureAll({ fork, sizes, onSystem }: MeasureOptions): Promise<GasRow[]> {
  const lab = await openLab({ fork, sizes });
  const rows: GasRow[] = [];
  for (const [index, system] of systems.entries()) {
    onSystem?.(system, index);
    const snapshot = await lab.connection.networkHelpers.takeSnapshot();
    rows.push(...(await system.measure(lab)));
    await snapshot.restore();
  }
  await lab.connection.close();
  return rows;
}
