#!/usr/bin/env python3
"""PyTorch state dicts and safetensors files, with PyTorch and NumPy alone.

  torch_state.py convert weights.pt weights.safetensors   pickle to safetensors
  torch_state.py load MODULE:FACTORY weights.safetensors  load with strict=True and say so

A pickle runs code when it is read: convert only files that you trust. Debian has PyTorch as
python3-torch; the safetensors package is not needed.
"""
import importlib
import json
import os
import struct
import sys

import torch

TYPES = {
    "F64": torch.float64,
    "F32": torch.float32,
    "F16": torch.float16,
    "BF16": torch.bfloat16,
    "I64": torch.int64,
    "I32": torch.int32,
    "U8": torch.uint8,
    "BOOL": torch.bool,
}


def save(tensors, path):
    """Writes tensors by name."""
    names = {dtype: name for name, dtype in TYPES.items()}
    header, data, offset = {"__metadata__": {"format": "pt"}}, [], 0
    for name, tensor in tensors.items():
        tensor = tensor.detach().cpu().contiguous()
        # NumPy has no bfloat16: its bits are written as 16-bit integers
        raw = tensor.view(torch.int16) if tensor.dtype == torch.bfloat16 else tensor
        raw = raw.numpy().tobytes()
        header[name] = {
            "dtype": names[tensor.dtype],
            "shape": list(tensor.shape),
            "data_offsets": [offset, offset + len(raw)],
        }
        data.append(raw)
        offset += len(raw)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as out:
        out.write(struct.pack("<Q", len(text)))
        out.write(text)
        out.writelines(data)


def load(path):
    """Reads tensors by name."""
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = file.read()
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        dtype = TYPES[entry["dtype"]]
        if begin == end:
            tensors[name] = torch.zeros(entry["shape"], dtype=dtype)
            continue
        tensor = torch.frombuffer(bytearray(data[begin:end]), dtype=dtype)
        tensors[name] = tensor.reshape(entry["shape"])
    return tensors


def main(arguments):
    if len(arguments) == 3 and arguments[0] == "convert":
        content = torch.load(arguments[1], map_location="cpu")
        if hasattr(content, "state_dict"):
            content = content.state_dict()
        for key in ("state_dict", "model_state_dict", "model"):
            if key in content and isinstance(content[key], dict):
                content = content[key]
        save({k: v for k, v in content.items() if torch.is_tensor(v)}, arguments[2])
    elif len(arguments) == 3 and arguments[0] == "load":
        module, factory = arguments[1].split(":")
        sys.path.insert(0, os.getcwd())
        network = getattr(importlib.import_module(module), factory)()
        print(network.load_state_dict(load(arguments[2]), strict=True))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
