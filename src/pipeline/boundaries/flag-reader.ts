import type { Issue } from '../../core/errors.ts'
import { nameUnknown, settingInvalid } from './issues.ts'

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/** Reads flags one by one and keeps every problem, so that all are told at once. */
export class FlagReader {
  readonly issues: Issue[] = []

  /** The number of a flag; nothing where the flag is absent or, with an issue, where its text does not fit. */
  number(
    flag: string,
    text: string | undefined,
    expected: string,
    fits: (value: number) => boolean,
  ): number | undefined {
    if (text === undefined) return undefined
    const value = decimal.test(text.trim()) ? Number(text) : Number.NaN
    if (Number.isFinite(value) && fits(value)) return value
    this.issues.push(settingInvalid(flag, expected, text))
    return undefined
  }

  /** What a flag names; what is usual where it is absent. */
  named<T extends { id: string }>(flag: string, id: string | undefined, all: readonly T[], usual: T | undefined) {
    const found = id === undefined ? usual : all.find(each => each.id === id)
    const known = all.map(each => each.id)
    if (found === undefined) this.issues.push(nameUnknown(flag, id ?? 'nothing', known))
    return found
  }
}
