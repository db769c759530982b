import { describe, expect, it } from 'vitest'
import type { Flow, FlowNode, FlowStage } from '../../src/model/flow.ts'
import { flowList } from '../../src/pipeline/flow-list.ts'
import { itemParts, type List, plainText } from '../../src/report/index.ts'

const node = (id: string, title: string, stage: FlowStage, cases: number, arm: string | null = null): FlowNode => ({
  ...{ id, title, stage, cases, arm, clusters: null },
  outcome: stage === 'level' ? 'contact' : null,
})

const levels = (arm: string, [reached = 0, not = 0]: readonly number[]): FlowNode[] => [
  node(`allocated/${arm}/contact/reached`, 'Reached', 'level', reached, arm),
  node(`allocated/${arm}/contact/not`, 'Not reached', 'level', not, arm),
  node(`allocated/${arm}/analysed`, 'Analysed: Paid', 'analysed', reached + not, arm),
]
const partings = (arm: string) => [
  {
    of: `allocated/${arm}`,
    parts: [`allocated/${arm}/contact/reached`, `allocated/${arm}/contact/not`],
    by: 'Contact',
  },
  { of: `allocated/${arm}`, parts: [`allocated/${arm}/analysed`], by: 'Paid' },
]

const flow: Flow = {
  arms: [
    { id: 'call', title: 'Call' },
    { id: 'none', title: 'No call' },
  ],
  nodes: [
    node('assessed', 'Assessed', 'assessed', 20),
    node('excluded', 'Not eligible', 'excluded', 5),
    node('excluded/small', 'Small debt', 'excluded', 5),
    node('eligible', 'Eligible', 'eligible', 15),
    node('sampled', 'Sampled', 'sampled', 15),
    node('allocated', 'Allocated', 'allocated', 15),
    node('allocated/call', 'Call', 'allocated', 8, 'call'),
    node('allocated/none', 'No call', 'allocated', 7, 'none'),
    ...levels('call', [6, 2]),
    ...levels('none', [3, 4]),
  ],
  identities: [
    { of: 'assessed', parts: ['excluded', 'eligible'], by: 'Eligibility' },
    { of: 'excluded', parts: ['excluded/small'], by: 'Reason' },
    { of: 'eligible', parts: ['sampled'], by: 'Sample' },
    { of: 'sampled', parts: ['allocated'], by: 'Allocation' },
    { of: 'allocated', parts: ['allocated/call', 'allocated/none'], by: 'Arm' },
    ...partings('call'),
    ...partings('none'),
  ],
  leftOut: [],
}

const lines = ({ items }: List, depth = 0): string[] =>
  items.flatMap(item => {
    const { text, list } = itemParts(item)
    return ['  '.repeat(depth) + plainText(text), ...(list === undefined ? [] : lines(list, depth + 1))]
  })

describe('the flow as lists', () => {
  const list = flowList(flow, ({ id, cases }) => ({ kind: 'value', id, text: String(cases) }))

  it('has the stages, then the arms, then what became of them', () => {
    const arm = (title: string, reached: number, not: number) => [
      `  ${title}: ${reached + not}`,
      '    Contact',
      `      Reached: ${reached}`,
      `      Not reached: ${not}`,
      '    Analysis',
      `      Analysed: Paid: ${reached + not}`,
    ]
    expect(lines(list)).toEqual([
      'Assessed: 20',
      '  Not eligible: 5',
      '    Small debt: 5',
      'Allocated: 15',
      ...arm('Call', 6, 2),
      ...arm('No call', 3, 4),
    ])
  })
})
