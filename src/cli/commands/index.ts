import { columns } from './columns.ts'
import { compile } from './compile.ts'
import { generate } from './generate.ts'
import { init } from './init.ts'
import { plan } from './plan.ts'
import { preview } from './preview.ts'
import { pull } from './pull.ts'
import { run } from './run.ts'
import { status } from './status.ts'
import { sync } from './sync.ts'
import { testConnection } from './test-connection.ts'

/** Every command, in the order people meet them. */
export const commands = [
  init,
  testConnection,
  pull,
  compile,
  plan,
  run,
  status,
  preview,
  columns,
  sync,
  generate,
] as const
