import type { Domain, Quantities } from '../check.ts'
import { domainsOf } from './domains.ts'
import { type Fit, fitsStatement, type Statement } from './statement.ts'

type Box = ReadonlyMap<string, Domain>

/** Whether some numbers print as they are printed and make all statements true at once. */
export type Outcome =
  | { kind: 'found'; example: Box }
  | { kind: 'none' }
  | { kind: 'open'; why: 'not_printed' | 'too_many' }

export const mostBoxes = 20_000

/** A real number is narrowed down to this part of what its print allows, and no further. */
const finest = 2 ** -20

/**
 * Looks for numbers that make all statements true at once: boxes of what prints allow are cut in halves, those in which some statement
 * cannot be true are left out, and the middle of each is tried. `none` only where nothing is left, so where it
 * is certain; `found` only with an example.
 *
 * Moore (1966), on bisection with interval arithmetic.
 */
export function searchTogether(statements: readonly Statement[], quantities: Quantities): Outcome {
  const asserted = new Set(statements.flatMap(({ kind, of }) => (kind === 'number' ? [of.id] : [])))
  const root = domainsOf(statements, asserted, quantities)
  const all = [...statements, ...percentagesOfOpen(root, asserted, quantities)]
  const fitIn = (domains: Box): Fit => {
    const narrowed = quantities.narrowed({ domains, asserted })
    let fit: Fit = 'some'
    for (const statement of all) {
      const each = fitsStatement(statement, narrowed, domains)
      if (each === 'none') return 'none'
      if (each === 'unknown') fit = 'unknown'
    }
    return fit
  }
  let isUnsettled = false
  let looked = 0
  const boxes: Box[] = [root]
  for (let box = boxes.pop(); box !== undefined; box = boxes.pop()) {
    looked += 1
    if (looked > mostBoxes) return { kind: 'open', why: 'too_many' }
    if ([...box.values()].some(isEmpty) || fitIn(box) === 'none') continue
    const example = new Map([...box].map(([id, domain]) => [id, middleOf(domain)]))
    const fit = fitIn(example)
    if (fit === 'some') return { kind: 'found', example }
    // Nothing printed excludes this one, so nothing ever will.
    if (fit === 'unknown') return { kind: 'open', why: 'not_printed' }
    const cut = widest(box, root)
    if (cut === undefined) isUnsettled = true
    else for (const half of halvesOf(box.get(cut) as Domain)) boxes.push(new Map([...box, [cut, half]]))
  }
  return isUnsettled ? { kind: 'open', why: 'not_printed' } : { kind: 'none' }
}

/** Percentages of a number of cases that is open itself: that they print as they do depends on both. */
function percentagesOfOpen(root: Box, asserted: ReadonlySet<string>, quantities: Quantities): Statement[] {
  return [...root.keys()].flatMap(id => {
    const of = quantities.numberOf(id)
    if (of.is === undefined || !('percentage' in of.is) || asserted.has(id)) return []
    const { least, most } = quantities.countOf(of.is.percentage.n)
    return least === most ? [] : [{ kind: 'number', of }]
  })
}

const isEmpty = (domain: Domain): boolean =>
  domain.kind === 'range' ? domain.lower > domain.upper : domain.least > domain.most

const widthOf = (domain: Domain): number =>
  domain.kind === 'range' ? domain.upper - domain.lower : domain.most - domain.least

/** The number that is least narrowed down; undefined where none can be narrowed further. */
function widest(box: Box, root: Box): string | undefined {
  let widest: { id: string; part: number } | undefined
  for (const [id, domain] of box) {
    const part = widthOf(domain) / widthOf(root.get(id) as Domain)
    const isCuttable = domain.kind === 'range' ? Number.isFinite(widthOf(domain)) && part > finest : part > 0
    if (isCuttable && part > (widest?.part ?? 0)) widest = { id, part }
  }
  return widest?.id
}

function middleOf(domain: Domain): Domain {
  if (domain.kind === 'range') {
    const middle = Number.isFinite(widthOf(domain)) ? (domain.lower + domain.upper) / 2 : undefined
    return middle === undefined ? domain : { ...domain, lower: middle, upper: middle }
  }
  const middle = Math.floor((domain.least + domain.most) / 2)
  return { ...domain, least: middle, most: middle }
}

function halvesOf(domain: Domain): Domain[] {
  if (domain.kind === 'range') {
    const middle = (domain.lower + domain.upper) / 2
    return [
      { ...domain, lower: middle },
      { ...domain, upper: middle },
    ]
  }
  const middle = Math.floor((domain.least + domain.most) / 2)
  return [
    { ...domain, least: middle + 1 },
    { ...domain, most: middle },
  ]
}
