import { quote } from '../core/errors.ts'
import { declaredTargets } from './allocation.ts'
import { named, unknownId, unknownIds } from './problems.ts'
import type { Protocol } from './protocol.ts'
import type { Sampling, SamplingBy } from './sampling.ts'
import { declaredStrata } from './strata.ts'
import { fromSampling } from './targets.ts'
import type { Problem } from './validate.ts'

type Sections = Partial<Protocol>

/** The rules between a protocol's sampling and its other parts. */
export function samplingProblems(sections: Sections): Problem[] {
  const { sampling, allocation } = sections
  const drawsTargets = sampling?.method === 'until-representative'
  const usesDrawn = allocation !== undefined && 'targets' in allocation && allocation.targets === fromSampling
  if (usesDrawn && !drawsTargets) {
    const expected = 'sampling with `method: until-representative`, which draws the targets'
    return [{ path: ['allocation', 'targets'], expected, received: quote(sampling?.method) }]
  }
  if (sampling === undefined) return []
  return [
    ...(allocation === undefined ? [] : targetProblems(sampling, allocation, usesDrawn)),
    ...methodProblems(sampling, sections),
  ]
}

/** Stated targets say how many cases of each stratum are sampled; drawn ones must be used. */
function targetProblems(sampling: Sampling, allocation: Protocol['allocation'], usesDrawn: boolean): Problem[] {
  const path = ['sampling', 'method']
  const stated = declaredTargets(allocation) !== undefined
  if (sampling.method === 'until-representative') {
    const expected = `\`targets: ${fromSampling}\`, as the sampling draws the targets`
    return usesDrawn ? [] : [{ path: ['allocation'], expected, received: stated ? 'targets of its own' : 'no targets' }]
  }
  if (sampling.method === 'targets') {
    return stated ? [] : [{ path, expected: 'a method that does not need targets', received: 'no targets' }]
  }
  if (!stated) return []
  const action = 'Leave `sampling` out, or allocate by a method without targets.'
  return [{ path, expected: '`targets`, as the allocation states them', received: quote(sampling.method), action }]
}

function methodProblems(sampling: Sampling, sections: Sections): Problem[] {
  switch (sampling.method) {
    case 'stratified':
      return stratifiedProblems(sampling, sections)
    case 'systematic': {
      const known = sections.caseload?.fields.map(({ id }) => id)
      return known === undefined ? [] : unknownIds(['sampling', 'orderBy'], 'field', sampling.orderBy, known)
    }
    case 'cluster':
      return clusterProblems(sections)
    case 'stratified-cluster':
      return [...clusterProblems(sections), ...stratumKeys(['sampling', 'clusters'], sampling.clusters, sections)]
    case 'until-representative':
      return representativeProblems(sampling, sections)
    default:
      return []
  }
}

function stratifiedProblems({ size, split, sizes }: SamplingBy<'stratified'>, sections: Sections): Problem[] {
  const path = ['sampling']
  if ((size === undefined) === (sizes === undefined)) return [{ path, expected: 'exactly one of `size` and `sizes`' }]
  if ((size === undefined) !== (split === undefined)) {
    return [{ path, expected: '`split` with `size`, and without it none' }]
  }
  if (sizes !== undefined) return stratumKeys([...path, 'sizes'], sizes, sections)
  return typeof split === 'object' ? stratumKeys([...path, 'split', 'deviations'], split.deviations, sections) : []
}

function clusterProblems(sections: Sections): Problem[] {
  if (sections.clusters !== undefined) return []
  return [
    { path: ['sampling', 'method'], expected: 'a `clusters` section that says what a cluster is', received: 'none' },
  ]
}

function representativeProblems(
  { order, minimum, most }: SamplingBy<'until-representative'>,
  { arms }: Sections,
): Problem[] {
  const path = ['sampling', 'order']
  const ids = arms?.map(({ id }) => id) ?? order
  const repeated = order.filter((arm, index) => order.indexOf(arm) !== index)
  return [
    ...order.flatMap((arm, index) => named([...path, index], 'arm', arm, ids)),
    ...repeated.map(arm => ({ path, expected: 'every arm once', received: `${quote(arm)} a second time` })),
    ...ids.filter(arm => !order.includes(arm)).map(arm => ({ path, expected: `every arm, ${arm} too` })),
    ...(most === undefined || most >= minimum
      ? []
      : [{ path: ['sampling', 'most'], expected: `at least the minimum, ${minimum}`, received: `${most}` }]),
  ]
}

/** Numbers by stratum name every stratum, and no other. */
function stratumKeys(path: Problem['path'], numbers: object, { strata, caseload }: Sections): Problem[] {
  if (strata === undefined || caseload === undefined) return []
  const known = declaredStrata({ strata, caseload })
  const keys = Object.keys(numbers)
  return [
    ...keys.filter(id => !known.includes(id)).map(id => unknownId([...path, id], 'stratum', id, known)),
    ...known
      .filter(id => !keys.includes(id))
      .map(id => ({
        path,
        expected: `a number for every stratum, ${id} too`,
        action: 'Write 0 where none are wanted.',
      })),
  ]
}
