import { columns } from './columns.ts'
import { compile } from './compile.ts'
import { exportProject } from './export.ts'
import { init } from './init.ts'
import { plan } from './plan.ts'
import { preview } from './preview.ts'
import { run } from './run.ts'
import { status } from './status.ts'

/** Every command, in the order people meet them. */
export const commands = [init, compile, plan, run, status, preview, columns, exportProject] as const
