import { type Block, literal, type Text, text } from '../../report/index.ts'
import { forAuthor, heading, paragraph, type RegistrationMaterial } from './material.ts'
import { answers } from './randomisation.ts'

/** What the record says to a question. */
export type Answer = (material: RegistrationMaterial) => Block[]

/** A registry's form: its parts, each with its questions and what the record says to them. */
export interface Form {
  title: string
  parts: readonly { id: string; title: string; asked: readonly (readonly [title: string, answer: Answer])[] }[]
}

export const trialTitle: Answer = ({ protocol }) => [paragraph(text`${literal(protocol.title)}`)]

/** The same whatever the trial. */
export const always =
  (words: Text): Answer =>
  () => [paragraph(words)]

/** What no file of a trial can say. */
export const wanted =
  (words: string): Answer =>
  () => [forAuthor(words)]

export const together =
  (...all: readonly Answer[]): Answer =>
  material =>
    all.flatMap(each => each(material))

export const under =
  (title: string, ...all: readonly Answer[]): Answer =>
  material => [heading(title), ...together(...all)(material)]

/** What the authors say to an item of the checklist. */
export const item =
  (id: string): Answer =>
  material =>
    answers(material, [id])
