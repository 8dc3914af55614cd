"""Reads .vti, .vtp and binary .stl as iceball exports them, without VTK.

VTK XML: https://docs.vtk.org, "VTK XML file formats": arrays appended in base64, each a header of block sizes and blocks
that zlib has packed.
"""
import base64
import struct
import xml.etree.ElementTree
import zlib

import numpy

TYPES = {"Float32": "<f4", "Float64": "<f8", "Int64": "<i8", "UInt8": "u1"}


class VtkXml:
    def __init__(self, path):
        self.root = xml.etree.ElementTree.parse(path).getroot()
        for name, value in [("byte_order", "LittleEndian"), ("header_type", "UInt32"), ("compressor", "vtkZLibDataCompressor")]:
            if self.root.attrib[name] != value:
                raise ValueError(f"{path}: {name} is {self.root.attrib[name]}")
        self.appended = self.root.find("AppendedData").text.strip()[1:]  # behind an underscore

    def array(self, where, name):
        """The values of DataArray `name` below `where`, a path of elements."""
        entry = next(e for e in self.root.findall(f"{where}/DataArray") if e.attrib["Name"] == name)
        text = self.appended[int(entry.attrib["offset"]):]
        blocks = struct.unpack("<I", base64.b64decode(text[:8])[:4])[0]
        header_length = -(-(4 * (3 + blocks)) // 3) * 4
        sizes = struct.unpack(f"<{3 + blocks}I", base64.b64decode(text[:header_length])[: 4 * (3 + blocks)])[3:]
        packed = base64.b64decode(text[header_length : header_length + -(-sum(sizes) // 3) * 4])
        data, start = b"", 0
        for size in sizes:
            data += zlib.decompress(packed[start : start + size])
            start += size
        values = numpy.frombuffer(data, TYPES[entry.attrib["type"]])
        components = int(entry.attrib.get("NumberOfComponents", 1))
        return values.reshape(-1, components) if components > 1 else values


def read_vtp(path):
    """Triangles of a surface: an array of triangle, corner, axis."""
    file = VtkXml(path)
    points = file.array("PolyData/Piece/Points", "Points").astype(float)
    corners = file.array("PolyData/Piece/Polys", "connectivity")
    if not numpy.array_equal(file.array("PolyData/Piece/Polys", "offsets"), 3 * numpy.arange(1, len(corners) // 3 + 1)):
        raise ValueError(f"{path}: not all polygons are triangles")
    return points[corners].reshape(-1, 3, 3)


def read_stl(path):
    data = path.read_bytes()
    count = struct.unpack("<I", data[80:84])[0]
    if len(data) != 84 + 50 * count:
        raise ValueError(f"{path}: {len(data)} bytes for {count} triangles")
    rows = numpy.frombuffer(data, [("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("more", "<u2")], count, 84)
    return rows["corners"].astype(float)


def is_closed(triangles):
    """Whether every edge is there once in each direction."""
    corners = [[tuple(corner) for corner in triangle] for triangle in triangles]
    edges = [(t[n], t[(n + 1) % 3]) for t in corners for n in range(3)]
    return len(set(edges)) == len(edges) and set(edges) == {(b, a) for a, b in edges}


def enclosed_volume(triangles):
    """Divergence theorem: volume = (1/3) integral of x . n dA, positive where normals point outwards."""
    a, b, c = triangles[:, 0], triangles[:, 1], triangles[:, 2]
    return numpy.einsum("ij,ij->", a, numpy.cross(b, c)) / 6
