import { defineCommand, runOption } from './define.ts'

interface Options {
  run?: string
  out?: string
  for?: string
}

export const registerCommand = defineCommand<Options>({
  name: 'register',
  summary: 'write the frozen protocol in plain English, to be registered',
  description:
    'Writes question, arms, eligibility, estimands, outcomes, sample size, randomisation, masking, analyses, harms and the rule for changes from protocol.yaml and plan.yaml, with their hashes and what of CONSORT 2025 can be filled in beforehand. With --for, under the headings of a registry. The same files give the same bytes; of a run that has begun it says what was amended since.',
  group: 'Trials:',
  options: [
    runOption,
    { flags: '--out <file>', description: 'write it as a document, by its ending: .md, .html, .odt, .docx, …' },
    { flags: '--for <form>', description: 'evaluation-registry or osf: under the headings of that registry' },
  ],
  examples: [
    'equipoise register part-payment --out protocol.md',
    'equipoise register part-payment --for osf --out osf.md',
    'equipoise register part-payment --run runs/mine --out protocol.docx',
    'equipoise register part-payment --json',
  ],
  async run(reference, { run: folder, out, for: form }) {
    const { openTrial, outputWidth } = await import('../open-trial.ts')
    const { registerTrial } = await import('../../pipeline/registration/register-trial.ts')
    const { writeDocument } = await import('../../pipeline/report-files.ts')
    const { writeText } = await import('../../report/index.ts')
    const { trial, run } = await openTrial(reference, folder)
    const { registration, document } = await registerTrial(trial, run, form)
    if (out !== undefined) writeDocument(document, out)
    const { protocol, plan } = registration.hashes
    return {
      json: { ...registration, file: out ?? null },
      text:
        out === undefined
          ? writeText(document, outputWidth()).trimEnd()
          : [
              `The protocol is ${out}.`,
              '',
              `SHA-256 of protocol.yaml: ${protocol}`,
              `SHA-256 of plan.yaml: ${plan}`,
            ].join('\n'),
      next: 'register it where it is kept with its date, and keep the two files as they are',
    }
  },
})
