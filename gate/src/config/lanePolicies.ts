import type { Manifest, Policy } from "doorkey/code";
import { ConfigError, type Mistake, type Report } from "doorkey-server";
import type { Config } from "./Config.ts";

const HOUR = 3_600;

/**
 * The rules of each lane for the SDK's decision.
 *
 * @param seed Chooses whom a sample takes. It must not be known outside the venue.
 * @throws ConfigError if the event has no class of a name.
 */
export function lanePolicies(
  config: Pick<Config, "file" | "lineOf" | "lanes" | "policy">,
  manifest: Pick<Manifest, "classes">,
  seed: string,
): ReadonlyMap<number, Policy> {
  const { file, lineOf, lanes, policy } = config;
  const mistakes: Mistake[] = [];
  const report: Report = (path, message) => {
    const line = lineOf(path);
    mistakes.push({ path: path.slice(1), ...(line !== undefined && { line }), message });
  };
  const idsOf = (names: readonly string[], path: string) => classIds(names, manifest, path, report);
  const identity = policy.identity && identityOf(policy.identity, seed, idsOf);
  const rules: Policy = {
    againWithin: policy.againSeconds,
    demandChallenge: policy.challenge === "always",
    passkeys: policy.passkeys.map(({ origin, domain }) => ({ origin, ...(domain !== undefined && { rpId: domain }) })),
    ...(identity && { identity }),
  };
  const policies = lanes.map(({ number, classes }, i): [number, Policy] => [
    number,
    { ...rules, ...(classes && { classes: idsOf(classes, `/lanes/${i}/classes`) }) },
  ]);
  if (mistakes.length > 0) throw new ConfigError(file, mistakes);
  return new Map(policies);
}

type Identity = NonNullable<Config["policy"]["identity"]>;

function identityOf(
  { classes, reboundWithinHours, sample }: Identity,
  seed: string,
  idsOf: (names: readonly string[], path: string) => number[],
): NonNullable<Policy["identity"]> {
  return {
    ...(classes && { classes: idsOf(classes, "/policy/identity/classes") }),
    ...(reboundWithinHours !== undefined && { reboundWithin: Math.round(reboundWithinHours * HOUR) }),
    ...(sample !== undefined && { sample: { rate: sample, seed } }),
  };
}

function classIds(
  names: readonly string[],
  { classes }: Pick<Manifest, "classes">,
  path: string,
  report: Report,
): number[] {
  const known = new Map(Object.entries(classes).map(([id, { name }]) => [name, Number(id)]));
  return names.flatMap((name, i) => {
    const id = known.get(name);
    if (id === undefined)
      report(`${path}/${i}`, `the event has no class "${name}"; it has ${[...known.keys()].join(", ")}`);
    return id ?? [];
  });
}
