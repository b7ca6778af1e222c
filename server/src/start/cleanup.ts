/** Collects what was opened, and closes it in reverse order. */
export type Cleanup = {
  readonly add: (close: () => Promise<void> | void) => void;
  /** Closes everything that is open. A second call does nothing. */
  readonly run: () => Promise<void>;
};

export function createCleanup(): Cleanup {
  const open: (() => Promise<void> | void)[] = [];
  return {
    add: (close) => void open.push(close),
    run: async () => {
      for (let close = open.pop(); close !== undefined; close = open.pop()) await close();
    },
  };
}
