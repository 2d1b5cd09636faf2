import { Ansis } from 'ansis'
import type { Problem } from '../../errors.ts'
import { describeProblem } from '../../errors.ts'

const usualWidth = 80

/** What a stream of the process is asked for. */
export interface TextStream {
  readonly write: (text: string) => unknown
  readonly isTTY?: boolean
  readonly columns?: number
}

export interface TerminalOptions {
  readonly stdout: TextStream
  readonly stderr: TextStream
  readonly quiet: boolean
  readonly verbose: boolean
  readonly noColor: boolean
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Results on stdout; progress, warnings and errors on stderr. Colour and live lines on a terminal only. */
export class Terminal {
  /** Colours of stdout, and of stderr. */
  readonly paint: Ansis
  readonly paintProgress: Ansis
  /** Columns of stdout where it is a terminal. */
  readonly width: number | undefined
  readonly progressWidth: number
  /** Whether progress may rewrite its own lines. */
  readonly isLive: boolean
  readonly verbose: boolean

  constructor(private readonly options: TerminalOptions) {
    const { stdout, stderr, env, noColor, quiet, verbose } = options
    const isPlain = noColor || isSet(env.NO_COLOR) || isSet(env.CI)
    const colours = (stream: TextStream): Ansis => new Ansis(stream.isTTY === true && !isPlain ? 1 : 0)
    this.paint = colours(stdout)
    this.paintProgress = colours(stderr)
    // a pseudo-terminal may say that it has no columns
    this.width = stdout.isTTY === true ? stdout.columns || usualWidth : undefined
    this.progressWidth = stderr.columns || usualWidth
    this.isLive = stderr.isTTY === true && !isSet(env.CI) && !quiet && !verbose
    this.verbose = verbose
  }

  /** A result, on lines of its own. */
  result(text: string): void {
    this.options.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
  }

  progress(text: string): void {
    if (!this.options.quiet) this.options.stderr.write(`${text}\n`)
  }

  /** Progress as it is, escape sequences included. */
  rewrite(text: string): void {
    this.options.stderr.write(text)
  }

  /** What only --verbose shows. */
  detail(text: string): void {
    if (this.verbose) this.options.stderr.write(`${text}\n`)
  }

  warn(problem: Problem | string): void {
    const text = typeof problem === 'string' ? problem : describeProblem(problem)
    this.options.stderr.write(`${this.paintProgress.yellow('warning:')} ${text}\n`)
  }

  error(text: string): void {
    this.options.stderr.write(`${this.paintProgress.red('error:')} ${text}\n`)
  }
}

/** Set to anything but nothing and false, as CI services and https://no-color.org have it. */
function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0' && value !== 'false'
}
