import type { SamplingProtocol } from '../../src/design/index.ts'
import type { CaseField } from '../../src/model/protocol.ts'
import { protocolOf } from './designs.ts'

/** A protocol whose targets the given cases meet, with baseline fields; the first arm is the control. */
export function balanceProtocol(
  arms: readonly string[],
  cases: readonly { stratum: string; arm: string }[],
  fields: readonly CaseField[],
): SamplingProtocol {
  const strata = [...new Set(cases.map(({ stratum }) => stratum))]
  const countOf = (stratum: string, arm: string): number =>
    cases.filter(item => item.stratum === stratum && item.arm === arm).length
  const targets = Object.fromEntries(
    strata.map(stratum => [stratum, Object.fromEntries(arms.map(arm => [arm, countOf(stratum, arm)]))]),
  )
  const protocol = protocolOf(targets)
  const own = protocol.caseload.fields.map(({ baseline: _, ...field }) => field)
  return { ...protocol, caseload: { ...protocol.caseload, fields: [...own, ...fields] } }
}

/** The protocol with one baseline field more, `age`. */
export const withAge = (protocol: SamplingProtocol): SamplingProtocol => ({
  ...protocol,
  caseload: {
    ...protocol.caseload,
    fields: [
      ...protocol.caseload.fields.map(({ baseline: _, ...field }) => field),
      { id: 'age', title: 'Age', type: 'integer', baseline: true },
    ],
  },
})
