import { quote } from '../core/errors.ts'
import { combinationsOf } from '../core/lists.ts'
import { conditionProblems } from './condition-problems.ts'
import { stratumId } from './ids.ts'
import { fieldProblems, repeatedIds, under, unknownId } from './problems.ts'
import { eventProblems, outcomeProblems } from './process-checks.ts'
import type { Protocol } from './protocol.ts'
import type { CrossCheck, Problem } from './validate.ts'

type Sections = Partial<Protocol>
type Path = Problem['path']

/** The rules of a protocol that hold between its parts. */
export const protocolChecks: readonly CrossCheck<Protocol>[] = [
  armProblems,
  timeZoneProblems,
  ({ caseload }) => (caseload === undefined ? [] : fieldProblems(['caseload', 'fields'], caseload.fields)),
  eligibilityProblems,
  strataProblems,
  clusterProblems,
  targetProblems,
  eventProblems,
  outcomeProblems,
  followUpProblems,
  ({ costs, arms }) => (costs === undefined || arms === undefined ? [] : costProblems(costs, armIds(arms))),
]

const armIds = (arms: Protocol['arms']): string[] => arms.map(arm => arm.id)

function armProblems({ arms }: Sections): Problem[] {
  if (arms === undefined) return []
  const controls = arms.filter(arm => arm.control).length
  const one = { path: ['arms'], expected: 'exactly one arm with `control: true`', received: `${controls}` }
  return [...(controls === 1 ? [] : [one]), ...repeatedIds(['arms'], 'arm', armIds(arms))]
}

function timeZoneProblems({ timeZone }: Sections): Problem[] {
  if (timeZone === undefined) return []
  try {
    new Intl.DateTimeFormat('en', { timeZone })
    return []
  } catch {
    return [{ path: ['timeZone'], expected: 'an IANA time zone, as Europe/London', received: quote(timeZone) }]
  }
}

function eligibilityProblems({ eligibility, caseload }: Sections): Problem[] {
  if (eligibility === undefined) return []
  const ids = repeatedIds(
    ['eligibility'],
    'criterion',
    eligibility.map(criterion => criterion.id),
  )
  if (caseload === undefined) return ids
  const rules = eligibility.flatMap(({ rule }, index) =>
    under(['eligibility', index, 'rule'], conditionProblems(rule, caseload.fields)),
  )
  return [...ids, ...rules]
}

function strataProblems({ strata, caseload }: Sections): Problem[] {
  if (strata === undefined || caseload === undefined) return []
  return strata.flatMap((id, index): Problem[] => {
    const field = caseload.fields.find(candidate => candidate.id === id)
    const path = ['strata', index]
    if (field === undefined)
      return [
        unknownId(
          path,
          'field',
          id,
          caseload.fields.map(({ id: known }) => known),
        ),
      ]
    const fit = field.type === 'category' && field.baseline === true && field.optional !== true
    return fit ? [] : [{ path, expected: 'a baseline category that is never missing', received: quote(id) }]
  })
}

function clusterProblems({ clusters, caseload }: Sections): Problem[] {
  if (clusters === undefined || caseload === undefined) return []
  const known = caseload.fields.map(({ id }) => id)
  return known.includes(clusters.field) ? [] : [unknownId(['clusters', 'field'], 'field', clusters.field, known)]
}

function targetProblems({ allocation, arms, strata, caseload }: Sections): Problem[] {
  if (allocation === undefined || arms === undefined) return []
  const path = ['allocation', 'targets']
  const ids = armIds(arms)
  const rows = Object.entries(allocation.targets)
  const wrongArms = rows.flatMap(([stratum, targets]) => [
    ...Object.keys(targets)
      .filter(arm => !ids.includes(arm))
      .map(arm => unknownId([...path, stratum, arm], 'arm', arm, ids)),
    ...ids
      .filter(arm => targets[arm] === undefined)
      .map(arm => ({ path: [...path, stratum], expected: `a target for every arm, ${arm} too` })),
  ])
  const empty = ids
    .filter(arm => rows.every(([, targets]) => targets[arm] === 0))
    .map(arm => ({
      path,
      expected: `at least one case in arm ${arm}`,
      received: '0 in every stratum',
      action: 'Give the arm a target above 0, or remove it.',
    }))
  return [...wrongArms, ...empty, ...stratumProblems(path, Object.keys(allocation.targets), strata, caseload)]
}

function stratumProblems(
  path: Path,
  named: readonly string[],
  strata: Sections['strata'],
  caseload: Sections['caseload'],
): Problem[] {
  if (strata === undefined || caseload === undefined) return []
  const levels = strata.map(id => caseload.fields.find(field => field.id === id)?.levels ?? [])
  const expected = combinationsOf(levels).map(stratumId)
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

function followUpProblems({ followUp }: Sections): Problem[] {
  if (followUp === undefined || followUp.from <= followUp.to) return []
  return [{ path: ['followUp', 'to'], expected: `a date from ${followUp.from}`, received: quote(followUp.to) }]
}

function costProblems(costs: Protocol['costs'], arms: readonly string[]): Problem[] {
  return [
    ...repeatedIds(
      ['costs'],
      'cost',
      costs.map(({ id }) => id),
    ),
    ...costs
      .map(({ arm }, index) => ({ arm, index }))
      .filter(({ arm }) => !arms.includes(arm))
      .map(({ arm, index }) => unknownId(['costs', index, 'arm'], 'arm', arm, arms)),
  ]
}
