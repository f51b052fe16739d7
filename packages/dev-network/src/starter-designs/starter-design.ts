/** A file of a commit; `path` has forward slashes. */
export interface StarterFile {
  path: string
  content: Uint8Array
}

export interface StarterCommit {
  /** `main`, or a variant. A branch that was not there before starts at the last commit of `main` above it. */
  branch: string
  message: string
  /**
   * All files of the design after this commit, not only the changed ones; within a design their paths stay the same.
   * What a remix takes in from its parents lies in their folders beside them and is not listed.
   */
  files: StarterFile[]
  /** Name of a tag on this commit, such as `v1.0.0`. */
  tag?: string
}

/** A design with a small history, as data: nothing here knows git or the network. */
export interface StarterDesign {
  slug: string
  title: string
  /** At most 160 characters. */
  summary: string
  /** Markdown, longer than the summary. */
  description?: string
  kind: 'printed' | 'board' | 'lasercut' | 'other'
  /** SPDX id. */
  licence: string
  tags: string[]
  /** In the order in which they are made. */
  commits: StarterCommit[]
}

export interface StarterParent {
  slug: string
  /** What the derivative starts from or takes in. */
  tag: string
  relation: 'fork' | 'remix'
  /** Where a remix uses what this parent gave. */
  folder?: string
}

/** A design that comes from others. A fork has one parent and goes on from its tag; a remix has several. */
export interface StarterDerivative extends StarterDesign {
  parents: StarterParent[]
}
