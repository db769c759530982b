import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FlowContent, type FlowLine, flowContent } from '../../src/charts/flow-diagram/content.ts'
import { layOutFlow, type PlacedBox } from '../../src/charts/flow-diagram/layout.ts'
import { drawFlow } from '../../src/charts/index.ts'
import { textWidth } from '../../src/charts/text-width.ts'
import { contrastRatio, fontSize } from '../../src/charts/theme.ts'
import type { Flow, FlowNode, FlowStage } from '../../src/model/flow.ts'
import { buildFlow } from '../../src/outcomes/index.ts'
import { worlds } from '../support/flow-worlds.ts'
import '../support/properties.ts'
import { expectReadable } from './readable.ts'
import { svgTexts, viewBox } from './svg-texts.ts'

const flows = fc
  .tuple(
    worlds,
    fc.boolean(),
    fc.array(fc.constantFrom('arrears', 'of', 'the', 'non-resident', 'parent'), { maxLength: 12 }),
  )
  .map(([{ protocol, inputs }, concealed, words]): Flow => {
    const flow = buildFlow(protocol, { ...inputs, concealed })
    return { ...flow, nodes: flow.nodes.map(node => ({ ...node, title: [node.title, ...words].join(' ') })) }
  })

const numberOf = ({ text }: FlowLine): number => Number(/:\u00a0([\d,]+)/.exec(text)?.[1]?.replaceAll(',', ''))

describe('content', () => {
  it('leaves nobody out: each box of the spine is the next and those who leave, and arms are the last', () => {
    fc.assert(
      fc.property(flows, flow => {
        const { enrolment, rows } = flowContent(flow)
        const head = (box: readonly FlowLine[]): number => numberOf(box[0] as FlowLine)
        enrolment.slice(0, -1).forEach(({ main, leaving }, at) => {
          const [first, ...reasons] = leaving ?? []
          const left = first === undefined ? 0 : numberOf(first)
          expect(head(main)).toBe(left + head(enrolment[at + 1]?.main ?? []))
          if (reasons.length > 0) expect(reasons.reduce((sum, line) => sum + numberOf(line), 0)).toBe(left)
        })
        const allocation = rows.find(({ title }) => title === 'Allocation')
        const allocated = head(enrolment.at(-1)?.main ?? [])
        if (allocation !== undefined) expect(allocation.boxes.reduce((sum, box) => sum + head(box), 0)).toBe(allocated)
        expect(allocation?.boxes.length ?? 0).toBe(flow.arms.length)
      }),
    )
  })

  const node = (
    id: string,
    title: string,
    stage: FlowStage,
    cases: number,
    outcome: string | null = null,
  ): FlowNode => ({
    ...{ id, title, stage, cases, outcome, clusters: null },
    arm: id.startsWith('allocated/') ? 'a' : null,
  })
  const small: Flow = {
    arms: [{ id: 'a', title: 'A' }],
    leftOut: [],
    nodes: [
      { ...node('allocated', 'Allocated', 'allocated', 1200), clusters: 900 },
      { ...node('allocated/a', 'A', 'allocated', 1200), clusters: 900 },
      node('allocated/a/c/yes', 'Reached', 'level', 1100, 'c'),
      node('allocated/a/c/yes/d/x', 'Agreed', 'level', 1100, 'd'),
      node('allocated/a/c/no', 'Not reached', 'level', 100, 'c'),
      node('allocated/a/e/z', 'Second', 'level', 1200, 'e'),
      node('allocated/a/lost:w', 'Withdrawn', 'lost', 3),
      node('allocated/a/lost:v', 'Moved', 'lost', 0),
      node('allocated/a/stay', 'Not lost', 'staying', 1197),
      node('allocated/a/an', 'Analysed: paid', 'analysed', 1198, 'p'),
      node('allocated/a/an/missing', 'Missing: paid', 'missing', 2, 'p'),
    ],
    identities: [
      { of: 'allocated', parts: ['allocated/a'], by: 'Arm' },
      { of: 'allocated/a', parts: ['allocated/a/c/yes', 'allocated/a/c/no'], by: 'Contact' },
      { of: 'allocated/a/c/yes', parts: ['allocated/a/c/yes/d/x'], by: 'Answer' },
      { of: 'allocated/a', parts: ['allocated/a/e/z'], by: 'Other' },
      { of: 'allocated/a', parts: ['allocated/a/lost:w', 'allocated/a/lost:v', 'allocated/a/stay'], by: 'Losses' },
      { of: 'allocated/a', parts: ['allocated/a/an', 'allocated/a/an/missing'], by: 'Analysis' },
    ],
  }
  const linesOf = (content: FlowContent, row: string): string[] =>
    (content.rows.find(({ title }) => title === row)?.boxes[0] ?? []).map(
      ({ text, depth }) => '- '.repeat(depth) + text.replaceAll('\u00a0', ' '),
    )

  it('shows clusters of heads, the first outcome with what applies within it, losses that there were, and missing values', () => {
    const content = flowContent(small)
    expect(linesOf(content, 'Allocation')).toEqual(['A: 1,200 (900 clusters)'])
    expect(linesOf(content, 'Follow-up')).toEqual([
      ...['Contact', 'Reached: 1,100', '- Agreed: 1,100', 'Not reached: 100'],
      ...['Losses: 3', 'Withdrawn: 3'],
    ])
    expect(linesOf(content, 'Analysis')).toEqual(['Analysed: paid: 1,198', 'Missing: paid: 2'])
    expect(linesOf(flowContent(small, { outcomes: ['e'] }), 'Follow-up')).toEqual([
      ...['Other', 'Second: 1,200', 'Losses: 3', 'Withdrawn: 3'],
    ])
  })

  it('is readable at every width, and keeps markup as text', () => {
    const hostile = { ...small, nodes: small.nodes.map(each => ({ ...each, title: `${each.title} <b>&"` })) }
    for (const flow of [small, hostile]) {
      const { svg, wide, narrow, description } = drawFlow(flow, {
        id: 'flow',
        title: 'Flow',
        subtitle: '',
        notice: 'Made up.',
      })
      for (const drawing of [svg, wide, narrow]) {
        expectReadable('flow', drawing)
        const { width } = viewBox(drawing)
        const edges = [...drawing.matchAll(/<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"/g)]
        expect(edges.length).toBeGreaterThan(3)
        // All is moved by the paper at the left; as much is left at the right.
        expect(drawing).toContain('<g transform="translate(8,8)">')
        for (const [, x, across] of edges) expect(8 + Number(x) + Number(across)).toBeLessThanOrEqual(width - 8)
        expect(drawing).not.toContain('<b>')
        for (const { fill } of svgTexts(drawing)) expect(contrastRatio(fill, '#FFFFFF')).toBeGreaterThan(4.5)
      }
      expect(new Set([svg, wide, narrow].map(each => /aria-labelledby="([^"]+)"/.exec(each)?.[1])).size).toBe(3)
      expect(description).toMatch(/^Flow diagram\. .*1,100; .*100.*Made up\.$/)
    }
  })
})

describe('layout', () => {
  const overlap = (one: PlacedBox, other: PlacedBox): boolean =>
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height

  it.each([288, 640, 1400])(
    'at %i pixels nothing overlaps or leaves the page, and no line runs through a box',
    width => {
      fc.assert(
        fc.property(flows, flow => {
          const { boxes, labels, connectors, height } = layOutFlow(flowContent(flow), width)
          boxes.forEach((box, at) => {
            expect(box.x).toBeGreaterThanOrEqual(0)
            expect(box.x + box.width).toBeLessThanOrEqual(width)
            expect(box.y + box.height).toBeLessThanOrEqual(height)
            for (const other of boxes.slice(at + 1)) expect(overlap(box, other)).toBe(false)
            for (const { text, x, y, strong } of box.lines) {
              expect(x + textWidth(text, fontSize, strong ? 'bold' : 'normal')).toBeLessThanOrEqual(box.x + box.width)
              expect(y).toBeLessThan(box.y + box.height)
            }
            for (const { x, y, text } of labels) {
              const label = {
                x,
                y: y - fontSize,
                width: textWidth(text, fontSize, 'bold'),
                height: fontSize,
                lines: [],
              }
              expect(overlap(box, label)).toBe(false)
            }
          })
          for (const points of connectors) {
            points.slice(1).forEach(([x, y], at) => {
              const [fromX, fromY] = points[at] ?? [x, y]
              const line = {
                lines: [],
                x: Math.min(x, fromX),
                y: Math.min(y, fromY),
                width: Math.abs(x - fromX),
                height: Math.abs(y - fromY),
              }
              for (const box of boxes) expect(overlap(box, line)).toBe(false)
            })
          }
        }),
        { numRuns: 60 },
      )
    },
  )

  it('sets arms side by side in their order where there is room, and else one below the other', () => {
    const box = (text: string): FlowLine[] => [{ text, title: text, node: null, depth: 0, strong: true }]
    const content = { enrolment: [], rows: [{ title: 'Allocation', boxes: ['b', 'a', 'c'].map(box) }] }
    const wide = layOutFlow(content, 640).boxes
    expect(wide.map(({ lines }) => lines[0]?.text)).toEqual(['b', 'a', 'c'])
    expect(new Set(wide.map(({ y }) => y)).size).toBe(1)
    expect(wide.map(({ x }) => x)).toEqual(wide.map(({ x }) => x).sort((a, b) => a - b))
    const narrow = layOutFlow(content, 288).boxes
    expect(narrow.map(({ lines }) => lines[0]?.text)).toEqual(['b', 'a', 'c'])
    expect(new Set(narrow.map(({ x }) => x)).size).toBe(1)
  })
})
