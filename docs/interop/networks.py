"""The artifact's networks in PyTorch, with the names of layers that state dicts have here.

  python3 docs/interop/torch_state.py load docs.interop.networks:lenet5 weights.safetensors
"""
from torch import nn


class LeNet5(nn.Module):
    def __init__(self, classes=10):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 6, 5)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.fc1 = nn.Linear(400, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, classes)
        self.pool = nn.MaxPool2d(2)

    def forward(self, x):
        x = self.pool(self.conv1(x).relu())
        x = self.pool(self.conv2(x).relu())
        x = self.fc1(x.flatten(1)).relu()
        return self.fc3(self.fc2(x).relu())


class Lstm(nn.Module):
    def __init__(self, features=12, units=10, classes=9, layers=2):
        super().__init__()
        self.rnn = nn.LSTM(features, units, layers, batch_first=True, bidirectional=True)
        self.fc = nn.Linear(2 * units, classes)

    def forward(self, x):
        return self.fc(self.rnn(x)[0][:, -1])


class Block(nn.Module):
    def __init__(self, channels, out, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, out, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(out)
        self.conv2 = nn.Conv2d(out, out, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(out)
        if stride != 1 or channels != out:
            self.downsample = nn.Sequential(
                nn.Conv2d(channels, out, 1, stride, bias=False), nn.BatchNorm2d(out)
            )

    def forward(self, x):
        y = self.bn2(self.conv2(self.bn1(self.conv1(x)).relu()))
        return (y + (self.downsample(x) if hasattr(self, "downsample") else x)).relu()


class ResNet18(nn.Module):
    def __init__(self, classes=10, width=0.125):
        super().__init__()
        sizes = [max(8, int(n * width)) for n in (64, 128, 256, 512)]
        self.conv1 = nn.Conv2d(3, sizes[0], 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(sizes[0])
        channels = sizes[0]
        for stage, size in enumerate(sizes):
            blocks = nn.Sequential(
                Block(channels, size, 1 if stage == 0 else 2), Block(size, size, 1)
            )
            setattr(self, f"layer{stage + 1}", blocks)
            channels = size
        self.fc = nn.Linear(channels, classes)

    def forward(self, x):
        x = self.bn1(self.conv1(x)).relu()
        for stage in range(1, 5):
            x = getattr(self, f"layer{stage}")(x)
        return self.fc(x.mean((2, 3)))


def lenet5():
    return LeNet5()


def lstm():
    return Lstm()


def resnet18():
    return ResNet18()
