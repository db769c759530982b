import { defineRegistry } from '../../core/registry.ts'
import type { Measure } from './measure.ts'
import { contamination } from './measures/contamination.ts'
import { crossovers } from './measures/crossovers.ts'
import { deviatingCases } from './measures/deviating-cases.ts'
import { differentialLossP } from './measures/differential-loss.ts'
import { differentialMissingnessP } from './measures/differential-missingness.ts'
import { duplicateRecords } from './measures/duplicate-records.ts'
import { enrolledShare } from './measures/enrolled-share.ts'
import { impossibleRecords } from './measures/impossible-records.ts'
import { lateRecords } from './measures/late-records.ts'
import { lostShare } from './measures/lost-share.ts'
import { missingShare } from './measures/missing-share.ts'
import { amountsOutsideWindow } from './measures/outside-window.ts'
import { quietDays } from './measures/quiet-days.ts'
import { sampleRatioP } from './measures/sample-ratio.ts'
import { spentShare } from './measures/spent-share.ts'
import { splitClusters } from './measures/split-clusters.ts'
import { waitingCases } from './measures/waiting-cases.ts'

/** Measures of trial health, in the order in which they are shown. */
export const measures = defineRegistry<Measure>('measure', [
  enrolledShare,
  sampleRatioP,
  contamination,
  crossovers,
  splitClusters,
  waitingCases,
  deviatingCases,
  quietDays,
  lateRecords,
  impossibleRecords,
  duplicateRecords,
  amountsOutsideWindow,
  missingShare,
  differentialMissingnessP,
  lostShare,
  differentialLossP,
  spentShare,
])
