import type { Protocol } from '../../model/protocol.ts'
import { type Block, literal, type Results, type Table, type Text, text } from '../../report/index.ts'
import { type OutcomePower, powerAssumption, type TrialPower } from '../power/index.ts'
import { hasFixedCases, list, paragraph, type RegistrationMaterial } from './material.ts'
import { expectedId, powerId } from './numbers.ts'

/** How many cases there are, and what so many can find; plainly, where nothing says so. */
export const sampleSizeBlocks = (material: RegistrationMaterial): Block[] => [
  ...caseNumberBlocks(material),
  ...sizeArgumentBlocks(material),
]

/** How many cases there are. */
export function caseNumberBlocks({ protocol, results }: RegistrationMaterial): Block[] {
  if (hasFixedCases(protocol))
    return [
      paragraph(text`The protocol fixes ${results.write('cases.all')} cases in ${results.write('cases.arms')} arms.`),
    ]
  return results.find('cases.planned') === undefined
    ? [paragraph('The protocol does not fix the number of cases.')]
    : [paragraph(text`${results.write('cases.planned')} cases are planned to be allocated.`)]
}

/** Why so many, and what they can find. */
export function sizeArgumentBlocks({ protocol, power, results, checklist }: RegistrationMaterial): Block[] {
  const said = checklist.entries.find(({ id }) => id === '16a')?.author?.says
  return [
    ...(said === undefined ? [] : [paragraph(text`${literal(said)}`)]),
    ...(power === null
      ? [
          paragraph(
            'No sample-size argument is declared: the trial has no file that says what is expected of its outcomes, so that what these sizes can find is not known.',
          ),
        ]
      : powerBlocks(power, results, protocol)),
  ]
}

function powerBlocks(power: TrialPower, results: Results, { clusters }: Protocol): Block[] {
  const { outcomes, designEffect } = power
  return [
    paragraph(
      text`With a power of ${results.write('plan.power')} and a two-sided alpha of ${results.write('plan.alpha')} these sizes find the differences below. Shares are computed exactly, amounts by the normal distribution.`,
    ),
    ...(clusters === undefined
      ? []
      : [
          paragraph(
            designEffect === 1
              ? 'Linked cases share an arm, and nothing is allowed for that: the file that says what is expected has no clusters.'
              : text`Linked cases raise variances ${results.write('power.design_effect')} times, which is allowed for.`,
          ),
        ]),
    ...outcomes.map(outcome => powerTable(outcome, results)),
    paragraph('What is assumed in this:'),
    list(power.assumptions.map(each => text`${literal(powerAssumption(each))}`)),
  ]
}

function powerTable(outcome: OutcomePower, results: Results): Table {
  const { outcome: id, title, type, rate, worth, contrasts } = outcome
  const unit = type === 'money' ? 'pounds per case' : 'percentage points'
  const expected = rate === null ? '' : text`, expected in ${results.write(expectedId(id, 'rate'))} of control cases`
  const several = contrasts.length > 1
  const cell = (contrast: string, what: string): Text => {
    const found = powerId(id, contrast, what)
    return results.find(found) === undefined ? 'none' : [results.write(found)]
  }
  return {
    kind: 'table',
    id: `power-${id}`,
    caption: text`${literal(title)}: what the sizes can find, ${unit}${expected}`,
    columns: [
      { title: 'Contrast', kind: 'heading' },
      { title: 'Least found, alone', kind: 'number' },
      ...(several ? [{ title: 'Least found, all together', kind: 'number' as const }] : []),
      { title: 'Interval, plus or minus', kind: 'number' },
      ...(worth === null
        ? []
        : [
            { title: text`Power for ${results.write(expectedId(id, 'worth'))}`, kind: 'number' as const },
            { title: 'Cases for it', kind: 'number' as const },
          ]),
    ],
    rows: contrasts.map(({ contrast, title: name }): Text[] => [
      text`${literal(name)}`,
      cell(contrast, 'detectable'),
      ...(several ? [cell(contrast, 'detectable_together')] : []),
      cell(contrast, 'half_width'),
      ...(worth === null ? [] : [cell(contrast, 'power'), cell(contrast, 'cases_needed')]),
    ]),
    notes: several ? ['All together: at alpha over the number of contrasts.'] : [],
  }
}
