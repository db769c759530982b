/** Where long work says how far it is. `total` is absent where it is not known beforehand. */
export interface Progress {
  report(stage: string, done: number, total?: number): void
}

/** Says nothing: the default of the library. */
export const silent: Progress = { report: () => {} }
