import { heldSign, joined, literal, type Text, text } from '../../report/index.ts'
import { baseOf, type DisclosureRules } from '../disclosure/rules.ts'
import type { Reported } from '../results/reported-findings.ts'
import { disclosureId } from '../results/shown-results.ts'

/** How numbers are kept from telling of single cases, or why they need not be; nothing of a printed page. */
export function disclosureText({ disclosure, results }: Reported): Text[] {
  if (disclosure === undefined) return []
  if (disclosure.exemption !== null) return [exemptionText(disclosure)]
  const least = results.write(disclosureId('least_cases'))
  const held = results.number(disclosureId('held_back'))
  const found =
    held.value === 0 ? 'None of this run is' : text`Results of this run held back: ${results.write(held.id)}`
  return [
    joined(
      [
        text`Disclosure control: numbers that would tell of fewer than ${least} cases, by themselves or with others, are held back and shown as ${heldSign}. ${found}.`,
        ...roundingText({ disclosure, results }),
      ],
      ' ',
    ),
  ]
}

/** Said before anything else where numbers are held back or rounded. */
export function disclosureNotices(findings: Reported): Text[] {
  const { disclosure, results } = findings
  if (disclosure === undefined || disclosure.exemption !== null) return []
  const held = results.number(disclosureId('held_back')).value > 0
  return held || baseOf(disclosure) !== null ? disclosureText(findings) : []
}

const exemptionText = ({ exemption }: DisclosureRules): Text =>
  text`No disclosure control was applied: ${literal(sentence(exemption ?? ''))}`

const sentence = (words: string): string => (/[.?!]$/.test(words) ? words : `${words}.`)

function roundingText({ results }: Pick<Reported, 'disclosure' | 'results'>): Text[] {
  const base = results.find(disclosureId('base'))
  if (base === undefined) return []
  return [
    text`Counts of cases are rounded to multiples of ${results.write(base.id)}, and shares, their differences and intervals to what that is of the cases; P values have two decimals, below ${literal('0.01')} three. Rounded numbers need not add up.`,
  ]
}
