import { type Block, joined, literal, type Section, type Text, text } from '../../report/index.ts'
import { assuranceId } from '../results/assurance-numbers.ts'
import type { Flow } from '../results/flow-numbers.ts'
import type { Reported } from '../results/reported-findings.ts'
import { disclosureText } from './disclosure.ts'

/** What vouches for a report: the files that it was made from, how the draw was made, who else computed it, what was planned. */
export function assuranceSection(findings: Reported, flow: Flow): Section {
  const { assurance } = findings
  return {
    id: 'assurance',
    title: 'Assurance',
    blocks: [
      {
        kind: 'list',
        ordered: false,
        items: [
          opinionText(findings),
          plannedText(findings),
          algorithmText(flow),
          ...(assurance === undefined ? [] : [[literal(assurance.statement)]]),
          ...disclosureText(findings),
          text`Everything here can be derived again: ${{ kind: 'code', text: `equipoise verify ${findings.protocol.id}` }} does so from the case list, the protocol, the seed and the log of events, and names what differs.`,
        ],
      },
      inputsTable(flow),
    ],
  }
}

function opinionText({ results }: Reported): Text {
  const of = (status: 'agrees' | 'disagrees' | 'outside_window') => results.number(assuranceId(status))
  const [agrees, disagrees, outside] = [of('agrees'), of('disagrees'), of('outside_window')]
  const rest = outside.value === 0 ? '' : text`; of ${results.write(outside.id)} it is too inexact to say anything`
  const found = disagrees.value === 0 ? 'none' : results.write(disagrees.id)
  return text`Another program computed P values and limits again. It agrees with ${results.write(agrees.id)} of them and disagrees with ${found}${rest}.`
}

function plannedText({ results }: Reported): Text {
  const exploratory = results.number(assuranceId('exploratory'))
  const also =
    exploratory.value === 0 ? 'there is none' : text`${results.write(exploratory.id)}, named so wherever they appear`
  return text`Planned analyses: ${results.write(assuranceId('planned'))}. Exploratory ones: ${also}.`
}

/** Which algorithms made the draw, so that it can be made again. */
function algorithmText({ sample, allocation }: Flow): Text {
  const named = [sample, allocation].map(({ algorithm: { name, version } }) => literal(`${name}, version ${version}`))
  return text`The sample and the allocation were drawn by these algorithms: ${joined(named, '; ')}.`
}

/** Hashes of what the sample and the allocation were made from. */
function inputsTable({ sample, allocation }: Flow): Block {
  const inputs = { ...sample.inputs, ...allocation.inputs }
  return {
    kind: 'table',
    id: 'inputs',
    caption: 'What the draw was made from',
    columns: [
      { title: 'File', kind: 'heading' },
      { title: [literal('SHA-256')], kind: 'text' },
    ],
    rows: Object.entries(inputs).map(([name, hash]): Text[] => [[literal(name)], [{ kind: 'code', text: hash }]]),
    notes: [],
  }
}
