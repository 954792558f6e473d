"""The PyTorch side of measurements: the same networks, steps and shapes as Espalier's own benchmarks time.

  torch_peer.py train MODEL BATCH [--seconds S] [--mask KEEP | --dst]
      a training step: forward, backward, SGD with momentum 0.9; under a mask, or with DST's thresholds as a parametrization
  torch_peer.py infer MODEL BATCH [--seconds S]
      forward only, without gradients
  torch_peer.py prune [--keep K] [--shapes NAME]
      torch.nn.utils.prune.global_unstructured by size
  torch_peer.py singular [--shapes NAME]
      every singular value that ALDS asks for: each layer in each number of groups

Each prints one line of JSON with the median, the least and the largest number of seconds. The scripts beside this folder call it,
in turns with Espalier, since a shared machine swings: quote ratios of one session. Two threads; Debian's python3-torch will do.
"""

import argparse
import json
import resource
import time

import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.utils import parametrize, prune

THREADS = 2


class Block(nn.Module):
    """A residual block of two 3x3 convolutions, with a projection where shapes differ."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(outputs)
        self.shortcut = nn.Identity()
        if stride != 1 or inputs != outputs:
            self.shortcut = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = F.relu(self.norm1(self.conv1(x)))
        return F.relu(self.norm2(self.conv2(y)) + self.shortcut(x))


class Rows(nn.Module):
    """An LSTM over the rows of an image, and a dense layer on its last state."""

    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(28, 128, batch_first=True)
        self.out = nn.Linear(128, 10)

    def forward(self, x):
        return self.out(self.lstm(x)[0][:, -1])


def perceptron(*units):
    layers = []
    for inputs, outputs in zip(units, units[1:]):
        layers += [nn.Linear(inputs, outputs), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def lenet5():
    """Caffe's: no activation behind the convolutions."""
    return nn.Sequential(
        nn.Conv2d(1, 20, 5), nn.MaxPool2d(2), nn.Conv2d(20, 50, 5), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(800, 500), nn.ReLU(), nn.Linear(500, 10),
    )


def convolutions(channels, norm):
    """3x3 convolutions; 0 stands for a pooling."""
    layers, inputs = [], 3
    for outputs in channels:
        if outputs == 0:
            layers.append(nn.MaxPool2d(2))
            continue
        layers.append(nn.Conv2d(inputs, outputs, 3, padding=1))
        if norm:
            layers.append(nn.BatchNorm2d(outputs))
        layers.append(nn.ReLU())
        inputs = outputs
    return layers + [nn.Flatten()]


def vgg():
    channels = (32, 32, 0, 64, 64, 0, 128, 128, 0)
    return nn.Sequential(*convolutions(channels, False), nn.Linear(2048, 256), nn.ReLU(), nn.Linear(256, 10))


def vgg16():
    channels = (64, 64, 0, 128, 128, 0, 256, 256, 256, 0, 512, 512, 512, 0, 512, 512, 512, 0)
    head = [nn.Linear(512, 512), nn.BatchNorm1d(512), nn.ReLU(), nn.Linear(512, 10)]
    return nn.Sequential(*convolutions(channels, True), *head)


def resnet20():
    layers, inputs = [nn.Conv2d(3, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU()], 16
    for outputs, stride in ((16, 1),) * 3 + ((32, 2), (32, 1), (32, 1), (64, 2), (64, 1), (64, 1)):
        layers.append(Block(inputs, outputs, stride))
        inputs = outputs
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))


# how each is made, and the shape of one example
MODELS = {
    "mlp": (lambda: perceptron(784, 300, 100, 10), (784,)),
    "set": (lambda: perceptron(3072, 4000, 1000, 4000, 10), (3072,)),
    "lenet5": (lenet5, (1, 28, 28)),
    "vgg": (vgg, (3, 32, 32)),
    "vgg16": (vgg16, (3, 32, 32)),
    "resnet20": (resnet20, (3, 32, 32)),
    "lstm": (Rows, (28, 28)),
}


def resnet50_shapes():
    shapes, inputs = [(64, 3, 7, 7)], 64
    for width, blocks in ((64, 3), (128, 4), (256, 6), (512, 3)):
        for block in range(blocks):
            shapes += [(width, inputs, 1, 1), (width, width, 3, 3), (4 * width, width, 1, 1)]
            if block == 0:
                shapes.append((4 * width, inputs, 1, 1))
            inputs = 4 * width
    return shapes + [(1000, 2048, 1, 1)]


def vgg16_shapes():
    channels = [3, 64, 64, 128, 128, 256, 256, 256, 512, 512, 512, 512, 512, 512]
    return [(o, i, 3, 3) for i, o in zip(channels, channels[1:])] + [(512, 512, 1, 1), (10, 512, 1, 1)]


def resnet20_shapes():
    return [tuple(m.weight.shape) for m in resnet20().modules() if isinstance(m, nn.Conv2d)] + [(10, 64, 1, 1)]


# outputs, inputs, height and width of each layer's kernel
SHAPES = {
    "resnet50": resnet50_shapes,
    "vgg16": vgg16_shapes,
    "resnet20": resnet20_shapes,
    "lenet300": lambda: [(300, 784, 1, 1), (100, 300, 1, 1), (10, 100, 1, 1)],
}


class Surrogate(torch.autograd.Function):
    """The unit step with DST's long-tailed derivative."""

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return (x > 0).float()

    @staticmethod
    def backward(ctx, gradient):
        size = ctx.saved_tensors[0].abs()
        tail = torch.where(size <= 1, torch.full_like(size, 0.4), torch.zeros_like(size))
        return gradient * torch.where(size <= 0.4, 2 - 4 * size, tail)


class Threshold(nn.Module):
    """DST as a parametrization: a weight where it is larger than its output unit's threshold, otherwise 0."""

    def __init__(self, weight):
        super().__init__()
        self.threshold = nn.Parameter(torch.zeros(weight.shape[0]))

    def forward(self, weight):
        threshold = self.threshold.view(-1, *[1] * (weight.dim() - 1))
        return weight * Surrogate.apply(weight.abs() - threshold)


def weights(model):
    return [(m, name) for m in model.modules() for name, p in m.named_parameters(recurse=False) if p.dim() > 1]


def answer(samples, **labels):
    samples = sorted(samples)
    print(json.dumps({
        "peer": "torch " + torch.__version__,
        **labels,
        "runs": len(samples),
        "median_s": samples[len(samples) // 2],
        "min_s": samples[0],
        "max_s": samples[-1],
        "peak_rss_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }), flush=True)


def times(step, seconds):
    for _ in range(3):
        step()
    begin, samples = time.perf_counter(), []
    while time.perf_counter() - begin < seconds or len(samples) < 5:
        start = time.perf_counter()
        step()
        samples.append(time.perf_counter() - start)
    return samples


def train(arguments):
    make, shape = MODELS[arguments.model]
    model = make()
    thresholds = []
    if arguments.mask:
        for module, name in weights(model):
            prune.l1_unstructured(module, name, amount=1 - arguments.mask)
    if arguments.dst:
        for module, name in weights(model):
            threshold = Threshold(getattr(module, name))
            thresholds.append(threshold.threshold)
            parametrize.register_parametrization(module, name, threshold)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
    x, y = torch.rand(arguments.batch, *shape), torch.randint(0, 10, (arguments.batch,))

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = F.cross_entropy(model(x), y) + 5e-4 * sum(torch.exp(-t).sum() for t in thresholds)
        loss.backward()
        optimizer.step()
        return loss.item()

    answer(
        times(step, arguments.seconds),
        what="train", model=arguments.model, batch=arguments.batch, mask=arguments.mask, dst=arguments.dst,
    )


def infer(arguments):
    make, shape = MODELS[arguments.model]
    model, x = make().eval(), torch.rand(arguments.batch, *shape)
    with torch.no_grad():
        samples = times(lambda: model(x).sum().item(), arguments.seconds)
    answer(samples, what="infer", model=arguments.model, batch=arguments.batch)


def prune_all(arguments):
    layers = [nn.Conv2d(i, o, (h, w), bias=False) for o, i, h, w in SHAPES[arguments.shapes]()]

    def step():
        for layer in layers:
            if prune.is_pruned(layer):
                prune.remove(layer, "weight")
            nn.init.normal_(layer.weight)
        start = time.perf_counter()
        prune.global_unstructured(
            [(layer, "weight") for layer in layers],
            pruning_method=prune.L1Unstructured,
            amount=1 - arguments.keep,
        )
        return time.perf_counter() - start

    step()
    count = sum(layer.weight.numel() for layer in layers)
    answer([step() for _ in range(7)], what="prune", shapes=arguments.shapes, keep=arguments.keep, weights=count)


def singular(arguments):
    matrices = [torch.randn(o, i, h * w) for o, i, h, w in SHAPES[arguments.shapes]()]
    start, count = time.perf_counter(), 0
    for weight in matrices:
        for groups in (d for d in range(1, weight.shape[1] + 1) if weight.shape[1] % d == 0):
            for part in torch.chunk(weight, groups, dim=1):
                torch.linalg.svdvals(part.reshape(part.shape[0], -1))
                count += 1
    answer([time.perf_counter() - start], what="singular", shapes=arguments.shapes, decompositions=count)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    for name, run in (("train", train), ("infer", infer)):
        command = commands.add_parser(name)
        command.add_argument("model", choices=MODELS)
        command.add_argument("batch", type=int)
        command.add_argument("--seconds", type=float, default=4)
        if run is train:
            way = command.add_mutually_exclusive_group()
            way.add_argument("--mask", type=float)
            way.add_argument("--dst", action="store_true")
        command.set_defaults(run=run)
    for name, run, shapes in (("prune", prune_all, "resnet50"), ("singular", singular, "resnet20")):
        command = commands.add_parser(name)
        command.add_argument("--shapes", choices=SHAPES, default=shapes)
        if run is prune_all:
            command.add_argument("--keep", type=float, default=0.1)
        command.set_defaults(run=run)
    arguments = parser.parse_args()
    torch.set_num_threads(THREADS)
    torch.manual_seed(0)
    arguments.run(arguments)


if __name__ == "__main__":
    main()
