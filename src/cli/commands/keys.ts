import type { CommandResult } from '../output.ts'
import { defineCommand } from './define.ts'

interface Options {
  out: string
  pseudonyms?: boolean
}

export const keysCommand = defineCommand<Options>({
  name: 'keys',
  summary: 'make a key file, with which its holder opens what is sealed to it',
  description:
    'Writes a new key file that you alone can read and prints its public key, to which others seal. Who holds the file has the role: there are no user accounts. The form is that of age (age-encryption.org), so `age` opens sealed files too. --pseudonyms makes another kind of key, with which exports name cases by pseudonyms.',
  group: 'Concealment:',
  withoutTrial: true,
  options: [
    { flags: '--out <file>', description: 'the new key file; keep it outside every run folder', required: true },
    { flags: '--pseudonyms', description: 'make a key of pseudonyms, for exports without identifiers' },
  ],
  examples: ['equipoise keys --out statistician.key', 'equipoise keys --pseudonyms --out pseudonyms.key'],
  async run(_, { out, pseudonyms = false }) {
    if (pseudonyms) return pseudonymKey(out)
    const { writeKeyFile } = await import('../../storage/age/index.ts')
    const recipient = await writeKeyFile(out)
    return {
      json: { schema: 'equipoise/key/1', file: out, recipient },
      text: [
        `Wrote ${out}, which you alone can read. Keep a copy where nobody else gets at it: without it nothing that is sealed to it can be opened.`,
        `Public key, to be given to whoever seals: ${recipient}`,
      ].join('\n'),
      next: `equipoise seal TRIAL --to ${recipient}`,
    }
  },
})

async function pseudonymKey(out: string): Promise<CommandResult> {
  const { writePseudonymKey } = await import('../../storage/pseudonym-key.ts')
  writePseudonymKey(out)
  return {
    json: { schema: 'equipoise/pseudonym-key/1', file: out } as CommandResult['json'],
    text: `Wrote ${out}, which you alone can read. Whoever holds it can tell which case a pseudonym stands for: keep it where the caseload is.`,
    next: `equipoise export-analysis-set TRIAL --out DIR --pseudonymise ${out}`,
  }
}
