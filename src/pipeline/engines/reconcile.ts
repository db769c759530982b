import { createHash } from 'node:crypto'
import { compareBytes } from '../../core/byte-order.ts'
import type { Issue } from '../../core/errors.ts'
import type { AllocatedCase } from '../../model/case.ts'
import { type Subgrouping, subgroupSets } from '../../model/subgroups.ts'
import type { SubgroupDivision } from '../../outcomes/index.ts'
import { AnswerIndex, type Answers } from '../../summaries/engines/sql/answers.ts'
import type { RosterCell } from '../../summaries/engines/sql/checks.ts'
import type { AskedColumn, StatementId } from '../../summaries/engines/sql/statements.ts'
import type { Trial } from '../trial-folder.ts'
import { casesDiffer, rosterDiffers, statementsDiffer, subgroupCasesDiffer, subgroupDiffers } from './issues.ts'

const keyOf = ({ arm, stratum }: Pick<RosterCell, 'arm' | 'stratum'>): string => JSON.stringify([stratum, arm])

/** The first 32 bits of the MD5 of an id: engines have it too, and their sum tells sets of cases apart without a list of ids. */
const fingerprintOf = (id: string): bigint => BigInt(createHash('md5').update(id).digest().readUInt32BE(0))

/** The cells of an allocation: how many cases, and which; and the same of their subgroups. */
export function allocatedRoster(
  cases: readonly AllocatedCase[],
  divisions: readonly Pick<SubgroupDivision, 'subgrouping' | 'groupOf'>[] = [],
): ReadonlyMap<string, RosterCell> {
  const none = () =>
    divisions.map(({ subgrouping: { groups } }) => ({ cases: groups.map((): number => 0), fingerprints: 0n }))
  const cells = new Map<string, Omit<RosterCell, 'divisions'> & { divisions: ReturnType<typeof none> }>()
  cases.forEach(({ id, arm, stratum, linked }, row) => {
    const key = keyOf({ arm, stratum })
    const cell = cells.get(key) ?? { arm, stratum, cases: 0, linked: 0, fingerprints: 0n, divisions: none() }
    const fingerprint = fingerprintOf(id)
    cell.cases += 1
    cell.linked += linked ? 1 : 0
    cell.fingerprints += fingerprint
    cell.divisions.forEach((division, at) => {
      const group = divisions[at]?.groupOf[row] ?? -1
      if (group === -1) return
      division.cases[group] = (division.cases[group] ?? 0) + 1
      division.fingerprints += fingerprint * BigInt(group + 1)
    })
    cells.set(key, cell)
  })
  return cells
}

/** Where the cases of a table are not those that were allocated, by arm and stratum. */
export function rosterProblems(
  allocated: ReadonlyMap<string, RosterCell>,
  table: readonly RosterCell[],
  subgroupings: readonly Subgrouping[] = [],
): Issue[] {
  const found = new Map(table.map(cell => [keyOf(cell), cell]))
  const keys = [...new Set([...allocated.keys(), ...found.keys()])].sort(compareBytes)
  return keys.flatMap(key => {
    const [expected, received] = [allocated.get(key), found.get(key)]
    const { arm, stratum } = expected ?? received ?? { arm: '', stratum: '' }
    const [cases, present] = [expected?.cases ?? 0, received?.cases ?? 0]
    if (cases !== present) return [rosterDiffers('checks', arm, stratum, cases, present)]
    const isSame = expected?.fingerprints === received?.fingerprints && expected?.linked === received?.linked
    return isSame ? divisionProblems(expected, received, subgroupings) : [casesDiffer(arm, stratum, cases)]
  })
}

/** Where the cases of a cell are not in the subgroups that their baseline fields had when they were sampled. */
function divisionProblems(
  expected: RosterCell | undefined,
  received: RosterCell | undefined,
  subgroupings: readonly Subgrouping[],
): Issue[] {
  const { arm, stratum } = expected ?? { arm: '', stratum: '' }
  return subgroupings.flatMap(({ title, field, groups }, at): Issue[] => {
    const [own, found] = [expected?.divisions[at], received?.divisions[at]]
    const counted = groups.flatMap((group, place) => {
      const [cases = 0, present = 0] = [own?.cases[place], found?.cases[place]]
      return cases === present ? [] : [subgroupDiffers(arm, stratum, field, `"${group.title}"`, cases, present)]
    })
    if (counted.length > 0) return counted
    return own?.fingerprints === found?.fingerprints ? [] : [subgroupCasesDiffer(arm, stratum, field, title)]
  })
}

/** Statements that count the cases they saw, and of which of them. */
const counting: readonly { id: StatementId; saw: keyof Pick<RosterCell, 'cases' | 'linked'> }[] = [
  { id: 'cells', saw: 'cases' },
  { id: 'clusters', saw: 'linked' },
]

/** Where a statement saw other numbers of cases than were allocated: servers may come and go between two statements. */
export function answerProblems(allocated: ReadonlyMap<string, RosterCell>, answers: Answers): Issue[] {
  return counting.flatMap(({ id, saw }) => {
    const answer = answers.get(id)
    if (answer === undefined) return []
    const at = answer.statement.columns.indexOf('cases')
    const seen = new Map(
      answer.rows.map(row => [keyOf({ arm: row[0] ?? '', stratum: row[1] ?? '' }), Number(row[at] ?? 0)]),
    )
    return [...allocated].flatMap(([key, cell]) => {
      const received = seen.get(key) ?? 0
      return received === cell[saw] ? [] : [rosterDiffers(id, cell.arm, cell.stratum, cell[saw], received)]
    })
  })
}

/** Where the summaries of subgroups are of other numbers of cases than the subgroups have; of outcomes that every case has. */
export function subgroupProblems(
  allocated: ReadonlyMap<string, RosterCell>,
  answers: Answers,
  asked: readonly AskedColumn[],
  { protocol, plan: { subgroups = [] } }: Pick<Trial, 'protocol' | 'plan'>,
): Issue[] {
  const index = new AnswerIndex(answers)
  const places = new Map(
    subgroups.flatMap((subgrouping, division) =>
      subgroupSets(subgrouping).map(({ id }, group) => [id, { division, group }] as const),
    ),
  )
  return asked.flatMap(({ head: { outcome, set, uptake } }, at) => {
    const place = places.get(set ?? '')
    const isOfAll = protocol.outcomes.find(({ id }) => id === outcome)?.observed === undefined
    if (place === undefined || uptake !== undefined || !isOfAll) return []
    return [...allocated.values()].flatMap(({ arm, stratum, divisions }) => {
      const numbers = index.numbers('cells', [arm, stratum])
      const [expected, received] = [
        BigInt(divisions[place.division]?.cases[place.group] ?? 0),
        numbers(`n_${at + 1}`) + numbers(`missing_${at + 1}`),
      ]
      const what = `${outcome}: cases of ${arm} in ${stratum} and ${set}`
      return expected === received ? [] : [statementsDiffer('cells', what, expected, received)]
    })
  })
}
