import { type Segmentation, segmentationSchema } from '../../model/segmentation.ts'
import { segmentationChecks } from '../../model/segmentation-checks.ts'
import { readDocument } from '../../storage/document.ts'
import { findPackaged } from '../packaged-file.ts'
import { segmentationNotFound } from './issues.ts'

/** The segmentation that a reference names: a path, else one of `segmentations/` that comes with equipoise. */
export const findSegmentation = (reference: string, workingFolder?: string): string =>
  findPackaged('segmentations', reference, segmentationNotFound, workingFolder)

/** Reads a segmentation; every problem of it is reported, each at its line and column. */
export const readSegmentation = (path: string): Segmentation =>
  readDocument(path, segmentationSchema, segmentationChecks)
