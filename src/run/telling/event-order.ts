import type { RunEvent } from './events.ts'

/**
 * Holds back what is told before a run has begun, as its statements that find out whether it may, so that
 * its beginning is the first that is heard. `flush` tells what is left of a run that did not begin.
 */
export function beginningFirst(emit: (event: RunEvent) => void): {
  readonly emit: (event: RunEvent) => void
  readonly flush: () => void
} {
  let held: RunEvent[] | undefined = []
  const flush = (): void => {
    const events = held ?? []
    held = undefined
    for (const event of events) emit(event)
  }
  return {
    flush,
    emit: (event) => {
      if (held === undefined) emit(event)
      else if (event.type === 'run_started') {
        emit(event)
        flush()
      } else held.push(event)
    },
  }
}
