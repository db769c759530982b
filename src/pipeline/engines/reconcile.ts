import { createHash } from 'node:crypto'
import { compareBytes } from '../../core/byte-order.ts'
import type { Issue } from '../../core/errors.ts'
import type { AllocatedCase } from '../../model/case.ts'
import type { Answer } from '../../summaries/engines/sql/answers.ts'
import type { RosterCell } from '../../summaries/engines/sql/checks.ts'
import type { StatementId } from '../../summaries/engines/sql/statements.ts'
import { casesDiffer, rosterDiffers } from './issues.ts'

const keyOf = ({ arm, stratum }: Pick<RosterCell, 'arm' | 'stratum'>): string => JSON.stringify([stratum, arm])

/** The first 32 bits of the MD5 of an id: engines have it too, and their sum tells sets of cases apart without a list of ids. */
const fingerprintOf = (id: string): bigint => BigInt(createHash('md5').update(id).digest().readUInt32BE(0))

/** The cells of an allocation: how many cases, and which. */
export function allocatedRoster(allocation: readonly AllocatedCase[]): ReadonlyMap<string, RosterCell> {
  const cells = new Map<string, RosterCell>()
  for (const { id, arm, stratum, linked } of allocation) {
    const key = keyOf({ arm, stratum })
    const cell = cells.get(key) ?? { arm, stratum, cases: 0, linked: 0, fingerprints: 0n }
    cell.cases += 1
    cell.linked += linked ? 1 : 0
    cell.fingerprints += fingerprintOf(id)
    cells.set(key, cell)
  }
  return cells
}

/** Where the cases of a table are not those that were allocated, by arm and stratum. */
export function rosterProblems(allocated: ReadonlyMap<string, RosterCell>, table: readonly RosterCell[]): Issue[] {
  const found = new Map(table.map(cell => [keyOf(cell), cell]))
  const keys = [...new Set([...allocated.keys(), ...found.keys()])].sort(compareBytes)
  return keys.flatMap(key => {
    const [expected, received] = [allocated.get(key), found.get(key)]
    const { arm, stratum } = expected ?? received ?? { arm: '', stratum: '' }
    const [cases, present] = [expected?.cases ?? 0, received?.cases ?? 0]
    if (cases !== present) return [rosterDiffers('checks', arm, stratum, cases, present)]
    const isSame = expected?.fingerprints === received?.fingerprints && expected?.linked === received?.linked
    return isSame ? [] : [casesDiffer(arm, stratum, cases)]
  })
}

/** Statements that count the cases they saw, and of which of them. */
const counting: readonly { id: StatementId; saw: keyof Pick<RosterCell, 'cases' | 'linked'> }[] = [
  { id: 'cells', saw: 'cases' },
  { id: 'clusters', saw: 'linked' },
]

/** Where a statement saw other numbers of cases than were allocated: servers may come and go between two statements. */
export function answerProblems(
  allocated: ReadonlyMap<string, RosterCell>,
  answers: ReadonlyMap<StatementId, Answer>,
): Issue[] {
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
