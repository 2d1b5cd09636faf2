import { SbeError } from '../../errors.ts'
import type { Access, Warehouse } from '../../warehouse.ts'
import type { Context } from '../line/context.ts'
import type { Project } from './project.ts'

/** Works with a connection to the project's warehouse, and closes it. A signal cancels what is running there. */
export async function withWarehouse<Result>(
  context: Context,
  { config, type }: Pick<Project, 'config' | 'type'>,
  how: Access | { readonly access: Access; readonly wait: number | undefined },
  work: (warehouse: Warehouse) => Promise<Result>,
): Promise<Result> {
  const { interrupted } = context
  const { access, wait } = typeof how === 'string' ? { access: how, wait: undefined } : how
  for (const warning of type.warnings?.(config.warehouse) ?? []) context.terminal.warn(warning)
  const warehouse = await whenFree(context, wait ?? 0, () =>
    type.connect(config.warehouse, {
      directory: config.directory,
      access,
      ...(config.run.max_bytes === undefined ? {} : { maxBytes: config.run.max_bytes }),
    }),
  )
  const cancel = (): void => {
    // what was running fails as interrupted, here or in the command
    warehouse.cancel().catch(() => undefined)
  }
  interrupted.addEventListener('abort', cancel)
  try {
    return await work(warehouse)
  } finally {
    interrupted.removeEventListener('abort', cancel)
    await warehouse.close()
  }
}

/** A connection, waited for while another process has the warehouse to itself. */
async function whenFree<Result>(
  { clock, interrupted, timers }: Context,
  seconds: number,
  connect: () => Promise<Result>,
): Promise<Result> {
  const deadline = clock() + seconds * 1000
  for (;;) {
    try {
      return await connect()
    } catch (error) {
      const isTaken = error instanceof SbeError && error.code === 'lease'
      if (!isTaken || clock() >= deadline || interrupted.aborted) throw error
      await timers.sleep(500)
    }
  }
}
