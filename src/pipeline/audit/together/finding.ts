import type { AuditFinding } from '../../../model/audit.ts'
import type { AuditFile, AuditTogether } from '../../../model/audit-file.ts'
import { decimalText } from '../../../report/index.ts'
import type { Domain, Quantities } from '../check.ts'
import { mostBoxes, type Outcome, searchTogether } from './search.ts'
import type { Statement } from './statement.ts'

const mostExamples = 6

/** What is said of statements together. */
export function togetherFinding(
  { id, title, statements: ids }: AuditTogether,
  { numbers, wholes }: AuditFile,
  quantities: Quantities,
): AuditFinding {
  const statements = ids.map((each): Statement => {
    const whole = wholes.find(candidate => candidate.id === each)
    if (whole !== undefined) return { kind: 'whole', of: whole }
    return { kind: 'number', of: numbers.find(candidate => candidate.id === each) ?? quantities.numberOf(each) }
  })
  const outcome = searchTogether(statements, quantities)
  const parts = statements.flatMap(({ of }) => ('printed' in of && of.printed !== undefined ? [of.printed] : []))
  return {
    ...{
      id,
      title,
      place: placesOf(statements),
      printed: parts.length === 0 ? 'parts of wholes' : parts.join('; '),
      check: 'together',
    },
    ...{ admissible: outcome.kind === 'none' ? null : { lower: null, upper: null }, counts: null },
    ...{ search: outcome.kind === 'open' ? 'bound' : 'exact', by: ids },
    ...said(outcome, statements, quantities),
    note: null,
  }
}

const placesOf = (statements: readonly Statement[]): string =>
  [...new Set(statements.map(({ of }) => of.place ?? ''))].filter(place => place !== '').join('; ')

function said(
  outcome: Outcome,
  statements: readonly Statement[],
  quantities: Quantities,
): Pick<AuditFinding, 'verdict' | 'reason'> {
  switch (outcome.kind) {
    case 'found':
      return { verdict: 'consistent', reason: exampleText(outcome.example, quantities) }
    case 'none':
      return { verdict: 'inconsistent', reason: conflictText(conflictIn(statements, quantities)) }
    case 'open':
      return {
        verdict: 'undetermined',
        reason:
          outcome.why === 'too_many'
            ? `There are too many ways in which the numbers could be: ${decimalText(mostBoxes, 0)} parts of them were looked at, and neither an example was found nor all were excluded.`
            : 'Nothing excludes it, but it depends on what is not printed, or on a limit that can only just be met.',
      }
  }
}

/** As few of the statements as do not go together: each in turn is left out where the others do not either. */
function conflictIn(statements: readonly Statement[], quantities: Quantities): readonly Statement[] {
  const impossible = statements.find(each => searchTogether([each], quantities).kind === 'none')
  if (impossible !== undefined) return [impossible]
  return statements.reduce<readonly Statement[]>((left, statement) => {
    const others = left.filter(each => each !== statement)
    return others.length > 0 && searchTogether(others, quantities).kind === 'none' ? others : left
  }, statements)
}

function conflictText(conflict: readonly Statement[]): string {
  const titles = conflict.map(({ of }) => `“${of.title}”`)
  if (conflict.length === 1) return `${titles[0]} is impossible by itself.`
  return `No values that print as the numbers make these true at once: ${titles.join(', ')}.`
}

function exampleText(example: ReadonlyMap<string, Domain>, quantities: Quantities): string {
  const parts = [...example].map(([id, domain]) => `${quantities.titleOf(id)}: ${valueText(id, domain, quantities)}`)
  if (parts.length === 0) return 'They are true as printed.'
  const shown = parts.slice(0, mostExamples).join('; ')
  return `All are true, for example, with ${shown}${parts.length > mostExamples ? ' and so on' : ''}.`
}

function valueText(id: string, domain: Domain, { numberOf, printedOf, countOf }: Quantities): string {
  const { is } = numberOf(id)
  if (domain.kind === 'count') {
    const n = is !== undefined && 'percentage' in is ? countOf(is.percentage.n) : undefined
    const of = n === undefined || n.least !== n.most ? '' : ` of ${decimalText(n.least, 0)}`
    return `${decimalText(domain.least, 0)}${of}`
  }
  const value = domain.kind === 'multiples' ? domain.least * domain.unit : domain.lower
  return decimalText(value, (printedOf(id)?.decimals ?? 0) + 2)
}
