import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { BadInput, Place } from './place.ts'

const check = (place: Place): string[] => ['check', place.trial]

const ofProtocol =
  (part: string, by: string) =>
  (place: Place): string[] => {
    place.protocol(part, by)
    return check(place)
  }

/** Trials that do not hold together. */
export const badTrials: readonly BadInput[] = [
  {
    name: 'YAML with an unclosed bracket',
    make: ofProtocol('strata: [scheme]', 'strata: [scheme'),
    exit: 3,
    codes: ['yaml.syntax'],
    says: ['trial/protocol.yaml:', 'expected valid YAML', '^'],
  },
  {
    name: 'YAML 0123 as a level',
    make: ofProtocol('levels: ["1993", "2003"]', 'levels: [0123, "2003"]'),
    exit: 3,
    codes: ['yaml.number'],
    says: ['protocol.yaml:', 'received 0123. Quote it: "0123".', '^'],
  },
  {
    name: 'a key twice',
    make: ofProtocol('kind: trial', 'kind: trial\nid: other'),
    exit: 3,
    codes: ['yaml.duplicate_key'],
    says: ['protocol.yaml:', 'each key once'],
  },
  {
    name: 'an unknown key, and so a missing one',
    make: ofProtocol('timeZone:', 'timezone:'),
    exit: 3,
    codes: ['document.invalid', 'document.invalid'],
    says: ['timezone', 'timeZone'],
  },
  {
    name: 'an unknown arm in the targets',
    make: ofProtocol('"1993": { pwc_first: 9,', '"1993": { pwc_frist: 9,'),
    exit: 3,
    codes: ['document.invalid', 'document.invalid'],
    says: ['expected a declared arm: pwc_first, nrp_first, control, received "pwc_frist"', 'pwc_first too'],
  },
  {
    name: 'a ratio of 0 for an arm',
    make(place) {
      place.protocol('nrp_first: 10', 'nrp_first: 0')
      return ofProtocol('nrp_first: 24', 'nrp_first: 0')(place)
    },
    exit: 3,
    codes: ['document.invalid'],
    says: ['at least one case in arm nrp_first, received 0 in every stratum'],
  },
  {
    name: 'two controls',
    make: ofProtocol('  - id: nrp_first\n', '  - id: nrp_first\n    control: true\n'),
    exit: 3,
    codes: ['document.invalid'],
    says: ['exactly one arm with `control: true`, received 2'],
  },
  {
    name: 'an arm named __proto__',
    make: ofProtocol('  - id: pwc_first\n', '  - id: __proto__\n'),
    exit: 3,
    codes: ['document.invalid'],
    says: ['an id of a-z, 0-9, _ and -, starting with a letter', '"__proto__"'],
  },
  {
    name: 'targets for an arm named __proto__',
    make: ofProtocol('"1993": { pwc_first: 9,', '"1993": { __proto__: 9,'),
    exit: 3,
    codes: ['yaml.key'],
    says: ['no built-in name, received "__proto__"'],
  },
  {
    name: 'a protocol with many things wrong at once',
    make(place) {
      place.protocol('to: "2016-07-31"', 'to: "2015-07-31"')
      place.protocol('timeZone: Europe/London', 'timeZone: Europe/Londinium')
      place.protocol('field: in_other_trial, is: false', 'field: in_another_trial, is: false')
      return ofProtocol('costs:\n', 'costs:\n  - { id: stamps, title: Stamps, arm: letters, amount: "1.005" }\n')(place)
    },
    exit: 3,
    codes: Array<string>(4).fill('document.invalid'),
    says: ['Europe/Londinium', 'in_another_trial', '1.005', '2015-07-31'],
  },
  {
    name: 'a protocol that is not UTF-8',
    make(place) {
      place.put('trial/protocol.yaml', Buffer.from('id: caf\xe9\n', 'latin1'))
      return check(place)
    },
    exit: 3,
    codes: ['file.not_utf8'],
    says: ['protocol.yaml:1', 'expected text in UTF-8'],
  },
  {
    name: 'a plan with an unknown method',
    make(place) {
      place.edit(join(place.trial, 'plan.yaml'), 'method: pearson-chi-squared', 'method: pearson')
      return check(place)
    },
    exit: 3,
    codes: ['document.invalid'],
    says: ['plan.yaml:', 'received "pearson". Give one of', 'pearson-chi-squared'],
  },
  {
    name: 'a trial without its plan',
    make(place) {
      rmSync(join(place.trial, 'plan.yaml'))
      return check(place)
    },
    exit: 3,
    codes: ['trial.file_missing'],
    says: ['trial/plan.yaml'],
  },
  {
    name: 'an unknown trial',
    make: () => ['check', 'no-such-trial'],
    exit: 3,
    codes: ['trial.not_found'],
    says: ['part-payment', 'received "no-such-trial"'],
  },
]
