import { type Problem, SbeError } from '../../src/errors.ts'
import type { ErrorContext } from './error-context.ts'
import { type Failed, type Failure, isCertificate, type NetworkFailure } from './failure.ts'
import { refusalProblem } from './refusals.ts'
import { tokenProblem } from './token-problems.ts'

/** A failure as our error: what to change, with BigQuery's own words in it. */
export function warehouseError(failed: Failed, context: ErrorContext): SbeError {
  const { failure } = failed
  const problem = problemOf({ ...failure, message: oneLine(failure.message) }, context)
  // of a file that it can make nothing of the library shows what stands there, which may be a key
  const isOfFile = failure.origin === 'token' && failure.status === undefined
  return new SbeError([problem], isOfFile ? {} : { cause: failed })
}

function problemOf(failure: Failure, context: ErrorContext): Problem {
  switch (failure.origin) {
    case 'token':
      return tokenProblem(failure, context)
    case 'network':
      return networkProblem(failure, context)
    case 'request':
    case 'job':
      return refusalProblem(failure, context)
  }
}

function networkProblem({ message, code }: NetworkFailure, { endpoint }: ErrorContext): Problem {
  return {
    code: 'unreachable',
    message: `BigQuery can't be reached${endpoint === undefined ? '' : ` at ${endpoint}`}`,
    found: message,
    fix: isCertificate(code)
      ? "name your company's certificate authority: NODE_EXTRA_CA_CERTS=/path/ca.pem"
      : 'check the network, and HTTPS_PROXY and NO_PROXY where there is a proxy',
  }
}

/** The first line, without the ids that a person can do nothing with. */
function oneLine(message: string): string {
  const [line = ''] = message.replaceAll(/\s*\n\s*/g, ' ').split('; reason:')
  return line.trim()
}
