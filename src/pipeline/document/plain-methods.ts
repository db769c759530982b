import type { Block, Section } from '../../report/index.ts'
import { literal, text } from '../../report/index.ts'
import { methods } from '../../statistics/index.ts'
import type { Findings } from '../findings.ts'

const reading =
  'A P value is the probability of data that are as far from what the hypothesis of a test says as these, or further, where the hypothesis is true. A small P value speaks against the hypothesis. A large one does not speak for it: small trials give large P values, whatever is true. A confidence interval says more, as it holds every value that the data do not speak against.'

/** What the methods that answer the trial's questions do, for readers who do not work with statistics. */
export function plainMethodsSection({ analyses }: Findings): Section {
  const main = analyses.filter(({ role }) => role === 'as_reported' || role === 'primary')
  const blocks = [...new Set(main.map(({ method }) => method))].flatMap((id): Block[] => {
    const { title, plainly } = methods.find(id) ?? {}
    if (title === undefined || plainly === undefined) return []
    return [{ kind: 'paragraph', text: [{ kind: 'strong', text: text`${literal(title)}.` }, ` ${plainly}`] }]
  })
  return {
    id: 'plain-methods',
    title: 'Appendix: The tests and intervals in plain words',
    blocks: blocks.length === 0 ? [] : [...blocks, { kind: 'paragraph', text: reading }],
  }
}
