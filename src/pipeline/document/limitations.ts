import { joined, literal, longDate, type Text, text, written } from '../../report/index.ts'
import { controlComparisons, type Findings } from '../findings.ts'
import { pairId } from '../results/economics-numbers.ts'
import type { Reported } from '../results/reported-findings.ts'
import { summaryId } from './summary-numbers.ts'

/** What the results leave open, in sentences: `open` where some comparison shows no difference. */
export function limitations(findings: Reported, open: boolean): Text[] {
  const detectable = detectableText(findings)
  const start = 'A difference that is not shown may still be there.'
  return [
    ...(open ? [detectable === '' ? start : text`${start} ${detectable}`] : []),
    ...otherAnalyses(findings),
    ...notCounted(findings),
    ...amendedText(findings),
    ...chosenText(findings),
    ...(findings.basis === 'page'
      ? ['It rests on the printed figures. The cases themselves were not at hand, so what needs them is left out.']
      : []),
  ]
}

/** The least effects that one comparison could detect, at the plan's power and unadjusted alpha: the larger one where arms differ. */
function detectableText(findings: Reported): Text {
  const { plan, results } = findings
  const largest = (of: string) =>
    controlComparisons(findings)
      .flatMap(comparison => {
        const found = results.find(pairId(comparison, `detectable.${of}`))
        return found === undefined ? [] : [{ comparison, found }]
      })
      .reduce<{ comparison: { arm: string; against: string }; found: { value: number } } | undefined>(
        (most, each) => (most === undefined || each.found.value > most.found.value ? each : most),
        undefined,
      )?.comparison
  const [share, amount] = [largest('to_share'), largest('amount')]
  const parts = [
    ...(share === undefined
      ? []
      : [
          text`a rise from ${results.write(pairId(share, 'detectable.from_share'))} to ${results.write(pairId(share, 'detectable.to_share'))} of cases`,
        ]),
    ...(amount === undefined ? [] : [text`${results.write(pairId(amount, 'detectable.amount'))} more per case`]),
  ]
  if (parts.length === 0) return ''
  const together =
    (plan.families ?? []).length === 0 ? '' : ' Where several comparisons are judged together, the chance is smaller.'
  return text`For one comparison judged alone, and cases taken as independent of each other, the groups were large enough to find ${joined(parts, ', or ')}, with a chance of ${results.write('plan.power')}; smaller effects would often be missed.${together}`
}

/** Whether the intervals of the other planned analyses lie on the same sides of no difference. */
function otherAnalyses({ results }: Reported): Text[] {
  const compared = results.number(summaryId('other_analyses'))
  const differing = results.number(summaryId('other_analyses_differing'))
  if (compared.value === 0) return []
  const one = compared.value === 1
  const looked = one
    ? 'One other analysis of the plan looks at the same differences by another method'
    : text`${written(compared)} other analyses of the plan look at the same differences by other methods`
  const how = 'range by range, and not allowing for several comparisons'
  if (differing.value === 0) return [text`${looked}; ${how}, ${one ? 'it comes' : 'all come'} to the same answer.`]
  const which = one ? 'it does' : text`${written(differing)} of them ${differing.value === 1 ? 'does' : 'do'}`
  return [
    text`${looked}; ${how}, ${which} not come to the same answer, as the secondary and sensitivity analyses show.`,
  ]
}

function notCounted({ economics, protocol }: Findings): Text[] {
  const end = literal(longDate(protocol.followUp.to))
  const others = economics?.notCounted ?? []
  return [
    others.length === 0
      ? text`What happened after ${end} is not counted.`
      : text`Cases were followed until ${end}. Not counted: ${literal(others.join('; '))}.`,
  ]
}

/** Where nothing bars that the draw was chosen. */
const chosenText = ({ assurance }: Findings): Text[] =>
  assurance === undefined || assurance.commitment !== null ? [] : [[literal(assurance.statement)]]

function amendedText({ results }: Reported): Text[] {
  const late = results.number(summaryId('analyses_after_results'))
  if (late.value === 0) return []
  return [
    text`${written(late)} ${late.value === 1 ? 'analysis was' : 'analyses were'} chosen after results had been seen. They are marked exploratory and are not in this summary.`,
  ]
}
