import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { renderChart, renderPng } from '../../src/charts/index.ts'
import { decodePng, type Picture } from '../support/png.ts'
import { partPaymentCharts } from './part-payment.ts'
import { svgTexts, type TextBox, viewBox } from './svg-texts.ts'

const scale = 2

/** Share of the pixels in the box of a text that are nearer to its colour than to the commonest colour of the box. */
function inked({ width, pixels }: Picture, { left, right, top, bottom }: TextBox): number {
  const shades: number[] = []
  for (let y = Math.round(scale * top); y < scale * bottom; y += 1) {
    for (let x = Math.round(scale * left); x < scale * right; x += 1) {
      const at = 4 * (y * width + x)
      shades.push((pixels[at] ?? 0) + (pixels[at + 1] ?? 0) + (pixels[at + 2] ?? 0))
    }
  }
  const commonest = [...new Set(shades)].sort((a, b) => times(shades, b) - times(shades, a))[0] ?? 0
  return shades.filter(shade => Math.abs(shade - commonest) > 200).length / shades.length
}

const bare = (svg: string): string => svg.replace(/<desc[^>]*>.*?<\/desc>/s, '')
const times = (shades: readonly number[], shade: number): number => shades.filter(each => each === shade).length

describe('a chart as PNG', () => {
  it('is twice as large as its drawing, on white, and has ink where each text stands', async () => {
    for (const chart of partPaymentCharts()) {
      const { svg } = await renderChart(chart)
      const picture = decodePng(await renderPng(svg))
      expect(picture.width).toBe(scale * viewBox(svg).width)
      expect(picture.height).toBe(Math.round(scale * viewBox(svg).height))
      expect([...picture.pixels.subarray(0, 4)]).toEqual([255, 255, 255, 255])
      for (const text of svgTexts(svg)) expect(inked(picture, text), `${chart.id}: ${text.text}`).toBeGreaterThan(0.04)
    }
  })

  it('is the same bytes each time, and where the machine has no fonts', async () => {
    const [chart] = partPaymentCharts()
    if (chart === undefined) throw new Error('no chart')
    const { svg } = await renderChart(chart)
    const here = Buffer.from(await renderPng(svg)).toString('base64')
    expect(Buffer.from(await renderPng(svg)).toString('base64')).toBe(here)
    expect(drawnWithoutFonts(bare(svg))).toBe(Buffer.from(await renderPng(bare(svg))).toString('base64'))
  })

  it('holds the description of the chart', async () => {
    const [chart] = partPaymentCharts()
    if (chart === undefined) throw new Error('no chart')
    const png = Buffer.from(await renderPng((await renderChart(chart)).svg))
    expect(png.toString('utf8')).toContain(`Description\0\0\0\0\0${chart.description}`)
  })

  it('writes what the fonts of the package lack as a box, and never in another font', async () => {
    const svg = (text: string) =>
      `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><text y="15" font-family="DejaVu Sans, Arimo" font-size="14">${text}</text></svg>`
    const [latin, cjk, other] = await Promise.all(['iii', '漢漢', '字字'].map(text => renderPng(svg(text))))
    expect(cjk).toEqual(other)
    expect(cjk).not.toEqual(latin)
  })
})

/** The PNG by a process of its own that finds no font of the machine: no fontconfig, and no folder of fonts in its home. */
function drawnWithoutFonts(svg: string): string {
  const home = mkdtempSync(join(tmpdir(), 'equipoise-fonts-'))
  try {
    const script = `
      const { Resvg } = require('@resvg/resvg-js')
      const [svg, ...fontFiles] = JSON.parse(require('fs').readFileSync(0, 'utf8'))
      const font = { loadSystemFonts: false, fontFiles, defaultFontFamily: 'Arimo', defaultFontSize: 14 }
      const drawn = new Resvg(svg, { font, fitTo: { mode: 'zoom', value: 2 }, background: '#FFFFFF' }).render()
      process.stdout.write(Buffer.from(drawn.asPng()).toString('base64'))`
    const root = resolve(import.meta.dirname, '../..')
    const fonts = ['Regular', 'Bold'].map(face => join(root, `assets/fonts/Arimo-${face}.ttf`))
    const env = { PATH: process.env.PATH, HOME: home, FONTCONFIG_FILE: '/dev/null' }
    return execFileSync(process.execPath, ['-e', script], {
      cwd: root,
      env,
      input: JSON.stringify([svg, ...fonts]),
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    })
  } finally {
    rmSync(home, { recursive: true })
  }
}

it('ships the fonts with their licence', () => {
  const fonts = resolve(import.meta.dirname, '../../assets/fonts')
  expect(readFileSync(join(fonts, 'OFL.txt'), 'utf8')).toContain('SIL OPEN FONT LICENSE Version 1.1')
  expect(readFileSync(join(fonts, 'README.md'), 'utf8')).toContain('@expo-google-fonts/arimo')
})
