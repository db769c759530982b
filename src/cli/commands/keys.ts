import { defineCommand } from './define.ts'

interface Options {
  out: string
  pseudonym?: boolean
}

export const keysCommand = defineCommand<Options>({
  name: 'keys',
  summary: 'make a key file, with which its holder opens what is sealed to it',
  description:
    'Writes a new key file that you alone can read and prints its public key, to which others seal. Who holds the file has the role: there are no user accounts. The form is that of age (age-encryption.org), so `age` opens sealed files too. With --pseudonym it writes another kind of key: one that makes the pseudonyms of exports.',
  group: 'Concealment:',
  withoutTrial: true,
  options: [
    { flags: '--out <file>', description: 'the new key file; keep it outside every run folder', required: true },
    { flags: '--pseudonym', description: 'a key for --pseudonymise, which replaces ids in exports' },
  ],
  examples: ['equipoise keys --out statistician.key', 'equipoise keys --pseudonym --out pseudonyms.key'],
  async run(_, { out, pseudonym }) {
    return pseudonym ? writePseudonyms(out) : writeRole(out)
  },
})

async function writeRole(out: string) {
  const { writeKeyFile } = await import('../../storage/age/index.ts')
  const recipient = await writeKeyFile(out)
  return {
    json: { schema: 'equipoise/key/1' as const, file: out, recipient },
    text: [
      `Wrote ${out}, which you alone can read. Keep a copy where nobody else gets at it: without it nothing that is sealed to it can be opened.`,
      `Public key, to be given to whoever seals: ${recipient}`,
    ].join('\n'),
    next: `equipoise seal TRIAL --to ${recipient}`,
  }
}

async function writePseudonyms(out: string) {
  const { writePseudonymKey } = await import('../../storage/pseudonym-key.ts')
  const { newSecret } = await import('../../pipeline/commit/secret.ts')
  writePseudonymKey(out, newSecret())
  return {
    json: { schema: 'equipoise/pseudonym-key/1' as const, file: out },
    text: `Wrote ${out}, which you alone can read. Keep it where the caseload is and use it for every export: whoever holds it can find a case again, and without it exports cannot be joined.`,
    next: `equipoise export-events TRIAL --out events.csv --pseudonymise ${out}`,
  }
}
