import { defineCommand } from './define.ts'

interface Options {
  out: string
}

export const keysCommand = defineCommand<Options>({
  name: 'keys',
  summary: 'make a key file, with which its holder opens what is sealed to it',
  description:
    'Writes a new key file that you alone can read and prints its public key, to which others seal. Who holds the file has the role: there are no user accounts. The form is that of age (age-encryption.org), so `age` opens sealed files too.',
  group: 'Concealment:',
  withoutTrial: true,
  options: [
    { flags: '--out <file>', description: 'the new key file; keep it outside every run folder', required: true },
  ],
  examples: ['equipoise keys --out statistician.key'],
  async run(_, { out }) {
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
