/** The gas table of the README, made from the snapshot, so that it cannot say anything else. */

const [BEGIN, END] = ["<!-- gas -->", "<!-- /gas -->"];

type Snapshot = Readonly<Record<string, unknown>>;

/** What is done, the snapshot's name for it, and how many at once. */
const rows: readonly (readonly [title: string, name: string, sizes: readonly (number | undefined)[]])[] = [
  ["grant, standing", "grant standing", [1, 100, 1228]],
  ["grant, seated in a row", "grant seated in a row", [1, 100, 1068]],
  ["admit, secp256k1 proof", "admit secp256k1, same batch", [undefined, 100, 1000]],
  ["admit, P-256 proof", "admit p256, same batch", [undefined, 100, 800]],
  ["admit, passkey proof", "admit passkey, same batch", [undefined, 100, undefined]],
  ["admit, 100 lone rights, secp256k1", "admit secp256k1, lone rights", [undefined, 100, undefined]],
  ["return", "return of the same batch", [undefined, 100, undefined]],
];

/** N = 1 of an admission: a lone right. */
const alone: Readonly<Record<string, string>> = {
  "admit secp256k1, same batch": "admit secp256k1, lone right, N = 1",
  "admit p256, same batch": "admit p256, lone right, N = 1",
  "admit passkey, same batch": "admit passkey, lone right, N = 1",
  "return of the same batch": "return a lone right, N = 1",
};

/** The README with the table of this snapshot. */
export function withGasTable(readme: string, snapshot: Snapshot): string {
  const [begin, end] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`README.md has no ${BEGIN} … ${END}`);
  return `${readme.slice(0, begin)}${BEGIN}\n${gasTable(snapshot)}\n${readme.slice(end)}`;
}

function gasTable(snapshot: Snapshot): string {
  const lines = rows.map(([title, name, sizes]) => {
    const cells = sizes.map((size, i) => {
      const key = size === undefined && i === 0 ? alone[name] : `${name}, N = ${size}`;
      if (key === undefined || (size === undefined && i > 0)) return "";
      const gas = snapshot[key];
      if (typeof gas !== "number") throw new Error(`snapshots/gas.json has no "${key}"`);
      const each = Math.ceil(gas / (size ?? 1)).toLocaleString("en-US");
      return i === 2 ? `${each} (${size?.toLocaleString("en-US")})` : each;
    });
    return `| ${title} | ${cells.join(" | ")} |`;
  });
  return ["| gas per right | N = 1 | N = 100 | largest measured (N) |", "|---|---:|---:|---:|", ...lines].join("\n");
}
