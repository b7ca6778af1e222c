import { useState } from "preact/hooks";
import type { PersonDocument, Sale } from "../api/answers.ts";
import type { ScreenProps } from "../ScreenProps.ts";
import { DocumentFields, NO_DOCUMENT } from "./DocumentFields.tsx";
import { ActionState, useAction } from "./useAction.tsx";

/** Paid: asks for the documents that the class wants, and shows the invitation. */
export function InviteForm({ office, sale }: ScreenProps & { readonly sale: Sale }) {
  const { words, event } = office;
  const { named, reserved } = event?.classes.find(({ name }) => name === sale.className) ?? {};
  // Rights of a reserved class may get their names later.
  const people = named === true && reserved === false ? sale.quantity : 0;
  const [documents, setDocuments] = useState<readonly PersonDocument[]>(
    Array.from({ length: people }, () => NO_DOCUMENT),
  );
  const action = useAction(words);
  return (
    <form
      class="stack"
      onSubmit={(submitted) => {
        submitted.preventDefault();
        action.run(() => office.invite(sale.id, documents));
      }}
    >
      {documents.map((document, i) => (
        <DocumentFields
          key={i}
          words={words}
          title={words.person.title(i + 1)}
          document={document}
          onChange={(changed) => setDocuments(documents.with(i, changed))}
        />
      ))}
      <button type="submit" class="button main wide">
        {words.sale.paid}
      </button>
      <ActionState of={[action]} words={words} />
    </form>
  );
}
