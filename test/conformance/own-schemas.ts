import { randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AccountType } from './account.ts'

/** Where the tests of this run note the schemas they make in somebody's account: a file for each prefix. */
const folderVariable = 'SBE_TEST_SCHEMAS'

/** Makes the notes, for the processes of the tests. */
export function notesOfRun(): Readonly<Record<string, string>> {
  return { [folderVariable]: mkdtempSync(join(tmpdir(), 'sbe-test-schemas-')) }
}

/** A prefix nobody else has, noted before anything is made behind it. */
export function newPrefix(type: AccountType): string {
  const prefix = `sbe_test_${randomUUID().replaceAll('-', '').slice(0, 12)}_`
  writeFileSync(note(prefix), type)
  return prefix
}

/** Its schemas are gone. */
export function forget(prefix: string): void {
  rmSync(note(prefix), { force: true })
}

/** What tests of an account have not dropped, as they died. */
export function prefixesLeft(type: AccountType): readonly string[] {
  return readdirSync(notes()).filter((prefix) => readFileSync(note(prefix), 'utf8') === type)
}

export function endNotes(): void {
  rmSync(notes(), { recursive: true, force: true })
}

function note(prefix: string): string {
  return join(notes(), prefix)
}

function notes(): string {
  const folder = process.env[folderVariable]
  if (folder === undefined) throw new Error(`${folderVariable} is not set: servers.ts does, before the tests`)
  return folder
}
