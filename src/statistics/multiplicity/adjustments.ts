import { defineRegistry } from '../../core/registry.ts'
import type { Adjustment } from './adjustment.ts'
import { benjaminiHochberg } from './benjamini-hochberg.ts'
import { benjaminiYekutieli } from './benjamini-yekutieli.ts'
import { bonferroni } from './bonferroni.ts'
import { fixedSequence } from './fixed-sequence.ts'
import { hochberg } from './hochberg.ts'
import { holm } from './holm.ts'
import { hommel } from './hommel.ts'

/** Every adjustment that a family of a plan may name. */
export const adjustments = defineRegistry<Adjustment>('adjustment', [
  bonferroni,
  holm,
  hochberg,
  hommel,
  benjaminiHochberg,
  benjaminiYekutieli,
  fixedSequence,
])
