import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const partPayment = fileURLToPath(new URL('../../trials/part-payment', import.meta.url))

/** Text with one part replaced; that part must occur. */
export function replaced(text: string, part: string, by: string): string {
  if (!text.includes(part)) throw new Error(`the text does not hold ${part}`)
  return text.replace(part, () => by)
}

export const smallTargets = `  targets:
    "1993": { pwc_first: 9, nrp_first: 10, control: 9 }
    "2003": { pwc_first: 21, nrp_first: 24, control: 21 }
`

/** A printed page of the small trial: its arms, and one chart. */
const page = `schema: equipoise/published/1
trial: part-payment
document: { title: A small trial, publisher: Nobody }
figures:
  - id: cases.control.count
    title: "Control: cases"
    place: s.1
    printed: "30"
    kind: count
    is: { cases: { arm: control } }
    verdict: { page: consistent, run: reproduced }
charts:
  - id: figure-1
    chart: shares-with-intervals
    place: figure 1
    title: Few paid
    shows: Cases with payments
    subtitle: Cases with payments, % of each group
    axis: "% of cases"
    series:
      - { title: All payments, analysis: payers_share }
`

/** The part-payment trial with 94 cases in place of 18,624 and a page of its own: a trial that runs in a moment. */
export function writeSmallTrial(folder: string): string {
  mkdirSync(folder, { recursive: true })
  const read = (name: string): string => readFileSync(join(partPayment, name), 'utf8')
  const protocol = read('protocol.yaml')
  const targets = /^ {2}targets:\n(?: {4}.*\n)+/m.exec(protocol)?.[0] ?? ''
  writeFileSync(join(folder, 'protocol.yaml'), replaced(protocol, targets, smallTargets))
  copyFileSync(join(partPayment, 'plan.yaml'), join(folder, 'plan.yaml'))
  writeFileSync(join(folder, 'published.yaml'), page)
  writeFileSync(join(folder, 'synthetic.yaml'), read('synthetic.yaml').replace(/\nreconstruction:[\s\S]*$/, '\n'))
  return folder
}
