export type Theme = {
  readonly ground: string;
  readonly ink: string;
  readonly quiet: string;
  readonly line: string;
  /** Bars of Doorkey and of its peers: N = 100 or issue strong, N = 1 or entry soft. */
  readonly ours: Shades;
  readonly theirs: Shades;
};

export type Shades = { readonly strong: string; readonly soft: string };

/** The contrast of text to its ground is at least 4.5, of bars at least 3, or a bar has a label of its own. */
export const THEMES = {
  light: {
    ground: "#ffffff",
    ink: "#1f2328",
    quiet: "#59636e",
    line: "#d1d9e0",
    ours: { strong: "#0b6e4f", soft: "#62c2a0" },
    theirs: { strong: "#57606a", soft: "#afb8c1" },
  },
  dark: {
    ground: "#0d1117",
    ink: "#e6edf3",
    quiet: "#9198a1",
    line: "#30363d",
    ours: { strong: "#3fb68b", soft: "#1f6f54" },
    theirs: { strong: "#9198a1", soft: "#484f58" },
  },
} as const satisfies Readonly<Record<string, Theme>>;

export type ThemeName = keyof typeof THEMES;
