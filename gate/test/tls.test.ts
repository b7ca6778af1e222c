import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { join } from "node:path";
import { connect } from "node:tls";
import { expect } from "chai";
import type { Gate } from "../src/startGate/startGate.ts";
import { invite, joinBody, newDeviceKeys } from "./helpers/device.ts";
import { type GateStage, startGateStage } from "./helpers/gateStage.ts";
import { until } from "./helpers/until.ts";
import { type VenueCa, venueCa } from "./helpers/venueCa.ts";

const NAME = "gate-hub.venue.test";

describe("a hub with a certificate", () => {
  let stage: GateStage;
  let gate: Gate;
  let authority: VenueCa;
  let files: { readonly cert: string; readonly key: string };
  before(async () => {
    stage = await startGateStage();
    authority = venueCa(stage.folder, "venue.test");
    files = { cert: join(stage.folder, "chain.pem"), key: join(stage.folder, "key.pem") };
    authority.issue(NAME, files);
    gate = await stage.start({ change: withTls });
  });
  after(() => stage.close());

  const withTls = (text: string) =>
    text
      .replace("# tls: { cert: fullchain.pem, key: privkey.pem }", "tls: { cert: chain.pem, key: key.pem }")
      .replace("# name: gate-hub.organizer.example", `name: ${NAME}\n  host: 127.0.0.1`);

  const port = () => Number(new URL(gate.url).port);

  /** The serial number that the hub shows to a client which trusts the venue's authority alone. */
  const served = () =>
    new Promise<string>((done, fail) => {
      const ca = readFileSync(authority.file);
      const socket = connect({ host: "127.0.0.1", port: port(), servername: NAME, ca }, () => {
        done(socket.getPeerCertificate().serialNumber);
        socket.end();
      });
      socket.on("error", fail);
    });

  const alarm = () => gate.alarms.list().find(({ code }) => code === "certificate")?.sentence;

  it("serves its page over https under its name, with a cookie for https alone", async () => {
    expect(gate.url).to.equal(`https://${NAME}:${port()}`);
    const body = JSON.stringify(joinBody(await invite(gate), newDeviceKeys()));
    const cookies = await new Promise<readonly string[] | undefined>((done, fail) => {
      const ca = readFileSync(authority.file);
      const options = { host: "127.0.0.1", port: port(), servername: NAME, ca, path: "/api/join", method: "POST" };
      const headers = { "content-type": "application/json" };
      const call = request({ ...options, headers }, (answer) => done(answer.resume().headers["set-cookie"]));
      call.on("error", fail).end(body);
    });
    expect(cookies?.[0]).to.match(/; Secure; /);
  });

  it("serves the next certificate as soon as both of its files are there", async () => {
    const first = await served();
    const next = { cert: join(stage.folder, "next.pem"), key: join(stage.folder, "next.key") };
    authority.issue(NAME, next);
    copyFileSync(next.cert, files.cert);
    // Half of a new pair keeps the old one, and says so.
    await until("the alarm is on", () => alarm() !== undefined);
    expect(alarm()).to.match(/is not the key of the certificate in .*The hub keeps the certificate that it has\.$/);
    expect(await served()).to.equal(first);
    copyFileSync(next.key, files.key);
    await until("the next certificate is served", async () => (await served()) !== first);
    await until("the alarm is off", () => alarm() === undefined);
  });

  it("keeps the one that it has if the new one is broken or has run out", async () => {
    const [kept, cert] = [await served(), readFileSync(files.cert)];
    writeFileSync(files.cert, "not a certificate");
    await until("the alarm is on", () => alarm()?.includes("does not hold what TLS needs") === true);
    expect(await served()).to.equal(kept);
    writeFileSync(files.cert, cert);
    await until("the alarm is off", () => alarm() === undefined);
    // The hub's clock follows the chain, which is weeks ahead of this day's certificate.
    authority.issue(NAME, files, 1);
    await until("the alarm is on", () => alarm()?.includes("has run out") === true);
    expect(await served()).to.equal(kept);
  });

  it("does not start with a certificate for another name", async () => {
    const other = { cert: join(stage.folder, "other.pem"), key: join(stage.folder, "other.key") };
    authority.issue("other.venue.test", other);
    const change = (text: string) => withTls(text).replace("chain.pem", "other.pem").replace("key.pem", "other.key");
    const failure = await stage.start({ change, data: "tls" }).catch((error: Error) => error.message);
    expect(failure).to.contain(`other.pem is not for ${NAME}`);
  });
});
