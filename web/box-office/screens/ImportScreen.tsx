import { useEffect } from "preact/hooks";
import { ImportCard } from "../components/ImportCard.tsx";
import { ActionState, useAction } from "../components/useAction.tsx";
import { useReading } from "../components/useReading.ts";
import type { ScreenProps } from "../ScreenProps.ts";

/** Orders from a list: read, looked at, started, and what became of each line. */
export function ImportScreen({ office }: ScreenProps) {
  const { words } = office;
  const { import: texts, right } = words;
  const { imports, eventId } = office.state;
  const action = useAction(words);
  const reading = useReading(words);
  const read = () =>
    reading.read(
      () => office.renewImports(),
      () => {},
    );
  useEffect(() => {
    if (office.isManager) void read();
  }, []);
  const own = [...imports.value.values()].filter((one) => one.eventId === eventId.value);
  return (
    <>
      <h1 id="part">{texts.title}</h1>
      <p class="soft">{texts.how}</p>
      {office.isManager ? (
        <label class="file">
          {texts.choose}
          <input
            type="file"
            accept=".csv,text/csv,text/plain"
            onChange={({ currentTarget }) => {
              const [file] = currentTarget.files ?? [];
              if (file === undefined) return;
              action.run(async () => {
                await office.read(file);
                // The same file may be chosen again, after it was mended.
                currentTarget.value = "";
                void read();
              });
            }}
          />
        </label>
      ) : (
        <p>{right.managersOnly}</p>
      )}
      <ActionState of={[reading, action]} words={words} />
      {own.length === 0 && <p class="soft">{texts.none}</p>}
      {own.map((one) => (
        <ImportCard key={one.id} office={office} of={one} />
      ))}
    </>
  );
}
