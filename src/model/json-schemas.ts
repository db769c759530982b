import { z } from 'zod'
import { auditFileSchema } from './audit-file.ts'
import { benchmarkSchema } from './benchmark.ts'
import { checklistSchema } from './checklist.ts'
import { disclosureSchema } from './disclosure.ts'
import { explorationSchema } from './exploration.ts'
import { planSchema } from './plan.ts'
import { protocolSchema } from './protocol.ts'
import { publishedSchema } from './published.ts'
import { redcapCodingSchema } from './redcap-coding.ts'
import { segmentationSchema } from './segmentation.ts'
import { sizingSchema } from './sizing.ts'
import { syntheticSchema } from './synthetic.ts'
import { writtenDocumentSchema } from './written-document.ts'

const documents = {
  protocol: { schema: protocolSchema, title: 'Protocol of a trial', description: 'What was promised before the data.' },
  benchmark: {
    schema: benchmarkSchema,
    title: 'Benchmark beside trials',
    description: 'A price that was paid or offered for debts, and no arms.',
  },
  plan: { schema: planSchema, title: 'Analysis plan of a trial', description: 'The analyses that were promised.' },
  exploration: {
    schema: explorationSchema,
    title: 'Exploration of a trial',
    description: 'Analyses that nobody planned, for `analyse --explore`.',
  },
  checklist: {
    schema: checklistSchema,
    title: 'Reporting checklist of a trial',
    description: 'What only the authors of a report can say to it.',
  },
  disclosure: {
    schema: disclosureSchema,
    title: 'Disclosure control of a trial',
    description: 'How publications are kept from telling of single cases.',
  },
  'redcap-coding': {
    schema: redcapCodingSchema,
    title: 'REDCap coding of a trial',
    description: 'What arms and strata are called in a REDCap project, for `redcap --coding`.',
  },
  audit: {
    schema: auditFileSchema,
    title: 'Printed numbers of a report',
    description: 'Numbers that a report prints and what each is of others, for `audit`.',
  },
  segmentation: {
    schema: segmentationSchema,
    title: 'Segmentation of arrears',
    description: 'How outstanding arrears are divided, and which part is collected first, for `segment`.',
  },
  published: {
    schema: publishedSchema,
    title: 'Published figures of a trial',
    description: 'What was printed, and what recomputing is expected to say of it.',
  },
  document: {
    schema: writtenDocumentSchema,
    title: 'Report as a document',
    description: 'What `report --format json` writes: the words of a report, each number with the id of its result.',
  },
  sizing: {
    schema: sizingSchema,
    title: 'Sizing of a trial',
    description: 'What is expected of its outcomes, for its power.',
  },
  synthetic: {
    schema: syntheticSchema,
    title: 'Synthetic data of a trial',
    description: 'How made-up cases and events are drawn, and what a reconstruction must meet.',
  },
} as const

/**
 * JSON Schemas (draft 2020-12) of the files of a trial, of explorations, checklists, REDCap codings, segmentations and audit files, by name, for editors,
 * and of the report that is written as JSON. They say what a file may look like as
 * it is written; what holds between parts of a file or between files, `equipoise check` says.
 */
export function jsonSchemas(): Readonly<Record<keyof typeof documents, z.core.JSONSchema.JSONSchema>> {
  const { protocol, benchmark, plan, exploration, checklist, disclosure } = documents
  const { audit, published, document, sizing, synthetic } = documents
  return {
    protocol: jsonSchema(protocol),
    benchmark: jsonSchema(benchmark),
    plan: jsonSchema(plan),
    exploration: jsonSchema(exploration),
    checklist: jsonSchema(checklist),
    disclosure: jsonSchema(disclosure),
    'redcap-coding': jsonSchema(documents['redcap-coding']),
    audit: jsonSchema(audit),
    segmentation: jsonSchema(documents.segmentation),
    published: jsonSchema(published),
    document: jsonSchema(document),
    sizing: jsonSchema(sizing),
    synthetic: jsonSchema(synthetic),
  }
}

function jsonSchema({ schema, title, description }: (typeof documents)[keyof typeof documents]) {
  return { ...z.toJSONSchema(schema, { io: 'input' }), title, description }
}
