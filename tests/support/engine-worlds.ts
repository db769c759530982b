import fc from 'fast-check'
import type { Plan } from '../../src/model/plan.ts'
import type { Outcome, Protocol } from '../../src/model/protocol.ts'
import { inEachSubgroup } from '../../src/model/subgroups.ts'
import type { AnySummary } from '../../src/model/summary.ts'
import { censored, endsOf, waitingCode, waitingOf } from '../../src/model/waiting.ts'
import { type AnalysisSet, analysisRows, divideCases, largestCluster, membershipOf } from '../../src/outcomes/index.ts'
import { markNotApplicable } from '../../src/outcomes/observed.ts'
import type { OutcomeColumn, OutcomeValue } from '../../src/outcomes/outcome-values.ts'
import { summariesOf } from '../../src/pipeline/summary-source.ts'
import { baselineColumn, outcomeColumns } from '../../src/summaries/analysis-columns.ts'
import { summarise } from '../../src/summaries/index.ts'

/** What a column of an engine's table holds. */
export interface TypedColumn {
  name: string
  type: 'text' | 'integer' | 'boolean'
}

/** A table as a warehouse would hold the cases: NULL for what is missing and for what does not apply. */
export interface TypedTable {
  columns: readonly TypedColumn[]
  rows: readonly (readonly (string | number | boolean | null)[])[]
}

/** The columns of an analysis set with their types. */
export function typedTable({ caseload, outcomes }: Protocol, set: AnalysisSet): TypedTable {
  const fields = caseload.fields.filter(({ baseline }) => baseline)
  const isNumber = (type: string): boolean => ['money', 'integer'].includes(type)
  const columns: TypedColumn[] = [
    ...['case_id', 'arm', 'stratum', 'cluster'].map((name): TypedColumn => ({ name, type: 'text' })),
    { name: 'linked', type: 'boolean' },
    ...fields.map(
      (field): TypedColumn => ({
        name: baselineColumn(field),
        type: isNumber(field.type) ? 'integer' : field.type === 'boolean' ? 'boolean' : 'text',
      }),
    ),
    ...outcomes.flatMap(outcome =>
      outcomeColumns(outcome).map(
        (name, at): TypedColumn => ({
          name,
          type: outcome.type === 'category' || at > 0 ? 'text' : 'integer',
        }),
      ),
    ),
  ]
  const rows = set.cases.map(({ id, arm, stratum, cluster, linked }, row) => [
    ...[id, arm, stratum, cluster, linked],
    ...fields.map(field => set.baseline.get(field.id)?.[row] ?? null),
    ...outcomes.flatMap(outcome => cellsOf(outcome, set.outcomes.get(outcome.id)?.values[row] ?? null)),
  ])
  return { columns, rows }
}

const cellsOf = (outcome: Outcome, value: number | string | null): (number | string | null)[] => {
  if (outcome.type !== 'time') return [value]
  if (value === null) return [null, null]
  const { day, end } = waitingOf(Number(value), endsOf(outcome))
  return [day, end ?? censored]
}

/** A trial with an outcome of time beside its own, whose events are compared. */
export function withWaiting<T extends { protocol: Protocol; plan: Plan }>({ protocol, plan, ...others }: T): T {
  const waiting: Outcome = {
    ...{ id: 'waiting', type: 'time', title: 'Days to the first payment', until: { field: 'kind', is: 'payment' } },
    competing: [{ id: 'written_off', title: 'Written off', when: { field: 'kind', is: 'write_off' } }],
  }
  const analysis = { id: 'waits', title: 'Waits', outcome: 'waiting', method: 'log-rank', role: 'secondary' } as const
  return {
    ...others,
    protocol: { ...protocol, outcomes: [...protocol.outcomes, waiting] },
    plan: { ...plan, analyses: [...plan.analyses, analysis] },
  } as unknown as T
}

/** The event times of that outcome by the memory engine. */
export function waitsInMemory({ arms }: Protocol, set: AnalysisSet): AnySummary | undefined {
  const column = {
    ...({ outcome: 'waiting', unit: { kind: 'days' }, kind: 'time', levels: ['event', 'written_off'] } as const),
    ...{ arms: arms.map(({ id }) => id), control: arms.find(({ control }) => control)?.id ?? '' },
    largestCluster: largestCluster(set),
  }
  return summarise({ ...column, rows: analysisRows(set, 'waiting') }, ['eventTimes'])[0]
}

/** What the memory engine makes of an analysis set by a plan: the kept summaries, and a source of whatever else there is. */
export function memorySummaries(protocol: Protocol, plan: Plan, set: AnalysisSet) {
  const divisions = (plan.subgroups ?? []).map(subgrouping => divideCases(subgrouping, protocol, set))
  const sets = [
    ...(plan.analysisSets ?? []).map(planned => membershipOf(planned, protocol, set)),
    ...divisions.flatMap(({ memberships }) => memberships),
  ]
  const analyses = plan.analyses.flatMap(analysis => inEachSubgroup(analysis, plan.subgroups))
  return summariesOf(protocol, set, { sets, analyses })
}

const strata = ['1993', '2003|a b', "it's"]

/** Random analysis sets of a protocol: clusters over strata, missing and impossible combinations left to the rules. */
export function analysisSets(protocol: Protocol): fc.Arbitrary<AnalysisSet> {
  const arms = protocol.arms.map(({ id }) => id)
  const fields = protocol.caseload.fields.filter(({ baseline }) => baseline)
  const amount = fc.oneof(
    { weight: 6, arbitrary: fc.constant(0) },
    { weight: 3, arbitrary: fc.integer({ min: -500, max: 500 }) },
    { weight: 1, arbitrary: fc.integer({ min: -(2 ** 40), max: 2 ** 40 }) },
  )
  const drawnValue = (outcome: Outcome): fc.Arbitrary<OutcomeValue> => {
    const wait = fc.record({
      day: fc.integer({ min: 1, max: 400 }),
      end: fc.constantFrom('event', 'written_off', null),
    })
    const known = {
      time: wait.map(each => waitingCode(each, ['event', 'written_off'])),
      binary: fc.integer({ min: 0, max: 1 }),
      money: amount,
      category: fc.constantFrom(...(outcome.type === 'category' ? outcome.levels : [''])),
    }[outcome.type] as fc.Arbitrary<OutcomeValue>
    return fc.oneof({ weight: 6, arbitrary: known }, { weight: 1, arbitrary: fc.constant(null) })
  }
  const oneCase = fc.record({
    arm: fc.constantFrom(...arms),
    stratum: fc.constantFrom(...strata),
    cluster: fc.option(fc.integer({ min: 1, max: 6 }), { freq: 3 }),
    values: fc.tuple(...protocol.outcomes.map(drawnValue)),
    scheme: fc.constantFrom('1993', '2003'),
    number: fc.oneof(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: 160_000 })),
    yes: fc.boolean(),
    isKnown: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  })
  return fc.array(oneCase, { minLength: 1, maxLength: 60 }).map(drawn => {
    const cases = drawn.map(({ arm, stratum, cluster }, at) => ({
      id: `case-${at}`,
      arm,
      stratum,
      cluster: cluster === null ? `N${at}` : `${arm}-${cluster}`,
      linked: cluster !== null,
      position: at,
      probability: { numerator: 1, denominator: arms.length },
    }))
    const outcomes = new Map<string, OutcomeColumn>()
    protocol.outcomes.forEach((outcome, at) => {
      const values = drawn.map(each => each.values[at] ?? null)
      outcomes.set(outcome.id, { outcome, values: markNotApplicable(outcome, values, cases, outcomes) })
    })
    const baseline = new Map(
      fields.map(({ id, type }) => [
        id,
        drawn.map(({ scheme, number, yes, isKnown }) => {
          if (!isKnown) return null
          return type === 'boolean' ? yes : ['money', 'integer'].includes(type) ? number : scheme
        }),
      ]),
    )
    return { cases, baseline, outcomes }
  })
}
