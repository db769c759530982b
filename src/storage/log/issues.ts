import { issueKind, quote } from '../../core/errors.ts'

export const logUnreadable = issueKind(
  'log.unreadable',
  'input',
  'A file or a database is not an outcome log, or it is damaged.',
  (file: string, why: string) => ({
    place: { file },
    expected: 'an outcome log',
    received: quote(why),
    action: 'Restore the log from a copy.',
  }),
)

export const logNotWritten = issueKind(
  'log.not_written',
  'engine',
  'The outcome log could not be written to: the disk is full, or it may only be read. It holds what it held before.',
  (file: string, why: string) => ({
    place: { file },
    expected: 'a log that can be written to',
    received: quote(why),
    action: 'Make room, or check the permissions, and try again: nothing was recorded.',
  }),
)

export const logBusy = issueKind(
  'log.busy',
  'engine',
  'Another process is writing to the outcome log.',
  (file: string) => ({
    place: { file },
    expected: 'to be the only writer',
    received: 'a log held by another process',
    action: 'Wait for it to end and try again.',
  }),
)

export const logDuplicate = issueKind(
  'log.duplicate_event',
  'outcome',
  'An event id is in the outcome log already.',
  (file: string, id: string) => ({
    place: { file, field: id },
    expected: 'each event once',
    received: 'an id that the log holds already',
    action: 'Record only new events.',
  }),
)

export const logText = issueKind(
  'log.text',
  'outcome',
  'An event holds text that no log can keep as it is: a NUL, half of a character, or an id that is too long.',
  (file: string, id: string, expected: string) => ({
    place: { file, field: quote(id) },
    expected,
    received: 'another',
    action: 'Correct the text.',
  }),
)

const addressForm = 'postgres://USER@HOST:PORT/DATABASE'

export const storeAddress = issueKind(
  'store.address',
  'usage',
  'The address of a database is not one that a log can be kept at.',
  (why: string) => ({
    place: { field: '--store' },
    expected: `an address of the form ${addressForm}`,
    received: why,
    action:
      'Correct it. A password stands in it as USER:PASSWORD, in PGPASSWORD, or in the password file of PostgreSQL.',
  }),
)

export const storeUnreachable = issueKind(
  'store.unreachable',
  'engine',
  'No database answers at the address of the outcome log.',
  (place: string, why: string) => ({
    place: { file: place },
    expected: 'a PostgreSQL server that answers',
    received: why,
    action: 'Check the address, the network and whether the server runs.',
  }),
)

export const storeRefused = issueKind(
  'store.refused',
  'engine',
  'The database refused the connection, or what the log needs of it: a wrong password, no such database, no permission.',
  (place: string, why: string) => ({
    place: { file: place },
    expected: 'a database in which this user may make and use the schema equipoise',
    received: quote(why),
    action: 'Check the user, the password (in the address, PGPASSWORD or the password file) and its rights.',
  }),
)

export const storeEncoding = issueKind(
  'store.encoding',
  'engine',
  'A database does not keep its text in UTF-8.',
  (place: string, encoding: string) => ({
    place: { file: place },
    expected: 'a database in UTF8',
    received: encoding,
    action: "Make one with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0.",
  }),
)

export const storeLost = issueKind(
  'store.lost',
  'engine',
  'The connection to the database of the outcome log broke before anything was recorded.',
  (place: string) => ({
    place: { file: place },
    expected: 'a connection that lasts',
    received: 'its end; nothing was recorded',
    action: 'Try again once the server is back.',
  }),
)

export const storeUncertain = issueKind(
  'store.uncertain',
  'engine',
  'The connection to the database broke while it confirmed what was recorded.',
  (place: string) => ({
    place: { file: place },
    expected: 'to be told that the events are recorded',
    received: 'the end of the connection, so that all of them are recorded or none',
    action: 'Run the same command again once the server is back: what is recorded already is not recorded twice.',
  }),
)

export const backupExists = issueKind(
  'log.backup_exists',
  'usage',
  'A backup of a log would be written over a file.',
  (file: string) => ({
    place: { file, field: '--out' },
    expected: 'the name of a new file',
    received: 'a file that is there already',
    action: 'Give each backup a name of its own.',
  }),
)

export const backupParts = issueKind(
  'log.backup_parts',
  'input',
  'A backup is not of the log that it was to be restored to: they hold different events.',
  (file: string, place: string, seq: number) => ({
    place: { file },
    expected: `a backup that begins with the events of ${place}`,
    received: `another event at ${seq}`,
    action: 'Check which run the backup is of. Nothing was restored.',
  }),
)

export const backupOlder = issueKind(
  'log.backup_older',
  'input',
  'A log holds more than the backup that was to be restored to it.',
  (file: string, held: number, backedUp: number) => ({
    place: { file },
    expected: `a backup of ${held} events or more, which the log holds`,
    received: `one of ${backedUp}`,
    action: 'There is nothing to restore from it.',
  }),
)
