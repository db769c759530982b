import { unknownId } from './problems.ts'
import type { Protocol } from './protocol.ts'
import { declaredStrata } from './strata.ts'
import type { TargetTable } from './targets.ts'
import type { Problem } from './validate.ts'

type Sections = Pick<Partial<Protocol>, 'strata' | 'caseload'>
type Path = Problem['path']

/** Problems of the targets of fixed counts: every arm in every stratum, and no others. */
export function targetProblems(
  targets: TargetTable,
  arms: readonly string[],
  { strata, caseload }: Sections,
): Problem[] {
  const path = ['allocation', 'targets']
  const rows = Object.entries(targets)
  const wrongArms = rows.flatMap(([stratum, row]) => [
    ...Object.keys(row)
      .filter(arm => !arms.includes(arm))
      .map(arm => unknownId([...path, stratum, arm], 'arm', arm, arms)),
    ...arms
      .filter(arm => row[arm] === undefined)
      .map(arm => ({ path: [...path, stratum], expected: `a target for every arm, ${arm} too` })),
  ])
  const empty = arms
    .filter(arm => rows.every(([, row]) => row[arm] === 0))
    .map(arm => ({
      path,
      expected: `at least one case in arm ${arm}`,
      received: '0 in every stratum',
      action: 'Give the arm a target above 0, or remove it.',
    }))
  return [...wrongArms, ...empty, ...stratumProblems(path, Object.keys(targets), strata, caseload)]
}

function stratumProblems(
  path: Path,
  named: readonly string[],
  strata: Sections['strata'],
  caseload: Sections['caseload'],
): Problem[] {
  if (strata === undefined || caseload === undefined) return []
  const expected = declaredStrata({ strata, caseload })
  return [
    ...named.filter(id => !expected.includes(id)).map(id => unknownId([...path, id], 'stratum', id, expected)),
    ...expected
      .filter(id => !named.includes(id))
      .map(id => ({
        path,
        expected: `targets for every stratum, ${id} too`,
        action: 'Write 0 where none are wanted.',
      })),
  ]
}
