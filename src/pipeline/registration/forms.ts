import { type Block, type Section, type Text, text } from '../../report/index.ts'
import { evaluationRegistryForm } from './evaluation-registry-form.ts'
import type { Form } from './form.ts'
import { heading, paragraph, type RegistrationMaterial } from './material.ts'
import { osfForm } from './osf-form.ts'

/** Forms that a registration can be written under, by id. */
export const forms = {
  'evaluation-registry': evaluationRegistryForm,
  osf: osfForm,
} as const satisfies Readonly<Record<string, Form>>

/** Id of a form. */
export type FormId = keyof typeof forms
export const formIds = Object.keys(forms) as readonly FormId[]

/** A registration under the headings of a form. */
export const formSections = (form: FormId, material: RegistrationMaterial): Section[] =>
  forms[form].parts.map(({ id, title, asked }) => ({
    id,
    title,
    blocks: asked.flatMap(([question, blocks]) => [heading(question), ...blocks(material).map(belowQuestion)]),
  }))

/** A heading of an answer must not look like the next question. */
const belowQuestion = (block: Block): Block =>
  block.kind === 'heading' ? paragraph([{ kind: 'strong', text: block.text }]) : block

/** Which form a document is for, to stand in its subtitle. */
export const formTitle = (form: FormId | null): Text => (form === null ? '' : text`, ${forms[form].title}`)
