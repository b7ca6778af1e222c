import type { Command } from "commander";
import type { Address } from "doorkey";
import { changeDrawAttester } from "doorkey/ballot";
import { type Acting, act } from "../../terminal/act.ts";
import { type ClassOptions, withClass } from "../../terminal/eventOptions.ts";
import { address } from "../../terminal/values.ts";

export function addAttester(draw: Command): void {
  const command = withClass(
    draw
      .command("attester")
      .description("names an attester whom the new organizer trusts, after the event changed hands; anyone may run it")
      .argument("<address>", "the attester", address),
  );
  act(command, ({ options }: Acting<ClassOptions>, attester: Address) => {
    const { event: eventId, class: className } = options;
    return {
      final: `Make ${attester} the attester of the draw of class ${className}? It is final until the event changes hands again.`,
      send: (sending) => changeDrawAttester(sending, { eventId, className, attester }),
      done: () => ({
        said: `${attester} is the attester of the draw of class ${className}.`,
        result: { eventId, className, attester },
        next: [],
      }),
    };
  });
}
