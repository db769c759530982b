import { type Document, literal, type Section, text } from '../../report/index.ts'
import { analysisBlocks } from './analysis.ts'
import { changePolicyBlocks, checklistSections, harmBlocks, standingBlocks } from './conduct.ts'
import { type FormId, formSections, formTitle } from './forms.ts'
import type { RegistrationMaterial } from './material.ts'
import { outcomeBlocks } from './outcomes.ts'
import { armBlocks, eligibilityBlocks, estimandBlocks, questionBlocks } from './question.ts'
import { maskingBlocks, randomisationBlocks } from './randomisation.ts'
import { sampleSizeBlocks } from './sample-size.ts'

/** The frozen protocol and plan as a document: whole, or under the headings of a registry's form. */
export function registrationDocument(material: RegistrationMaterial, form: FormId | null): Document {
  return {
    title: text`Trial protocol: ${literal(material.protocol.title)}`,
    subtitle: text`Written from the files of the trial${formTitle(form)}`,
    language: 'en-GB',
    notices: [],
    sections: form === null ? wholeSections(material) : formSections(form, material),
  }
}

const wholeSections = (material: RegistrationMaterial): Section[] => [
  { id: 'standing', title: 'What this document is fixed to', blocks: standingBlocks(material) },
  { id: 'question', title: 'Question', blocks: questionBlocks(material) },
  { id: 'arms', title: 'Arms', blocks: armBlocks(material) },
  { id: 'eligibility', title: 'Which cases', blocks: eligibilityBlocks(material) },
  { id: 'estimands', title: 'What is estimated', blocks: estimandBlocks(material) },
  { id: 'outcomes', title: 'Outcomes', blocks: outcomeBlocks(material) },
  { id: 'sample-size', title: 'Sample size', blocks: sampleSizeBlocks(material) },
  { id: 'randomisation', title: 'Randomisation', blocks: randomisationBlocks(material) },
  { id: 'masking', title: 'Masking', blocks: maskingBlocks(material) },
  { id: 'analysis', title: 'Analysis', blocks: analysisBlocks(material) },
  { id: 'harms', title: 'Harms', blocks: harmBlocks(material) },
  { id: 'changes', title: 'Amendments and deviations', blocks: changePolicyBlocks() },
  ...checklistSections(material),
]
