"""The peer of StepServer.java in PyTorch: one step of the same network on random input for each byte that it reads; prints nanoseconds.

    PYTHONPATH=. python3 docs/results/programs/torch_step_server.py mobilenet ST 0.25 128

Arguments as StepServer's: model (vgg16, resnet18, mobilenet, lstm), work (ST, INFER), width, batch. Two threads, as ours on two
processors. Debian's PyTorch multiplies matrices with the BLAS that the system links: put OpenBLAS (its OpenMP build) in front, or its
dense layers take the reference BLAS.
"""
import sys
import time

import torch
from torch import nn
from torch.nn import functional

from docs.interop.networks import ResNet18


def channels(count, width):
    return max(8, int(count * width))


def convolution(inputs, outputs, size, stride=1, groups=1, bias=False):
    return [nn.Conv2d(inputs, outputs, size, stride, size // 2, groups=groups, bias=bias), nn.BatchNorm2d(outputs)]


def vgg16(width):
    layers, last = [], 3
    for block, count in ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3)):
        for _ in range(count):
            layers += convolution(last, channels(block, width), 3, bias=True) + [nn.ReLU()]
            last = channels(block, width)
        layers.append(nn.MaxPool2d(2))
    hidden = channels(4096, width)
    head = [nn.Linear(last, hidden), nn.ReLU(), nn.Linear(hidden, hidden), nn.ReLU(), nn.Linear(hidden, 10)]
    return nn.Sequential(*layers, nn.Flatten(), *head)


def mobilenet(width):
    last = channels(32, width)
    layers = convolution(3, last, 3) + [nn.ReLU()]
    for count, stride in [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)] + [(512, 1)] * 5 + [(1024, 2), (1024, 1)]:
        outputs = channels(count, width)
        layers += convolution(last, last, 3, stride, groups=last) + [nn.ReLU()]
        layers += convolution(last, outputs, 1) + [nn.ReLU()]
        last = outputs
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(last, 10))


class Lstm(nn.Module):
    """Sequences of 128 steps with 64 features, 256 hidden units."""

    def __init__(self, width):
        super().__init__()
        self.lstm = nn.LSTM(64, int(256 * width), batch_first=True)
        self.head = nn.Linear(int(256 * width), 10)

    def forward(self, x):
        return self.head(self.lstm(x)[0][:, -1])


MODELS = {"vgg16": vgg16, "resnet18": lambda width: ResNet18(10, width), "mobilenet": mobilenet, "lstm": Lstm}


def main():
    model, work, width, batch = sys.argv[1:]
    torch.set_num_threads(2)
    torch.manual_seed(0)
    network = MODELS[model](float(width)).train(work == "ST")
    shape = (128, 64) if model == "lstm" else (3, 32, 32)
    x = torch.randn(int(batch), *shape)
    labels = torch.randint(0, 10, (int(batch),))
    optimizer = torch.optim.SGD(network.parameters(), lr=0.01, momentum=0.9, nesterov=True)
    while sys.stdin.buffer.read(1):
        start = time.perf_counter_ns()
        if work == "INFER":
            with torch.no_grad():
                network(x)
        else:
            optimizer.zero_grad()
            functional.cross_entropy(network(x), labels).backward()
            optimizer.step()
        print(time.perf_counter_ns() - start, flush=True)


if __name__ == "__main__":
    main()
