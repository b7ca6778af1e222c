import { expect } from "chai";
import { isPort, serverOf } from "./serverOf.ts";

const server = { host: "127.0.0.1", port: 8787, metricsPort: 9787, trustProxies: [], corsOrigins: [] };

/** What the relay listens on, and what is reported about it. */
function resolved(own: Partial<typeof server>, env: NodeJS.ProcessEnv = {}) {
  const reported: string[] = [];
  const result = serverOf({ server: { ...server, ...own } }, env, (path, message) => {
    reported.push(`${path}: ${message}`);
  });
  return { result, reported };
}

describe("serverOf", () => {
  it("takes the file's settings where the environment has none", () => {
    expect(resolved({}).result).to.deep.equal(server);
    const env = { DOORKEY_RELAY_HOST: "0.0.0.0", DOORKEY_RELAY_PORT: "1", DOORKEY_RELAY_METRICS_PORT: "2" };
    expect(resolved({}, env)).to.deep.equal({
      result: { ...server, host: "0.0.0.0", port: 1, metricsPort: 2 },
      reported: [],
    });
  });

  it("refuses an empty host, and keeps the file's port beside one that is none", () => {
    expect(resolved({}, { DOORKEY_RELAY_HOST: "" }).reported).to.deep.equal([
      "/server/host: DOORKEY_RELAY_HOST of the environment must not be empty",
    ]);
    const { result, reported } = resolved({}, { DOORKEY_RELAY_METRICS_PORT: "65536" });
    expect(result.metricsPort).to.equal(9787);
    expect(reported).to.deep.equal([
      "/server/metricsPort: DOORKEY_RELAY_METRICS_PORT of the environment must be a whole number from 0 to 65535",
    ]);
  });

  it("refuses one port for both, from the file or the environment, but takes two free ones", () => {
    const same = ["/server/metricsPort: must differ from server/port"];
    expect(resolved({ port: 9787 }).reported).to.deep.equal(same);
    expect(resolved({}, { DOORKEY_RELAY_PORT: "9787" }).reported).to.deep.equal(same);
    expect(resolved({ port: 0, metricsPort: 0 }).reported).to.deep.equal([]);
  });
});

describe("isPort", () => {
  it("is a whole number from 0 to 65535 without further digits or signs", () => {
    for (const text of ["0", "1", "9", "10", "65535"]) expect(isPort(text), text).to.equal(true);
    for (const text of ["", "65536", "99999", "100000", "00", "01", "-1", "1.0", "0x1", " 1", "1 "]) {
      expect(isPort(text), text).to.equal(false);
    }
  });
});
