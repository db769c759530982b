import { samplingMethod } from '../../design/index.ts'
import { type Block, type Inline, literal, type Section, type Text, text } from '../../report/index.ts'
import { adjustments, fullReference } from '../../statistics/index.ts'
import type { AnalysisResult } from '../analysis-result.ts'
import type { Findings } from '../findings.ts'
import type { Reported } from '../results/reported-findings.ts'
import { absentWords, capitalised, reasonText } from './cautions.ts'
import { roleWords } from './contrasts.ts'
import { setWords } from './method-name.ts'
import { subgroupsOf } from './subgroups.ts'

/** Every analysis: how it was done, why it could not be done where it could not, and where the methods come from. */
export function methodsSection(findings: Reported): Section {
  const analyses = [...findings.analyses, ...(findings.explorations ?? []).flatMap(each => each.analyses)]
  const families = (findings.plan.families ?? []).map(family => ({
    ...family,
    adjustment: adjustments.find(family.method),
  }))
  const sources = [
    ...analyses.map(({ citations }) => citations.map(citation => fullReference(citation))),
    ...families.map(({ adjustment }) =>
      adjustment === undefined ? [] : [fullReference({ key: adjustment.citation })],
    ),
  ]
  const references = [...new Set(sources.flat())]
  const numbers = (index: number) =>
    literal(
      (sources[index] ?? [])
        .map(source => references.indexOf(source) + 1)
        .sort((a, b) => a - b)
        .join(', '),
    )
  const items = [
    ...analyses.map((result, index) => analysisItem(findings, result, numbers(index))),
    ...families.map(({ title, adjustment }, index): Text => {
      const how = adjustment && `P adjusted by ${adjustment.title}, for the ${adjustment.controls}, ${adjustment.holds}`
      const name = text`Family "${literal(title)}":`
      return [{ kind: 'strong', text: name }, ...text` ${literal(how ?? '')} [${numbers(analyses.length + index)}].`]
    }),
  ]
  return {
    id: 'methods',
    title: 'Methods',
    blocks: [
      ...samplingBlock(findings),
      { kind: 'list', ordered: false, items },
      { kind: 'heading', text: 'References' },
      { kind: 'list', ordered: true, items: references.map(reference => [literal(reference)]) },
    ],
  }
}

/** How the sample was drawn, and what follows for the analyses, where the protocol states it. */
function samplingBlock({ protocol, basis }: Findings): Block[] {
  if (protocol.sampling === undefined || basis === 'page') return []
  const { title, inclusion } = samplingMethod(protocol)
  const weights = 'An analysis within strata weights them by their eligible cases.'
  const given =
    inclusion === 'over_all_draws'
      ? ''
      : ' How many cases of each stratum are in each group came about in the sampling, and is taken as given: a comparison that adds strata up is made only where the groups hold them in the same proportions.'
  return [
    {
      kind: 'paragraph',
      text: [{ kind: 'strong', text: 'Sampling:' }, ...text` ${literal(title)}. ${weights}${given}`],
    },
  ]
}

function analysisItem(findings: Reported, result: AnalysisResult, numbers: Inline): Text {
  const { id, title, methodTitle, role, computation } = result
  const undone =
    computation.status === 'undefined'
      ? text` ${capitalised(absentWords(computation.reason))} here: ${reasonText(findings, id, null, computation.detail)}`
      : ''
  const name = literal(/[?.!]$/.test(title) ? title : `${title}:`)
  const divided = subgroupsOf(result)
  const by =
    divided === undefined ? '' : text`, by subgroups (${literal(divided.by.title)}), with Cochran's test of interaction`
  const how = text` ${literal(methodTitle)}${setWords(result)}${by} (${roleWords(role)}) [${numbers}].${undone}`
  return [{ kind: 'strong', text: [name] }, ...how]
}
