#!/usr/bin/python3
"""Draws labels.nii.gz: 1 kidney, 2 tumour, 3 artery, 0 fat. RAS millimetres, 2 mm voxels; run it to draw it anew."""
import pathlib

import nibabel
import numpy

SPACING, SHAPE = 2.0, (64, 52, 56)
lower = numpy.array([-50.0, -52.0, -56.0])
x, y, z = (lower[axis] + SPACING * (numpy.arange(SHAPE[axis]) + 0.5) for axis in range(3))
x, y, z = numpy.meshgrid(x, y, z, indexing="ij")

labels = numpy.zeros(SHAPE, numpy.uint8)
labels[(x / 28) ** 2 + (y / 22) ** 2 + (z / 48) ** 2 <= 1] = 1
labels[(x - 26) ** 2 + y**2 + z**2 <= 12**2] = 2
labels[(y**2 + z**2 <= 4**2) & (x <= -4)] = 3

affine = numpy.diag([SPACING, SPACING, SPACING, 1.0])
affine[:3, 3] = lower + SPACING / 2
image = nibabel.Nifti1Image(labels, affine)
image.header.set_xyzt_units("mm")
image.set_sform(affine, 1)
image.set_qform(affine, 1)
nibabel.save(image, pathlib.Path(__file__).parent / "labels.nii.gz")
