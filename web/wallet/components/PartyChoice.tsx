import type { Party } from "../tickets/party.ts";
import type { Words } from "../words/Words.ts";

/** How many people go in with one code, and with whom it starts. Absent where there is one person. */
export function PartyChoice(props: {
  readonly words: Words;
  readonly groups: readonly Party[];
  readonly party: Party;
  readonly choose: (party: Partial<Party>) => void;
}) {
  const { words, groups, party, choose } = props;
  const firsts = groups.flatMap(({ from, count }) => Array.from({ length: count }, (_, i) => from + i));
  if (firsts.length <= 1) return null;
  const group = groups.find(({ from, count }) => party.from >= from && party.from < from + count);
  const most = group === undefined ? party.count : group.from + group.count - party.from;
  return (
    <div class="choices">
      <label>
        {words.code.howMany}
        <select
          value={party.count}
          onChange={({ currentTarget: { value } }) => choose({ ...party, count: Number(value) })}
        >
          {Array.from({ length: most }, (_, i) => (
            <option key={i} value={most - i}>
              {words.people(most - i)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {words.code.from}
        <select value={party.from} onChange={({ currentTarget: { value } }) => choose({ from: Number(value) })}>
          {firsts.map((first) => (
            <option key={first} value={first}>
              {words.code.person(first + 1)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
