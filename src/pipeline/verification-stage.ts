/** A stage's name, its check and, where it is absent for another reason than that it is not made yet, that reason. */
export type Stage = readonly [step: string, check: () => Promise<string[] | undefined>, absentBecause?: string]
