import { quote } from '../core/errors.ts'
import { batchOnly } from './allocation.ts'
import { enrolmentKinds } from './enrolment.ts'
import type { Protocol } from './protocol.ts'
import type { Problem } from './validate.ts'

type Sections = Partial<Protocol>

/** What of a protocol cannot be had where cases arrive one by one. */
export function enrolmentProblems(sections: Sections): Problem[] {
  const { enrolment, caseload } = sections
  if (enrolment === undefined) return []
  const from = caseload?.asOf.date
  return [
    ...(from !== undefined && enrolment.until < from
      ? [{ path: ['enrolment', 'until'], expected: `a date from ${from}, asOf`, received: quote(enrolment.until) }]
      : []),
    ...methodProblems(sections),
    ...clusterProblems(sections),
    ...kindProblems(sections),
  ]
}

function methodProblems({ allocation }: Sections): Problem[] {
  if (allocation === undefined) return []
  const reason = batchOnly[allocation.method]
  if (reason !== undefined) {
    return [
      {
        path: ['allocation', 'method'],
        expected: 'a method that can deal cases as they arrive',
        received: `${allocation.method}, which ${reason}`,
        action: 'Use permuted-blocks, minimisation or case-probabilities, or drop `enrolment`.',
      },
    ]
  }
  if (!('orderBy' in allocation) || allocation.orderBy === undefined) return []
  const expected = 'no `orderBy` with sequential enrolment, where cases come in as they arrive'
  return [{ path: ['allocation', 'orderBy'], expected }]
}

function clusterProblems({ clusters }: Sections): Problem[] {
  if (clusters === undefined) return []
  return [
    {
      path: ['clusters'],
      expected: 'no clusters with sequential enrolment, where the arm of a later case of a cluster would be foreseen',
      action: 'Let eligibility leave out a case that is linked to one in the trial, by a field of the case.',
    },
  ]
}

function kindProblems({ process }: Sections): Problem[] {
  return (process?.events ?? []).flatMap(({ kind }, index) =>
    enrolmentKinds.some(own => own === kind)
      ? [
          {
            path: ['process', 'events', index, 'kind'],
            expected: `a kind other than ${enrolmentKinds.join(' and ')}, which enrolment records`,
            received: quote(kind),
          },
        ]
      : [],
  )
}
