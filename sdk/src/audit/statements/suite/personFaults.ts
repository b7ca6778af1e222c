import { mapBounded } from "../../../core/mapBounded.ts";
import type { Audit } from "../../Audit.ts";
import type { Evidence } from "../../Statement.ts";

/** Most persons whose rights are compared: each is a question to the node. */
const MOST = 2_000;
/** Questions that are open at the same time. */
const WIDTH = 16;

/** Persons whose rights, by the logs, are not those that the chain keeps. */
export async function personFaults({ connection, event, state }: Audit): Promise<Evidence[]> {
  const { scope } = event.policy;
  const persons = [...(state.persons.get(scope) ?? [])];
  const step = Math.max(1, Math.ceil(persons.length / MOST));
  const looked = persons.filter((_, i) => i % step === 0);
  const faults = await mapBounded(looked, WIDTH, async ([tag, places]): Promise<Evidence[]> => {
    const kept = await connection.contracts.rights.rightsOfPerson(scope, tag);
    if (places.every((right, i) => right === kept[i])) return [];
    return [{ note: "The rights of this person differ.", subject: tag, rightId: places[0] }];
  });
  return faults.flat();
}
