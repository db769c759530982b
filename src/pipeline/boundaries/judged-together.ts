import { declaredCases } from '../../model/allocation.ts'
import type { Protocol } from '../../model/protocol.ts'
import type { Sizing } from '../../model/sizing.ts'
import { mostLooksOfArms } from '../../numerics/index.ts'
import type { Trial } from '../trial-folder.ts'
import type { FlagReader } from './flag-reader.ts'
import { settingOutOfPlace, sizesUnknown } from './issues.ts'

/** An arm that is judged together with the compared one, against the same other arm. */
export interface JudgedArm {
  id: string
  cases: number
}

/** Cases of an arm by sizing.yaml, else by the protocol. */
export const plannedCases = (
  { protocol, sizing }: { protocol: Protocol; sizing: Sizing | undefined },
  arm: string,
): number | undefined => sizing?.cases?.[arm] ?? declaredCases(protocol.allocation, arm)

/** What is asked beside the arms that are judged together. */
interface Asked {
  sizing: Sizing | undefined
  /** The arm that they join, and the one that all are compared with. */
  compared: readonly [string, string]
  /** Cases of each arm, where the command line says. */
  cases: number | undefined
  looks: number
  binding: boolean
}

/** The arms that `--together` names, with their cases. */
export function judgedTogether(
  { protocol }: Trial,
  together: readonly string[],
  { sizing, compared, cases: given, looks, binding }: Asked,
  reader: FlagReader,
): JudgedArm[] {
  const named = together.flatMap(id => reader.named('--together', id, protocol.arms, undefined)?.id ?? [])
  const misplaced = (expected: string, action: string) =>
    reader.issues.push(settingOutOfPlace('--together', expected, action))
  if (named.some((id, at) => compared.includes(id) || named.indexOf(id) !== at)) {
    misplaced(`arms other than ${compared.join(' and ')}, each once`, 'Name further arms, or leave it out.')
  }
  const most = mostLooksOfArms(named.length + 1)
  if (looks > most) {
    misplaced(`at most ${most} looks where ${named.length + 1} arms are judged together`, 'Ask for fewer looks.')
  }
  if (named.length > 0 && binding) {
    misplaced('futility that does not bind, as one arm may stop without the others', 'Leave out --binding.')
  }
  return named.flatMap(id => {
    const cases = given ?? plannedCases({ protocol, sizing }, id)
    if (cases) return [{ id, cases }]
    reader.issues.push(sizesUnknown([id]))
    return []
  })
}
