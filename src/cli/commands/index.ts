import type { Command } from 'commander'
import { allocateCommand } from './allocate.ts'
import { analyseCommand } from './analyse.ts'
import { auditCommand } from './audit.ts'
import { backupCommand } from './backup.ts'
import { balanceCommand } from './balance.ts'
import { boundariesCommand } from './boundaries.ts'
import { caseCommand } from './case.ts'
import { chartCommand } from './chart.ts'
import { checkCommand } from './check.ts'
import { checklistCommand } from './checklist.ts'
import { closeCommand } from './close.ts'
import { commitCommand } from './commit.ts'
import { drawCommand } from './draw.ts'
import { enrolCommand } from './enrol.ts'
import { exportAnalysisSetCommand } from './export-analysis-set.ts'
import { exportEventsCommand } from './export-events.ts'
import { exportRegisterCommand } from './export-register.ts'
import { exportVerifierCommand } from './export-verifier.ts'
import { flowCommand } from './flow.ts'
import { generateCommand } from './generate.ts'
import { initCommand } from './init.ts'
import { keysCommand } from './keys.ts'
import { listCommand } from './list.ts'
import { maskCommand } from './mask.ts'
import { mergeCommand } from './merge.ts'
import { openCommand } from './open.ts'
import { powerCommand } from './power.ts'
import { profileCommand } from './profile.ts'
import { reconstructCommand } from './reconstruct.ts'
import { recordCommand } from './record.ts'
import { redcapCommand } from './redcap.ts'
import { registerCommand } from './register.ts'
import { reportCommand } from './report.ts'
import { reproduceCommand } from './reproduce.ts'
import { restoreCommand } from './restore.ts'
import { runCommand } from './run.ts'
import { sampleCommand } from './sample.ts'
import { sealCommand } from './seal.ts'
import { segmentCommand } from './segment.ts'
import { simulateCommand } from './simulate.ts'
import { sqlCommand } from './sql.ts'
import { statusCommand } from './status.ts'
import { unblindCommand } from './unblind.ts'
import { unmaskCommand } from './unmask.ts'
import { unsealCommand } from './unseal.ts'
import { verifyCommand } from './verify.ts'

/** Every command, in the order in which help lists them. */
export const commands: readonly Command[] = [
  reproduceCommand,
  reconstructCommand,
  auditCommand,
  listCommand,
  segmentCommand,
  initCommand,
  checkCommand,
  powerCommand,
  simulateCommand,
  mergeCommand,
  registerCommand,
  boundariesCommand,
  runCommand,
  generateCommand,
  commitCommand,
  sampleCommand,
  profileCommand,
  allocateCommand,
  openCommand,
  enrolCommand,
  closeCommand,
  balanceCommand,
  verifyCommand,
  exportRegisterCommand,
  exportVerifierCommand,
  recordCommand,
  caseCommand,
  statusCommand,
  flowCommand,
  analyseCommand,
  exportAnalysisSetCommand,
  sqlCommand,
  drawCommand,
  checklistCommand,
  reportCommand,
  chartCommand,
  backupCommand,
  restoreCommand,
  exportEventsCommand,
  keysCommand,
  sealCommand,
  unsealCommand,
  unblindCommand,
  maskCommand,
  unmaskCommand,
  redcapCommand,
]
