import { generateKeyPairSync, sign } from 'node:crypto'

/**
 * A certificate that signs itself, for some host names, with its key: what a company's proxy has, made anew
 * for each test. https://www.rfc-editor.org/rfc/rfc5280#section-4.1
 */
export function selfSigned(names: readonly string[]): { readonly cert: string; readonly key: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const algorithm = sequence(objectId('2a8648ce3d040302')) // ecdsa-with-SHA256
  const name = sequence(set(sequence(objectId('550403'), der(0x0c, Buffer.from('sbe tests')))))
  const alternatives = sequence(...names.map((host) => der(0x82, Buffer.from(host))))
  const extensions = sequence(
    sequence(objectId('551d11'), der(0x04, alternatives)),
    sequence(objectId('551d13'), der(0x04, sequence(der(0x01, Buffer.from([0xff]))))),
  )
  const certificate = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    algorithm,
    name,
    sequence(der(0x18, Buffer.from('20200101000000Z')), der(0x18, Buffer.from('20991231235959Z'))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, extensions),
  )
  const signature = sign('sha256', certificate, privateKey)
  const signed = sequence(certificate, algorithm, der(0x03, Buffer.concat([Buffer.from([0]), signature])))
  const lines = signed.toString('base64').replaceAll(/.{64}/g, '$&\n')
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
  }
}

/** https://www.itu.int/rec/T-REC-X.690: tag, length, value */
function der(tag: number, value: Buffer): Buffer {
  const { length } = value
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), value])
}
const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, Buffer.concat(parts))
const set = (part: Buffer): Buffer => der(0x31, part)
const objectId = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'))
