import { quote } from '../core/errors.ts'
import { allocationProblems } from './allocation-checks.ts'
import { sampleColumns } from './case.ts'
import { conditionProblems } from './condition-problems.ts'
import { caseFieldProblems } from './derived-field-checks.ts'
import { enrolmentProblems } from './enrolment-checks.ts'
import { ledgerProblems } from './ledger-checks.ts'
import { repeatedIds, under, unknownId, unknownIds } from './problems.ts'
import { eventProblems, outcomeProblems } from './process-checks.ts'
import { processRuleProblems } from './process-rule-checks.ts'
import { profileProblems } from './profile-checks.ts'
import { fromAllocation, type Protocol, type ProtocolCost } from './protocol.ts'
import { registerProblems } from './register-checks.ts'
import { ruleFields } from './rule-fields.ts'
import { samplingProblems } from './sampling-checks.ts'
import type { CrossCheck, Problem } from './validate.ts'

type Sections = Partial<Protocol>

/** The rules of a protocol that hold between its parts. */
export const protocolChecks: readonly CrossCheck<Protocol>[] = [
  armProblems,
  timeZoneProblems,
  ({ caseload }) => (caseload === undefined ? [] : caseFieldProblems(['caseload', 'fields'], caseload.fields)),
  baselineProblems,
  registerProblems,
  eligibilityProblems,
  strataProblems,
  clusterProblems,
  allocationProblems,
  profileProblems,
  samplingProblems,
  enrolmentProblems,
  eventProblems,
  ledgerProblems,
  processRuleProblems,
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

/** Baseline fields stand in 03-sample.csv beside what it says of every case. */
function baselineProblems({ caseload }: Sections): Problem[] {
  return (caseload?.fields ?? []).flatMap(({ id, baseline }, index) =>
    baseline === true && sampleColumns.includes(id)
      ? [
          {
            path: ['caseload', 'fields', index, 'id'],
            expected: `another name than ${sampleColumns.join(', ')}, which the sample has columns of`,
            received: quote(id),
          },
        ]
      : [],
  )
}

function eligibilityProblems({ eligibility, caseload, register, enrolment }: Sections): Problem[] {
  if (eligibility === undefined) return []
  const ids = repeatedIds(
    ['eligibility'],
    'criterion',
    eligibility.map(criterion => criterion.id),
  )
  if (caseload === undefined) return ids
  const scope = enrolment === undefined ? 'caseload' : 'arrival'
  const rules = eligibility.flatMap(({ rule }, index) =>
    under(['eligibility', index, 'rule'], conditionProblems(rule, ruleFields({ caseload, register }), scope)),
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

function followUpProblems({ followUp, caseload }: Sections): Problem[] {
  if (followUp === undefined) return []
  const { from, to, perCase } = followUp
  const ends = from <= to ? [] : [{ path: ['followUp', 'to'], expected: `a date from ${from}`, received: quote(to) }]
  if (perCase === undefined || perCase.from === fromAllocation || caseload === undefined) return ends
  const field = caseload.fields.find(({ id }) => id === perCase.from)
  if (field?.type === 'date' && field.baseline) return ends
  const expected = `${fromAllocation}, or a baseline date field of the caseload`
  return [...ends, { path: ['followUp', 'perCase', 'from'], expected, received: quote(perCase.from) }]
}

function costProblems(costs: Protocol['costs'], arms: readonly string[]): Problem[] {
  const ids = repeatedIds(
    ['costs'],
    'cost',
    costs.map(({ id }) => id),
  )
  return [...ids, ...costs.flatMap((cost, index) => under(['costs', index], problemsOfCost(cost, arms)))]
}

function problemsOfCost(cost: ProtocolCost, arms: readonly string[]): Problem[] {
  const unknown = [
    ...(cost.arm === undefined || arms.includes(cost.arm) ? [] : [unknownId(['arm'], 'arm', cost.arm, arms)]),
    ...unknownIds(['arms'], 'arm', cost.arms ?? [], arms),
    ...repeated(cost.arms ?? []),
  ]
  const bearer = (cost.arm === undefined) === (cost.arms === undefined)
  const expected = '`arm` for one arm, or `arms` for several'
  return [...unknown, ...(bearer ? [{ path: [], expected }] : []), ...splitProblems(cost), ...measuredProblems(cost)]
}

const repeated = (arms: readonly string[]): Problem[] =>
  arms.flatMap((arm, index) =>
    arms.indexOf(arm) === index ? [] : [{ path: ['arms', index], expected: 'each arm once', received: quote(arm) }],
  )

/** A fixed cost of several arms says how they share it; any other has nothing to share. */
function splitProblems({ arms, kind, split }: ProtocolCost): Problem[] {
  const shared = arms !== undefined && kind !== 'per_case'
  if (shared && split === undefined) {
    return [{ path: [], expected: '`split`, which says how the arms share a fixed cost' }]
  }
  if (!shared && split !== undefined)
    return [{ path: ['split'], expected: '`split` for a fixed cost of several arms only' }]
  if (typeof split !== 'object') return []
  const named = Object.keys(split)
  const lacking = (arms ?? []).filter(arm => !named.includes(arm))
  return [
    ...lacking.map(arm => ({ path: ['split'], expected: `a weight for every arm that bears it, ${arm} too` })),
    ...named.flatMap(arm => (arms?.includes(arm) ? [] : [unknownId(['split', arm], 'bearer', arm, arms ?? [])])),
  ]
}

const measuredProblems = ({ kind, standardError }: ProtocolCost): Problem[] =>
  standardError === undefined || kind === 'per_case'
    ? []
    : [{ path: ['standardError'], expected: '`standardError` for a cost per case only' }]
