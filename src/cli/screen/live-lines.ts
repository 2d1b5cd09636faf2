import type { Terminal } from './terminal.ts'

/** Lines at the foot of a terminal that are rewritten in place; what is told meanwhile goes above them. */
export class LiveLines {
  private drawn = 0
  private readonly timer: NodeJS.Timeout

  /** @param lines what is to be seen now */
  constructor(
    private readonly terminal: Terminal,
    private readonly lines: () => readonly string[],
  ) {
    this.timer = setInterval(() => this.draw(), 120)
    this.timer.unref()
  }

  draw(): void {
    const width = this.terminal.progressWidth - 1
    const lines = this.lines().map((line) => (line.length > width ? `${line.slice(0, width - 1)}…` : line))
    this.terminal.rewrite(this.up() + lines.map((line) => `\u001b[2K${line}\n`).join(''))
    this.drawn = lines.length
  }

  /** Takes the lines away, tells something, and draws them again below it. */
  above(tell: () => void): void {
    this.clear()
    tell()
    this.draw()
  }

  stop(): void {
    clearInterval(this.timer)
    this.clear()
  }

  private clear(): void {
    this.terminal.rewrite(`${this.up()}\u001b[0J`)
    this.drawn = 0
  }

  private up(): string {
    return this.drawn === 0 ? '' : `\u001b[${this.drawn}A`
  }
}
