/** The gas table of the README, made from the snapshot, so that it cannot say anything else. */

const [BEGIN, END] = ["<!-- gas -->", "<!-- /gas -->"];

type Snapshot = Readonly<Record<string, unknown>>;

/** A measurement of the snapshot by its name there, and how many rights it was about. */
type Measured = readonly [name: string, rights: number];

/** What is done: for one right alone, for 100, and for as many as were measured. */
type Row = { readonly title: string; readonly one?: Measured; readonly hundred: Measured; readonly most?: Measured };

const rows: readonly Row[] = [
  sameBatch("grant, standing", "grant standing", "grant standing, N = 1", 1228),
  sameBatch("grant, seated in a row", "grant seated in a row", "grant seated in a row, N = 1", 1068),
  sameBatch("admit, secp256k1 proof", "admit secp256k1, same batch", "admit secp256k1, lone right, N = 1", 1000),
  sameBatch("admit, P-256 proof", "admit p256, same batch", "admit p256, lone right, N = 1", 800),
  sameBatch("admit, passkey proof", "admit passkey, same batch", "admit passkey, lone right, N = 1"),
  { title: "admit, 100 lone rights, secp256k1", hundred: ["admit secp256k1, lone rights, N = 100", 100] },
  sameBatch("return", "return of the same batch", "return a lone right, N = 1"),
];

function sameBatch(title: string, name: string, alone: string, most?: number): Row {
  const row: Row = { title, one: [alone, 1], hundred: [`${name}, N = 100`, 100] };
  return most === undefined ? row : { ...row, most: [`${name}, N = ${most}`, most] };
}

/** The README with the table of this snapshot. */
export function withGasTable(readme: string, snapshot: Snapshot): string {
  const [begin, end] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`README.md has no ${BEGIN} … ${END}`);
  return `${readme.slice(0, begin)}${BEGIN}\n${gasTable(snapshot)}\n${readme.slice(end)}`;
}

function gasTable(snapshot: Snapshot): string {
  const each = (measured: Measured | undefined) => {
    if (measured === undefined) return "";
    const [name, rights] = measured;
    const gas = snapshot[name];
    if (typeof gas !== "number") throw new Error(`snapshots/gas.json has no "${name}"`);
    return figure(Math.ceil(gas / rights));
  };
  const lines = rows.map(({ title, one, hundred, most }) => {
    const largest = most === undefined ? "" : `${each(most)} (${figure(most[1])})`;
    return `| ${title} | ${each(one)} | ${each(hundred)} | ${largest} |`;
  });
  return ["| gas per right | N = 1 | N = 100 | largest measured (N) |", "|---|---:|---:|---:|", ...lines].join("\n");
}

function figure(value: number): string {
  return value.toLocaleString("en-US");
}
