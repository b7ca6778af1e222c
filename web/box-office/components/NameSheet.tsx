import { useState } from "preact/hooks";
import { Sheet } from "../../shared/components/Sheet.tsx";
import { ChangeState } from "./ChangeState.tsx";
import { DocumentFields, NO_DOCUMENT } from "./DocumentFields.tsx";
import type { SheetProps } from "./RightProps.ts";
import { useChange } from "./useChange.ts";

/** Binds a right to the person whose document the manager sees. */
export function NameSheet(props: SheetProps) {
  const { office, right, onClose } = props;
  const { name, close, person } = office.words;
  const [document, setDocument] = useState(NO_DOCUMENT);
  const { action, act, change } = useChange(props);
  return (
    <Sheet title={office.words.right.name} close={close} onClose={onClose}>
      <p>{name.how}</p>
      <form
        class="stack"
        onSubmit={(submitted) => {
          submitted.preventDefault();
          change("names", { rightId: right.rightId, document });
        }}
      >
        <DocumentFields words={office.words} title={person.title(1)} document={document} onChange={setDocument} />
        <button type="submit" class="button main wide">
          {name.do}
        </button>
      </form>
      <ChangeState office={office} action={action} act={act} />
    </Sheet>
  );
}
