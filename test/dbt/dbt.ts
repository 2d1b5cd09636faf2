import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import * as v from 'valibot'

const python = fileURLToPath(new URL('../../.conformance/dbt/bin/python', import.meta.url))
const server = fileURLToPath(new URL('server.py', import.meta.url))

const outcome = v.object({
  success: v.boolean(),
  error: v.string(),
  nodes: v.array(
    v.object({ name: v.string(), status: v.string(), message: v.string(), compiled: v.string() }),
  ),
})
export type Outcome = v.InferOutput<typeof outcome>

/** Values of --vars. */
export type Vars = Readonly<Record<string, string | number | boolean | readonly string[]>>

/** The real dbt in a process of its own that serves one request after the other: it takes seconds to start. */
export class Dbt {
  private readonly waiting: ((line: string) => void)[] = []
  private noise = ''
  private ended = false

  private constructor(private readonly child: ChildProcessWithoutNullStreams) {
    createInterface({ input: child.stdout }).on('line', (line) => this.waiting.shift()?.(line))
    child.stderr.on('data', (data) => {
      this.noise = `${this.noise}${String(data)}`.slice(-4000)
    })
    child.on('exit', () => {
      this.ended = true
      for (const answer of this.waiting.splice(0)) answer(this.farewell())
    })
  }

  static start(): Dbt {
    const env = { ...process.env, DO_NOT_TRACK: '1', PYTHONUNBUFFERED: '1' }
    return new Dbt(spawn(python, [server], { env }))
  }

  /** A dbt command in a project's folder, which has its profiles.yml. */
  async run(project: string, command: readonly string[], vars: Vars = {}): Promise<Outcome> {
    return v.parse(outcome, await this.ask({ dbt: withVars(command, vars), project, reuse: true }))
  }

  /** A command that reads every file of the project again. */
  async fresh(project: string, command: readonly string[], vars: Vars = {}): Promise<Outcome> {
    return v.parse(outcome, await this.ask({ dbt: withVars(command, vars), project, reuse: false }))
  }

  async render(texts: readonly string[]): Promise<readonly string[]> {
    const answer = await this.ask({ render: texts })
    return v.parse(v.object({ rendered: v.array(v.string()) }), answer).rendered
  }

  private async ask(request: object): Promise<unknown> {
    const answered = new Promise<string>((resolve) => {
      if (this.ended) resolve(this.farewell())
      else this.waiting.push(resolve)
    })
    if (!this.ended) this.child.stdin.write(`${JSON.stringify(request)}\n`)
    const answer: unknown = JSON.parse(await answered)
    const failed = v.safeParse(v.object({ failure: v.string() }), answer)
    if (failed.success) throw new Error(failed.output.failure)
    return answer
  }

  private farewell(): string {
    return JSON.stringify({ failure: `dbt ended: ${this.noise}` })
  }

  stop(): void {
    this.child.stdin.end()
  }
}

function withVars(command: readonly string[], vars: Vars): readonly string[] {
  return Object.keys(vars).length === 0 ? command : [...command, '--vars', JSON.stringify(vars)]
}

/** What went wrong, a line a node; none when all is well. */
export function troubles({ success, error, nodes }: Outcome): readonly string[] {
  const failed = nodes.filter(({ status }) => !['success', 'pass'].includes(status))
  const lines = failed.map(({ name, status, message }) => `${name}: ${status} ${message}`)
  return success ? lines : [...lines, error || 'dbt failed']
}
