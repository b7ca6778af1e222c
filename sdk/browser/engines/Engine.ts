/** A page in a browser that a test drives. */
export type Tab = {
  /** Runs a function in the page. It sees the page's globals and its argument, and nothing of the test. */
  run<argument, result>(act: (argument: argument) => result | Promise<result>, argument: argument): Promise<result>;
  reload(): Promise<void>;
  close(): Promise<void>;
};

export type Browser = {
  readonly version: string;
  /** Opens a tab and waits until its page has the package. */
  open(url: string): Promise<Tab>;
  close(): Promise<void>;
};

export type Engine = {
  readonly name: string;
  /** Whether a browser that starts again with the same profile has its storage. */
  readonly keepsProfile: boolean;
  /** What this engine cannot do here, in sentences for the output. */
  readonly cannot: readonly string[];
  /** Starts a browser with a profile in this folder. `port` is the site's. */
  start(options: { readonly profile: string; readonly port: number }): Promise<Browser>;
};
