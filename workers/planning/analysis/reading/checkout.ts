/** One file of a checkout's tree, by its path from the root. */
export interface CheckoutEntry {
  path: string;
  bytes: number;
  kind: 'file' | 'executable' | 'link' | 'submodule';
}

/** A file's contents, or null with a note that says why not (absent, too large, binary, a link). */
export interface CheckoutFile {
  path: string;
  text: string | null;
  bytes: number;
  note: string | null;
}

/** What the analysis sees of a repository: its tree, and contents on request. `truncated`: the tree is not complete. */
export interface Checkout {
  commit: string | null;
  tree: CheckoutEntry[];
  truncated: boolean;
  read(paths: string[]): Promise<CheckoutFile[]>;
}
