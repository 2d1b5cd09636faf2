import type { Access, Warehouse } from '../warehouse.ts'
import type { Context } from './context.ts'
import type { Project } from './project.ts'

/** Works with a connection to the project's warehouse, and closes it. A signal cancels what is running there. */
export async function withWarehouse<Result>(
  { interrupted }: Context,
  { config, type }: Pick<Project, 'config' | 'type'>,
  access: Access,
  work: (warehouse: Warehouse) => Promise<Result>,
): Promise<Result> {
  const warehouse = await type.connect(config.warehouse, { directory: config.directory, access })
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
