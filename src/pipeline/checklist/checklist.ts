import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type AuthorChecklist, checklistSchema } from '../../model/checklist.ts'
import type { Measure } from '../../model/method.ts'
import { isOfTrial, repeatedIds, unknownId } from '../../model/problems.ts'
import type { CrossCheck } from '../../model/validate.ts'
import { literal, plainText, type Text, text } from '../../report/index.ts'
import { readDocument } from '../../storage/document.ts'
import { readJson } from '../../storage/files.ts'
import type { AnalysisResult } from '../analysis-result.ts'
import { assuranceOf } from '../commit/assurance.ts'
import { artefactPath, hasArtefact } from '../run-folder.ts'
import { isSealed } from '../sealing/sealed-run.ts'
import { hasFile, readSizing, type Trial } from '../trial-folder.ts'
import type { Answer, Answering, AnswerState, ChecklistMaterial, RunFacts } from './answer.ts'
import { armAnswers, clusterAnswers } from './extension-answers.ts'
import { type ChecklistItem, type ChecklistItemId, checklistItems, isChecklistItem } from './items.ts'
import { analysisAnswers, designAnswers } from './method-answers.ts'
import { openingAnswers } from './opening-answers.ts'
import { resultAnswers } from './result-answers.ts'
import { sizeAnswers } from './size-answers.ts'

/** An item with what the record, and where it is silent the author, says to it. */
export interface ChecklistEntry extends ChecklistItem, Answer {
  /** What the authors say in checklist.yaml. */
  author?: { says: string; where?: string | undefined }
}

/** The checklist of a trial. */
export interface Checklist {
  entries: readonly ChecklistEntry[]
  totals: Readonly<Record<AnswerState, number>>
}

const answers: Readonly<Record<ChecklistItemId, Answering>> = {
  ...openingAnswers,
  ...designAnswers,
  ...sizeAnswers,
  ...analysisAnswers,
  ...resultAnswers,
  ...armAnswers,
  ...clusterAnswers,
}

/** Every item that is asked of a trial, with its answer. What the authors say makes an item answered. */
export function checklistOf(material: ChecklistMaterial, author: AuthorChecklist['answers'] = []): Checklist {
  const entries = askedOf(material.protocol).map((item): ChecklistEntry => {
    const answer = answers[item.id](material)
    const said = author.find(each => each.item === item.id)
    return said === undefined ? { ...item, ...answer } : { ...item, ...answer, state: 'answered', author: said }
  })
  const total = (state: AnswerState): number => entries.filter(entry => entry.state === state).length
  return {
    entries,
    totals: { answered: total('answered'), partly: total('partly'), author: total('author'), later: total('later') },
  }
}

function askedOf({ arms, clusters }: Pick<Trial['protocol'], 'arms' | 'clusters'>) {
  return checklistItems.filter(item => {
    if (!('of' in item)) return true
    return item.of === 'several_arms' ? arms.length > 2 : clusters !== undefined
  })
}

/** The checklist of a trial and, where there is one, of its run. */
export function checklistOfTrial(trial: Trial, run: string | null): Checklist {
  const { protocol, plan } = trial
  const sizing = hasFile(trial.folder, 'sizing') ? readSizing(trial) : null
  return checklistOf({ protocol, plan, sizing, run: run === null ? null : factsOf(run) }, readAuthorAnswers(trial))
}

/** What a run's folder shows. */
function factsOf(run: string): RunFacts {
  const allocated = hasArtefact(run, 'allocation') || isSealed(run)
  return {
    allocated,
    analysed: hasArtefact(run, 'results'),
    sealed: isSealed(run),
    balanced: hasArtefact(run, 'balance'),
    relative: relativeOutcomes(run),
    assurance: hasArtefact(run, 'sample') ? assuranceOf(run) : null,
  }
}

const relativeMeasures: readonly string[] = ['ratio', 'odds_ratio'] satisfies Measure[]

function relativeOutcomes(run: string): string[] {
  if (!hasArtefact(run, 'results')) return []
  const { analyses } = readJson(artefactPath(run, 'results')) as { analyses: readonly AnalysisResult[] }
  return analyses.flatMap(({ outcome, computation }) =>
    computation.status === 'computed' &&
    computation.result.kind === 'contrasts' &&
    relativeMeasures.includes(computation.result.measure)
      ? [outcome]
      : [],
  )
}

/** Name of the authors' file in the trial's folder. */
export const authorFile = 'checklist.yaml'

function readAuthorAnswers({ folder, protocol }: Trial): AuthorChecklist['answers'] {
  const path = join(folder, authorFile)
  return existsSync(path) ? readDocument(path, checklistSchema, checks(protocol)).answers : []
}

const checks = (protocol: Trial['protocol']): readonly CrossCheck<AuthorChecklist>[] => [
  isOfTrial(protocol),
  ({ answers: given = [] }) => [
    ...repeatedIds(
      ['answers'],
      'answer',
      given.map(({ item }) => item),
      'item',
    ),
    ...given.flatMap(({ item }, index) => {
      const asked = askedOf(protocol).map(({ id }) => id)
      return isChecklistItem(item) && asked.includes(item)
        ? []
        : [unknownId(['answers', index, 'item'], 'item', item, asked)]
    }),
  ],
]

/** All that is said to an item, the record first. */
export function saidTo({ says, author }: ChecklistEntry): Text {
  if (author === undefined) return says
  return plainText(says) === '' ? text`${literal(author.says)}` : text`${says} ${literal(author.says)}`
}
