/** Flags that every command takes. */
export const globalOptions = {
  config: {
    short: 'f',
    value: 'FILE',
    summary: 'the config; ./sbe.config.yaml, .yml, .json or .ts without it',
  },
  target: { short: 't', value: 'NAME', summary: 'the environment: one of targets in the config' },
  select: {
    short: 's',
    value: 'S',
    repeatable: true,
    summary:
      'groups: name, name@version, shop_*, key:NAME, tag:NAME; a comma means and, a space or another flag or',
  },
  exclude: { value: 'S', repeatable: true, summary: 'groups to leave out, written like those of --select' },
  format: { value: 'FORMAT', summary: 'how results are printed' },
  json: { summary: 'results as JSON' },
  quiet: { short: 'q', summary: 'no progress; warnings and errors stay' },
  verbose: { short: 'v', summary: 'every statement, and the stack of an error' },
  'no-color': { summary: 'plain text on a terminal too, as with NO_COLOR or CI set' },
  help: { short: 'h', summary: 'what a command does, its flags and examples' },
  version: { summary: 'the version of sbe' },
} as const
