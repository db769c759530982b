import { inflateSync } from 'node:zlib'

/** A decoded picture: four bytes (red, green, blue, opacity) for each pixel, row by row. */
export interface Picture {
  width: number
  height: number
  pixels: Uint8Array
}

const signature = '89504e470d0a1a0a'
const bytesPerPixel = 4

/** Decodes a PNG of 8-bit RGBA without interlacing, which is what resvg writes. */
export function decodePng(bytes: Uint8Array): Picture {
  const file = Buffer.from(bytes)
  if (file.toString('hex', 0, 8) !== signature) throw new Error('no PNG')
  const [width, height] = [file.readUInt32BE(16), file.readUInt32BE(20)]
  if (file.toString('hex', 24, 26) !== '0806' || file[28] !== 0) throw new Error('no plain 8-bit RGBA')
  const data: Buffer[] = []
  for (let at = 8; at < file.length; at += 12 + file.readUInt32BE(at)) {
    if (file.toString('latin1', at + 4, at + 8) === 'IDAT')
      data.push(file.subarray(at + 8, at + 8 + file.readUInt32BE(at)))
  }
  return { width, height, pixels: unfiltered(inflateSync(Buffer.concat(data)), width * bytesPerPixel, height) }
}

function unfiltered(raw: Buffer, stride: number, height: number): Uint8Array {
  const pixels = new Uint8Array(stride * height)
  const at = (row: number, column: number): number =>
    row < 0 || column < 0 ? 0 : (pixels[row * stride + column] as number)
  for (let row = 0; row < height; row += 1) {
    const filter = raw[row * (stride + 1)]
    for (let column = 0; column < stride; column += 1) {
      const [left, up] = [at(row, column - bytesPerPixel), at(row - 1, column)]
      const upLeft = column < bytesPerPixel ? 0 : at(row - 1, column - bytesPerPixel)
      const guess = [0, left, up, Math.floor((left + up) / 2), paeth(left, up, upLeft)][filter ?? 0] ?? 0
      pixels[row * stride + column] = (raw[row * (stride + 1) + 1 + column] as number) + guess
    }
  }
  return pixels
}

function paeth(left: number, up: number, upLeft: number): number {
  const guess = left + up - upLeft
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - upLeft)]
  return a <= b && a <= c ? left : b <= c ? up : upLeft
}
