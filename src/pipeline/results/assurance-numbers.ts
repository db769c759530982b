import type { ResultOpinion } from '../../model/method.ts'
import type { NamedNumber } from '../../report/index.ts'
import type { Findings } from '../findings.ts'

const statuses = ['agrees', 'disagrees', 'outside_window'] as const satisfies readonly ResultOpinion['status'][]

/** Id of a count of what vouches for the results. */
export const assuranceId = (of: (typeof statuses)[number] | 'planned' | 'exploratory'): string => `assurance.${of}`

/** How many numbers another program agrees with, and how many analyses were planned and how many explore. */
export function assuranceNumbers({ analyses, explorations = [] }: Findings): NamedNumber[] {
  const tried = explorations.flatMap(exploration => exploration.analyses)
  const opinions = [...analyses, ...tried].flatMap(({ secondOpinion }) => secondOpinion)
  const exploratory = analyses.filter(({ role }) => role === 'exploratory').length + tried.length
  const count = (of: Parameters<typeof assuranceId>[0], value: number): NamedNumber => ({
    ...{ id: assuranceId(of), value, unit: 'count' },
  })
  return [
    ...statuses.map(status => count(status, opinions.filter(opinion => opinion.status === status).length)),
    count('planned', analyses.filter(({ role }) => role !== 'exploratory').length),
    count('exploratory', exploratory),
  ]
}
