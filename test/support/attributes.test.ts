import { DuckDBInstance } from '@duckdb/node-api'
import { describe, expect, it } from 'vitest'
import { attribute, group } from '../oracle/sample.ts'
import { readAttributes } from './attributes.ts'

const instance = await DuckDBInstance.create(':memory:')
const connection = await instance.connect()

describe('an attributes table', () => {
  const types = [
    'string',
    'bytes',
    'int32',
    'int64',
    'double',
    'bool',
    'timestamp',
    'dict',
    'int32_list',
    'bytes_list',
  ] as const
  const of = group(types.map((type) => attribute({ aggregation: 'last', name: type, type })))

  it('is read as the oracle has it', async () => {
    await connection.run(`CREATE TABLE attributes AS SELECT 'u' AS domain_userid, 'O''Reilly' AS string,
      encode('é') AS bytes, 1::INTEGER AS int32, 9007199254740993::BIGINT AS int64, 0.5::DOUBLE AS double,
      true AS bool, TIMESTAMP '2024-01-01 00:00:00.000001' AS timestamp, '{"a":[1]}'::JSON AS dict,
      [1, 2]::INTEGER[] AS int32_list, [NULL, 'a'::BLOB] AS bytes_list, 1 AS as_of`)
    expect([...(await readAttributes(connection, 'main.attributes', of))]).toEqual([
      [
        'u',
        {
          string: "O'Reilly",
          bytes: 'c3a9',
          int32: 1n,
          int64: 9007199254740993n,
          double: 0.5,
          bool: true,
          timestamp: '2024-01-01T00:00:00.000001Z',
          dict: { a: [1] },
          int32_list: [1n, 2n],
          bytes_list: [null, '61'],
        },
      ],
    ])
    await connection.run('ALTER TABLE attributes ALTER int32 TYPE BIGINT')
    await expect(readAttributes(connection, 'attributes', of)).rejects.toThrow('int32 is BIGINT, not INTEGER')
  })
})
