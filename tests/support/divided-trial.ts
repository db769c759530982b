import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { replaced, writeSmallTrial } from './small-trial.ts'

const subgroups = `subgroups:
  - id: schemes
    title: Scheme
    field: scheme
    groups:
      - { id: old, title: Old scheme, of: ["1993"] }
      - { id: new, title: New scheme, of: ["2003"] }
  - id: work
    title: Work
    field: nrp_employed
    groups:
      - { id: employed, title: In work, of: [true] }
      - { id: other, title: Out of work, of: [false] }
  - id: ages
    title: Age
    field: nrp_age
    groups:
      - { id: young, title: Younger than 35 }
      - { id: middle, title: From 35, from: 35 }
      - { id: old, title: From 50, from: 50 }
  - id: debts
    title: Arrears
    field: arrears_pwc
    groups:
      - { id: small, title: Less than £800 }
      - { id: large, title: £800 or more, from: "800" }
`

/** Analyses by every kind of field, of every kind of outcome, and by methods that read clusters and single amounts. */
const analyses = [
  ['schemes', 'paid', 'newcombe-difference', ''],
  ['schemes', 'contact', 'wald-difference', ', level: contacted'],
  ['work', 'amount', 'cr2-difference-in-means', ''],
  ['work', 'paid', 'stratified-cr2-difference-in-proportions', ''],
  ['ages', 'amount', 'difference-in-means-welch', ''],
  ['ages', 'paid', 'stratified-difference-in-proportions', ''],
  ['debts', 'amount', 'capped-difference-in-means', ', settings: { cap: "100" }'],
  ['debts', 'amount', 'stratified-difference-in-means', ''],
]
  .map(
    ([by, outcome, method, more], at) =>
      `  - { id: divided_${at + 1}, title: Does the difference depend on ${by}?, by: ${by}, outcome: ${outcome}, method: ${method}, role: exploratory${more} }\n`,
  )
  .join('')

/** The small trial with analyses by subgroups; an age may be missing. */
export function writeDividedTrial(folder: string): string {
  writeSmallTrial(folder)
  const change = (name: string, part: string, by: string): void => {
    const path = join(folder, name)
    writeFileSync(path, replaced(readFileSync(path, 'utf8'), part, by))
  }
  change(
    'protocol.yaml',
    'title: Age of the non-resident parent\n',
    'title: Age of the non-resident parent\n      optional: true\n',
  )
  change('plan.yaml', '\nanalyses:\n', `\n${subgroups}analyses:\n${analyses}`)
  return folder
}
