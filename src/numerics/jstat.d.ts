/** The part of jStat that second-opinion.ts calls; the package ships no types. */
declare module 'jstat' {
  interface Distribution<Parameters extends number[]> {
    cdf(x: number, ...parameters: Parameters): number
    inv(p: number, ...parameters: Parameters): number
  }
  const jStat: {
    readonly normal: Distribution<[mean: number, standardDeviation: number]>
    readonly chisquare: Distribution<[degreesOfFreedom: number]>
    readonly studentt: Distribution<[degreesOfFreedom: number]>
    readonly centralF: Distribution<[numeratorDf: number, denominatorDf: number]>
    readonly beta: Distribution<[a: number, b: number]>
  }
  export default jStat
}
