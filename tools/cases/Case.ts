/** One input of a case: what must come out, and what came out. */
export interface CaseLine {
  input: string;
  expected: string;
  actual: string;
}

/** Inputs of one kind that went wrong once, from a folder in `cases/`. */
export interface Case {
  folder: string;
  title: string;
  run(): Promise<readonly CaseLine[]>;
}
