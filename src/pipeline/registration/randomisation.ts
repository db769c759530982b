import { allocationMethod } from '../../design/index.ts'
import { type Block, literal, text } from '../../report/index.ts'
import { wantedOf } from '../checklist/index.ts'
import { fieldTitle, forAuthor, paragraph, type RegistrationMaterial, sentence } from './material.ts'

/** How cases are put into arms. */
export function randomisationBlocks(material: RegistrationMaterial): Block[] {
  const { protocol } = material
  const { strata, clusters, allocation, enrolment } = protocol
  const { title } = allocationMethod({ allocation })
  const within =
    strata.length === 0
      ? 'There are no strata.'
      : text`Strata are formed by ${literal(strata.map(id => fieldTitle(protocol, id)).join(' and '))}.`
  const together =
    clusters === undefined
      ? 'Cases are allocated singly.'
      : text`Linked cases stay together in one arm: ${sentence(clusters.title)}`
  const blocks = 'blocks' in allocation ? text` Blocks are of ${literal(allocation.blocks.join(' and '))} cases.` : ''
  return [
    paragraph(text`${sentence(title)} ${within} ${together}${blocks}`),
    paragraph(
      enrolment === undefined
        ? 'The allocation is drawn by a program from the list of cases, the protocol and a seed, by an algorithm that is written down to the last whole number, so that anybody who has the three can draw every arm again. A commitment before the draw, with a seed from a public beacon, shows that nobody tried several seeds.'
        : 'Every arm is drawn by a program from a secret that is fixed by its hash before the first case arrives and revealed at the end, so that anybody can then draw every arm again.',
    ),
    ...answers(material, ['18', '19']),
  ]
}

/** Who does not know the arms, and how that is kept. */
export const maskingBlocks = (material: RegistrationMaterial): Block[] => [
  ...blindedBlocks(material),
  ...blindingBlocks(material),
]

/** Who does not know the arms. */
export const blindedBlocks = (material: RegistrationMaterial): Block[] => [
  paragraph('The protocol declares nothing about who may know the arms.'),
  ...answers(material, ['20a']),
]

/** How arms are kept from those who do not know them. */
export const blindingBlocks = (material: RegistrationMaterial): Block[] => [
  paragraph(
    'A run can be sealed, so that arms open with a key alone and every look is on record, and the analysis can be made with arms called A, B and C.',
  ),
  ...answers(material, ['20b']),
]

/** What the authors say to items of the checklist; of the others what is wanted of them. */
export function answers({ checklist }: RegistrationMaterial, ids: readonly string[]): Block[] {
  return checklist.entries
    .filter(({ id }) => ids.includes(id))
    .map(entry =>
      entry.author === undefined
        ? forAuthor(text`${literal(wantedOf(entry))}`)
        : paragraph(text`${sentence(entry.author.says)}`),
    )
}
