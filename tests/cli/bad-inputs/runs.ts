import { join } from 'node:path'
import { type BadInput, record } from './place.ts'

/** Stages out of order, second draws and damaged runs. */
export const badRuns: readonly BadInput[] = [
  {
    name: 'allocation before sampling',
    make: place => ['allocate', place.trial, '--seed', '2015', '--run', place.fresh],
    exit: 3,
    codes: ['run.artefact_missing'],
    says: ['03-sample.csv', 'Run `equipoise sample` on this run first'],
  },
  {
    name: 'analysis before recording',
    make(place) {
      place.forgetEvents()
      return ['analyse', place.trial, '--run', place.run]
    },
    exit: 3,
    codes: ['run.artefact_missing'],
    says: ['05-outcomes.sqlite', 'Run `equipoise record` on this run first'],
  },
  {
    name: 'a second sample with another seed',
    make: place => ['sample', place.trial, '--caseload', place.caseload, '--seed', '2016', '--run', place.run],
    exit: 3,
    codes: ['run.drawn_already'],
    says: ['03-sample.csv', 'another draw (different: seed)'],
  },
  {
    name: 'a second sample from another caseload',
    make(place) {
      const other = place.put(
        'other.csv',
        place
          .caseloadLines()
          .reverse()
          .slice(0, -2)
          .concat(place.caseloadLines()[0] ?? '')
          .reverse()
          .join('\n'),
      )
      return ['sample', place.trial, '--caseload', other, '--seed', '2015', '--run', place.run]
    },
    exit: 3,
    codes: ['run.drawn_already'],
    says: ['different: caseload'],
  },
  {
    name: 'a second allocation with another seed',
    make: place => ['allocate', place.trial, '--seed', '2016', '--run', place.run],
    exit: 3,
    codes: ['run.drawn_already'],
    says: ['04-allocation.csv', 'different: seed'],
  },
  {
    name: 'a protocol changed after sampling, then allocated by',
    make(place) {
      place.protocol('control: 21', 'control: 20')
      return ['allocate', place.trial, '--seed', '2015', '--run', place.run]
    },
    exit: 3,
    codes: ['run.protocol_changed'],
    says: ['run/protocol.yaml', 'Restore the protocol'],
  },
  {
    name: 'a follow-up stretched after sampling, then recorded by',
    make(place) {
      place.protocol('to: "2016-07-31"', 'to: "2017-07-31"')
      return record(place, place.events)
    },
    exit: 3,
    codes: ['run.protocol_changed'],
    says: ['expected the protocol that the sample was drawn by'],
  },
  {
    name: 'an allocation that was edited by hand, then recorded on',
    make(place) {
      place.edit(join(place.run, '04-allocation.csv'), ',false\n', ',false,\n')
      return record(place, place.events)
    },
    exit: 3,
    codes: ['run.artefact_changed'],
    says: [
      '04-allocation.csv: expected the file whose hash its manifest records',
      '`equipoise verify` names what differs',
    ],
  },
  {
    name: 'a sample and an allocation that were edited by hand, then analysed',
    make(place) {
      place.edit(join(place.run, '03-sample.csv'), ',false\n', ',true\n')
      place.edit(join(place.run, '04-allocation.csv'), ',control,', ',nrp_first,')
      return ['analyse', place.trial, '--run', place.run]
    },
    exit: 3,
    codes: ['run.artefact_changed', 'run.artefact_changed'],
    says: ['03-sample.csv', '04-allocation.csv'],
  },
  {
    name: 'an allocation that was edited by hand, then looked at for balance',
    make(place) {
      place.edit(join(place.run, '04-allocation.csv'), ',control,', ',nrp_first,')
      return ['balance', place.trial, '--run', place.run]
    },
    exit: 3,
    codes: ['run.artefact_changed'],
    says: ['04-allocation.csv'],
  },
  {
    name: 'balance before allocation',
    make: place => ['balance', place.trial, '--run', place.fresh],
    exit: 3,
    codes: ['run.artefact_missing'],
    says: ['03-sample.csv', 'Run `equipoise sample` on this run first'],
  },
  {
    name: 'a log that is not one',
    make(place) {
      place.put('run/05-outcomes.sqlite', 'not a database, but long enough to look like one'.repeat(100))
      return ['analyse', place.trial, '--run', place.run]
    },
    exit: 3,
    codes: ['log.unreadable'],
    says: ['05-outcomes.sqlite', 'expected an outcome log'],
  },
]
