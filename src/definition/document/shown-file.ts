import { isAbsolute, relative, sep } from 'node:path'

/** A file as messages show it: relative to the working directory when inside it, else absolute. */
export function shownFile(file: string, cwd: string): string {
  const path = relative(cwd, file)
  return path === '' || path.startsWith('..') || isAbsolute(path) ? file : path.split(sep).join('/')
}
