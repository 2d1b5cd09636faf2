import type { QueryParameter } from '../../../../dialects/bigquery/api.ts'
import { notKnown } from '../database/refusal.ts'
import type { Parameter } from '../evaluator/protocol.ts'

/** A parameter as the evaluator has it: https://cloud.google.com/bigquery/docs/reference/rest/v2/QueryParameter */
export function parameterOf({ name, parameterType, parameterValue: { value } }: QueryParameter): Parameter {
  switch (parameterType.type) {
    case 'STRING':
      return { name, type: { typeKind: 'TYPE_STRING' }, value: { stringValue: value } }
    case 'INT64':
      return { name, type: { typeKind: 'TYPE_INT64' }, value: { int64Value: value } }
    case 'TIMESTAMP':
      return { name, type: { typeKind: 'TYPE_TIMESTAMP' }, value: { timestampValue: instant(value) } }
    default:
      return notKnown(`a parameter of type ${parameterType.type}`)
  }
}

function instant(text: string) {
  const [, whole, fraction = ''] = /^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?Z$/.exec(text) ?? []
  if (whole === undefined) return notKnown(`a parameter with the time ${text}`)
  return {
    seconds: String(Date.parse(`${whole.replace(' ', 'T')}Z`) / 1000),
    nanos: Number(fraction.padEnd(9, '0')),
  }
}
