/**
 * The Signals API: a client over HTTP, and how its attribute groups become definition files and back.
 *
 * - settings.ts: what the config says, all that is missing at once
 * - http.ts, retry.ts, token.ts, tokens.ts: how a request is sent; answers.ts, refusal.ts: what comes back
 * - client.ts: the calls; registration.ts: what is registered
 * - pulled-group.ts, written-group.ts, group-file.ts: a group of the API as the text of a definition file
 */
export type { PublishStatus } from './answers.ts'
export { refText, type SignalsClient, signalsClient } from './client.ts'
export { groupText, hasOwnComments, type TextFormat } from './group-file.ts'
export { openHttp } from './http.ts'
export { type PulledGroup, pulledGroup, refOf, withOurs, withoutOurs } from './pulled-group.ts'
export {
  type BatchSourceBody,
  batchSourceBody,
  type ExternalGroupBody,
  externalGroupBody,
  type GroupRef,
  nameProblems,
} from './registration.ts'
export { namesSignals, signalsSettings } from './settings.ts'
