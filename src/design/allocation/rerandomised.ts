import { TrialError } from '../../core/errors.ts'
import { noBalancedDraw } from '../issues.ts'
import { balanceCriterion } from './balance-criterion.ts'
import type { AllocationMethod, DesignProtocol } from './method.ts'
import { equalChances, sharesOf } from './shares.ts'
import { stratified } from './stratified.ts'

/** Rerandomisation (Morgan and Rubin, 2012, Annals of Statistics 40:1263-1282): stratified draws until one is balanced. */
export const rerandomised = {
  id: 'rerandomised',
  title: 'Rerandomisation of stratified allocations',
  algorithm: { name: 'rerandomised', version: 1 },
  exactPromises: [
    'No two arms differ in the mean of a named field by more than the stated number of standard deviations of the sample.',
    'In every stratum and overall every arm has an equal share of the units, rounded down or up.',
    'The allocation depends on the set of sampled cases, the protocol and the seed, not on any order of rows.',
  ],
  probabilityPromises: [
    'A unit is in every arm with the same probability, since arms are alike before and after the choice of draws.',
    'All balanced allocations with the same counts are equally likely.',
  ],
  baselineFields: ({ allocation }) => allocation.on,
  allocate(cases, protocol, streamFor) {
    const { largestDifference, mostDraws } = protocol.allocation
    const isBalanced = balanceCriterion(cases, protocol.allocation)
    for (let draw = 1; draw <= mostDraws; draw += 1) {
      const record = stratified.allocate(cases, asStratified(protocol), (purpose, stratum) =>
        streamFor(`draw ${draw} ${purpose}`, stratum),
      )
      if (isBalanced(record)) return record
    }
    throw new TrialError([noBalancedDraw(mostDraws, largestDifference)])
  },
  chances: (sample, protocol) => equalChances(sample, sharesOf(protocol)),
  design: protocol => ({
    ...stratified.design(asStratified(protocol)),
    on: protocol.allocation.on,
    largest_difference: protocol.allocation.largestDifference,
    most_draws: protocol.allocation.mostDraws,
  }),
  caseByCase: () => 'only balanced draws were accepted',
} satisfies AllocationMethod<'rerandomised'>

const asStratified = ({ arms, caseload, strata }: DesignProtocol<'rerandomised'>): DesignProtocol<'stratified'> => ({
  arms,
  caseload,
  strata,
  allocation: { method: 'stratified', misfits: 'balanced' },
})
