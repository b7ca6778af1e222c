/** What one process of the bench measured about itself. */
export type Measured = {
  /** By the clock. */
  readonly seconds: number;
  /** Of all its threads. */
  readonly processorSeconds: number;
  /** Most resident memory. */
  readonly peakMegabytes: number;
  readonly statements?: number;
  /** Ids of statements that do not hold. */
  readonly notable?: string;
};

/** Runs `work`, and prints what it took with what it returns. */
export async function measure(work: () => Promise<Pick<Measured, "statements" | "notable">>): Promise<void> {
  const [start, before] = [performance.now(), process.cpuUsage()];
  const found = await work();
  const { user, system } = process.cpuUsage(before);
  const measured: Measured = {
    seconds: (performance.now() - start) / 1_000,
    processorSeconds: (user + system) / 1_000_000,
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1_024),
    ...found,
  };
  console.log(JSON.stringify(measured));
}
