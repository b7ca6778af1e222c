/** One input of a case, what it should give, and what it gives. */
export interface CaseLine {
  /** Name of the input in its folder, or what it is. */
  input: string;
  expected: string;
  actual: string;
}

/** A kind of input that people have. Its files are in `cases/<folder>`. */
export interface Case {
  folder: string;
  title: string;
  /** Gives every input to the project, and returns a line for each. */
  run(): Promise<readonly CaseLine[]>;
}
