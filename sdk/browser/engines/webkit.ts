import { spawn } from "node:child_process";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { connect, createServer } from "node:net";
import type { Readable } from "node:stream";
import WebDriver from "webdriver";
import type { Engine } from "./Engine.ts";

/** How long a program may take to start; milliseconds. */
const PATIENCE = 30_000;

/** Debian's WebKitGTK in the small browser that its driver starts, on a screen of its own in memory. */
export const webkit: Engine = {
  name: "WebKitGTK",
  keepsProfile: false,
  cannot: [
    "make a passkey, because WebKitGTK has none",
    "keep a key until it starts again, because it forgets its profile when a driver steers it",
  ],
  async start({ port }) {
    const screen = await startScreen();
    const driverPort = await freePort();
    const driver = spawn("WebKitWebDriver", [`--port=${driverPort}`], {
      env: { ...process.env, DISPLAY: screen.display, WEBKIT_DISABLE_COMPOSITING_MODE: "1" },
      stdio: "ignore",
    });
    const stop = () => {
      driver.kill();
      screen.stop();
    };
    try {
      await accepts(driverPort);
      const args = [
        "--automation",
        `--proxy=http://127.0.0.1:${port}`,
        "--ignore-host=localhost",
        "--ignore-host=127.0.0.1",
      ];
      const session = await WebDriver.newSession({
        hostname: "127.0.0.1",
        port: driverPort,
        logLevel: "error",
        capabilities: { alwaysMatch: capabilities(args), firstMatch: [{}] },
      });
      // A window that stays, because a new one can only be opened from one that is there.
      const first = await session.getWindowHandle();
      return {
        version: String(session.capabilities.browserVersion),
        async open(url) {
          await session.switchToWindow(first);
          const { handle } = await session.createWindow("tab");
          await session.switchToWindow(handle);
          await session.navigateTo(url);
          return {
            async run(act, argument) {
              await session.switchToWindow(handle);
              const answer = await session.executeAsyncScript(RUN, [String(act), JSON.stringify(argument) ?? "null"]);
              if ("failed" in answer) throw new Error(answer.failed);
              return answer.result;
            },
            async reload() {
              await session.switchToWindow(handle);
              await session.refresh();
            },
            async close() {
              await session.switchToWindow(handle);
              await session.closeWindow();
            },
          };
        },
        async close() {
          await session.deleteSession();
          stop();
        },
      };
    } catch (error) {
      stop();
      throw error;
    }
  },
};

/** The driver's own capability, which the types of webdriver do not know. */
function capabilities(args: readonly string[]): object {
  return { "webkitgtk:browserOptions": { args } };
}

/** What the driver's page does with a function and its argument. */
const RUN = `
  const [source, argument, done] = arguments;
  new Promise((resolve) => resolve(new Function("argument", "return (" + source + ")(argument)")(JSON.parse(argument)))).then(
    (result) => done({ result }),
    (error) => done({ failed: String(error) }),
  );
`;

/** A screen that only memory has. It chooses a free number by itself, and prints it once it is ready. */
async function startScreen() {
  const screen = spawn("Xvfb", ["-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const number = await firstLine(screen.stdout);
  return { display: `:${number}`, stop: () => screen.kill() };
}

async function firstLine(stream: Readable): Promise<string> {
  const [bytes] = await once(stream, "data", { signal: AbortSignal.timeout(PATIENCE) });
  return String(bytes).trim();
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Waits until a program listens on the port. */
async function accepts(port: number): Promise<void> {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const socket = connect(port, "127.0.0.1");
    try {
      await once(socket, "connect");
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    } finally {
      socket.destroy();
    }
  }
}
