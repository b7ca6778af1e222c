import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { parse } from "yaml";
import { createMetrics } from "../src/metrics/metrics.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const read = (path: string): string => readFileSync(`${ROOT}${path}`, "utf8");

type Rule = {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string };
};

const { groups } = parse(read("ops/prometheus/rules.yaml")) as { groups: { rules: Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);

/** Names that the relay serves, with the parts of its histograms. */
async function served(): Promise<ReadonlySet<string>> {
  const text = await createMetrics(async () => undefined).scrape();
  return new Set(
    [...text.matchAll(/^# TYPE (\S+) (\w+)$/gm)].flatMap(([, name = "", type]) =>
      type === "histogram" ? [name, `${name}_bucket`, `${name}_count`, `${name}_sum`] : [name],
    ),
  );
}

/** Metrics in an expression: the relay's, the process's, and Node's. */
const metricsIn = (expr: string): string[] => expr.match(/\b(doorkey_relay|process|nodejs)_[a-z0-9_]+/g) ?? [];

describe("ops/", () => {
  it("has a line in docs/operations.md for each rule, and a rule for each line", () => {
    const documented = [...read("docs/operations.md").matchAll(/^\| `(Doorkey\w+)` \|/gm)].map(([, name]) => name);
    expect(documented).to.deep.equal(rules.map(({ alert }) => alert));
  });

  it("has rules over metrics that the relay serves, each with a severity and a sentence", async () => {
    const names = await served();
    for (const { alert, expr, labels, annotations } of rules) {
      for (const name of metricsIn(expr)) expect([...names], alert).to.include(name);
      expect(["page", "ticket"]).to.include(labels.severity);
      expect(annotations.summary).to.match(/\.$/);
    }
  });

  it("has a unit test for each rule", () => {
    const { tests } = parse(read("ops/prometheus/rules.test.yaml")) as {
      tests: { alert_rule_test: { alertname: string; exp_alerts: unknown[] }[] }[];
    };
    const fired = tests.flatMap(({ alert_rule_test: cases }) =>
      cases.filter(({ exp_alerts }) => exp_alerts.length > 0).map(({ alertname }) => alertname),
    );
    expect([...new Set(fired)].sort()).to.deep.equal(rules.map(({ alert }) => alert).sort());
  });

  const promtool = (process.env.PATH ?? "")
    .split(":")
    .map((folder) => `${folder}/promtool`)
    .find((path) => existsSync(path));
  if (promtool !== undefined)
    it("has rules that promtool takes, and whose unit tests pass", () => {
      const run = (...args: string[]) => execFileSync(promtool, args, { cwd: `${ROOT}ops/prometheus` }).toString();
      expect(run("check", "rules", "rules.yaml")).to.contain(`SUCCESS: ${rules.length} rules found`);
      expect(run("check", "config", "prometheus.yaml")).to.contain("is valid");
      expect(run("test", "rules", "rules.test.yaml")).to.contain("SUCCESS");
    });

  it("has a dashboard over metrics that the relay serves, and every metric of the relay is on it", async () => {
    const text = read("ops/grafana/dashboards/doorkey-relay.json");
    const { panels } = JSON.parse(text) as {
      panels: { id: number; type: string; title: string; targets?: { expr: string }[] }[];
    };
    const used = panels.flatMap(({ targets = [] }) => targets.flatMap(({ expr }) => metricsIn(expr)));
    const names = await served();
    for (const name of used) expect([...names]).to.include(name);
    expect(new Set(panels.map(({ id }) => id)).size).to.equal(panels.length);
    const shown = new Set(used.map((name) => name.replace(/_(bucket|count|sum)$/, "")));
    const own = [...names].filter((name) => name.startsWith("doorkey_relay_") && !/_(bucket|count|sum)$/.test(name));
    expect(own.filter((name) => !shown.has(name))).to.deep.equal([]);
  });

  it("has a compose file of two relays, PostgreSQL, Prometheus and Grafana, whose files exist", () => {
    type Service = { readonly volumes?: string[]; readonly image?: string; readonly build?: { dockerfile: string } };
    const text = read("ops/compose.yaml");
    const { services, volumes, secrets } = parse(text, { merge: true }) as {
      services: Record<string, Service & { secrets?: string[] }>;
      volumes: object;
      secrets: object;
    };
    expect(Object.keys(services)).to.deep.equal(["relay-1", "relay-2", "postgres", "prometheus", "grafana"]);
    for (const [name, { volumes: mounts = [], secrets: wanted = [], image, build }] of Object.entries(services)) {
      for (const mount of mounts) {
        const [source = ""] = mount.split(":");
        const made = source === "./config" || source in volumes;
        expect(made || existsSync(`${ROOT}ops/${source}`), `${name}: ${source}`).to.equal(true);
      }
      for (const secret of wanted) expect(secrets).to.have.property(secret);
      expect(image === undefined ? existsSync(`${ROOT}${build?.dockerfile}`) : /:[\w.-]+$/.test(image)).to.equal(true);
    }
    const targets = read("ops/prometheus/prometheus.yaml");
    for (const relay of ["relay-1:9787", "relay-2:9787"]) expect(targets).to.contain(relay);
    for (const path of readdirSync(`${ROOT}ops/grafana/provisioning`, { recursive: true, encoding: "utf8" })) {
      if (path.endsWith(".yaml")) parse(read(`ops/grafana/provisioning/${path}`));
    }
  });

  it("starts the relay in image and unit as the command line takes it", () => {
    const image = read("ops/Dockerfile");
    const [, command = "[]"] = /^CMD (\[.*\])$/m.exec(image) ?? [];
    expect(JSON.parse(command)).to.deep.equal(["start", "--config", "/etc/doorkey/relay.yaml", "--host", "0.0.0.0"]);
    expect(image).to.match(/^USER node$/m);
    const unit = read("ops/systemd/doorkey-relay.service");
    for (const section of ["[Unit]", "[Service]", "[Install]"]) expect(unit).to.contain(`${section}\n`);
    expect(unit).to.contain("doorkey-relay start --config /etc/doorkey/relay.yaml");
  });

  const analyze = "/usr/bin/systemd-analyze";
  if (existsSync(analyze))
    it("has a unit that systemd takes", () => {
      const said = execFileSync(analyze, ["verify", `${ROOT}ops/systemd/doorkey-relay.service`], { stdio: "pipe" });
      expect(said.toString()).to.equal("");
    });
});
